"""Picture bytes -> upright grayscale array, safely.

The format is told from the first bytes, never from a name or a mime type. What a file may cost
is decided from its header, before a pixel is decoded.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.reading.gray import shrink, to_gray

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.ImageFile import ImageFile

MAX_BYTES = 20 * 1024 * 1024
"""The largest file, in bytes; also the most that Telegram lets a bot download."""

MAX_SIDE = 1600
"""About the longer side, in pixels, that a usual picture is reduced to."""

_ORIENTATION = 0x0112


class PictureError(ValueError):
    """A file that cannot be read; its text tells the person who sent it why."""


class NotAPicture(PictureError):
    """The file is of no format that is read here."""


class BrokenPicture(PictureError):
    """The file begins like a picture, but is damaged or incomplete."""


class TooManyBytes(PictureError):
    """The file is longer than `MAX_BYTES`."""


class TooManyPixels(PictureError):
    """Decoding the picture would take too much memory or time."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, decoded.

    Attributes:
        gray: luminance `[H, W]`, upright, 255 is white.
        scale: pixels of the full picture per pixel of `gray`, at least 1.
        size: width and height of the full upright picture.
    """

    gray: NDArray[np.uint8]
    scale: float
    size: tuple[int, int]


def decode(data: bytes) -> Picture:
    """Decodes a JPEG, PNG, WebP, GIF (first frame), BMP, TIFF, HEIC/HEIF or AVIF file.

    Args:
        data: the whole file.

    Returns:
        The picture in gray, upright, and reduced where it is larger than reading needs.

    Raises:
        NotAPicture: none of these formats.
        BrokenPicture: damaged or incomplete.
        TooManyBytes: longer than `MAX_BYTES`.
        TooManyPixels: more pixels than can be decoded in bounded memory.
    """
    if len(data) > MAX_BYTES:
        raise TooManyBytes("This file is larger than 20 MB. Please send a smaller picture.")
    try:
        image = _open(data)
        width, height = image.size
        if width * height > 100_000_000:
            raise TooManyPixels("This picture has too many pixels. Please send a smaller one.")
        if image.format == "JPEG":
            factor = max(width, height) // MAX_SIDE
            if factor > 1:
                image.draft("L", (width // factor, height // factor))
            else:
                image.draft("L", (width, height))
        gray = shrink(to_gray(image), MAX_SIDE)
    except PictureError:
        raise
    except Exception as error:
        raise BrokenPicture(
            "This picture is damaged or incomplete. Please send it once more."
        ) from error
    orientation = _orientation(image.info.get("exif", b""))
    scale = max(1.0, max(width, height) / max(gray.shape))
    if orientation >= 5:
        width, height = height, width
    return Picture(_upright(gray, orientation), scale, (width, height))


def _open(data: bytes) -> ImageFile:
    """Opens the file by its magic bytes; reads headers only."""
    stream = io.BytesIO(data)
    if data[:3] == b"\xff\xd8\xff":
        from PIL.JpegImagePlugin import JpegImageFile

        return JpegImageFile(stream)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        from PIL.PngImagePlugin import PngImageFile

        return PngImageFile(stream)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        from PIL.WebPImagePlugin import WebPImageFile

        return WebPImageFile(stream)
    if data[:6] in {b"GIF87a", b"GIF89a"}:
        from PIL.GifImagePlugin import GifImageFile

        return GifImageFile(stream)
    if data[:2] == b"BM":
        from PIL.BmpImagePlugin import BmpImageFile

        return BmpImageFile(stream)
    if data[:4] in {b"II*\0", b"MM\0*"}:
        from PIL.TiffImagePlugin import TiffImageFile

        return TiffImageFile(stream)
    if data[4:8] == b"ftyp":
        brands = data[8 : min(int.from_bytes(data[:4], "big"), 256)]
        if b"avif" in brands or b"avis" in brands:
            from PIL.AvifImagePlugin import AvifImageFile

            return AvifImageFile(stream)
        from pi_heif import HeifImageFile

        image: ImageFile = HeifImageFile(stream)
        image.info.pop("exif", None)  # libheif has turned it upright already
        return image
    raise NotAPicture(
        "This file is not a picture that I know. Please send a JPEG, PNG, WebP, GIF, BMP, TIFF, "
        "HEIC or AVIF."
    )


def _orientation(exif: bytes) -> int:
    """The orientation tag, 1 to 8, of an EXIF block; 1 where there is none."""
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for entry in range(start + 2, start + 2 + 12 * min(count, 1000), 12):
            tag, kind = struct.unpack_from(order + "HH", tiff, entry)
            if tag == _ORIENTATION and kind == 3:
                (value,) = struct.unpack_from(order + "H", tiff, entry + 8)
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _upright(gray: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Turns and mirrors as EXIF's orientation says."""
    if orientation >= 5:
        gray = gray.T
    if orientation in {2, 3, 6, 7}:
        gray = gray[:, ::-1]
    if orientation in {3, 4, 7, 8}:
        gray = gray[::-1]
    return np.ascontiguousarray(gray)
