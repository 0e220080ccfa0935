"""Picture bytes -> upright grayscale array, safely.

The format is told from the first bytes, never from a name or a mime type. What a file may cost
is decided from its header, before a pixel is decoded; see `bot.reading.open.formats.containers`.
"""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.reading.open.errors import (
    MAX_BYTES,
    BrokenPicture,
    NotAPicture,
    PictureError,
    TooManyBytes,
)
from bot.reading.open.formats import containers
from bot.reading.open.formats.chroma import to_chroma
from bot.reading.open.formats.gray import to_gray
from bot.reading.open.formats.tiff_directory import STARTS
from bot.speech import N_

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.reading.open.formats.bands import Ratio, Source

MAX_AREA = 1600 * 1200
"""What a picture is reduced to, in pixels; a usual photo's longer side is then 1600."""

MAX_SIDE = 6400
"""What the longer side of a long, narrow picture is reduced to, in pixels."""

_AVIF = {b"avif", b"avis"}
_HEIF = _AVIF | {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
"""Brands of still pictures; a film has the same kind of file, and others."""


class Picture(NamedTuple):
    """A picture, decoded.

    Attributes:
        gray: luminance `[H, W]`, upright, 255 is white; at most `MAX_AREA` pixels, and these are
            square.
        scale: pixels of the full picture, once they are square, per pixel of `gray`; at least 1.
        size: width and height of the full upright picture.
        stretch: what makes its pixels square, across and down: 1.0 and, where they are not,
            more than that.
        halved: it is half as large as it would be without a limit on its side.
    """

    gray: NDArray[np.uint8]
    scale: float
    size: tuple[int, int]
    stretch: tuple[float, float] = (1.0, 1.0)
    halved: bool = False


def decode(data: bytes, side: int | None = None, *, by_colour: bool = False) -> Picture:
    """Decodes a JPEG, PNG, WebP, GIF (first frame), BMP, TIFF, HEIC/HEIF or AVIF file.

    Args:
        data: the whole file.
        side: a picture whose longer side would be more comes at half the size, which costs a
            JPEG a third less time.
        by_colour: see where its colour is another than usual instead of how light it is.

    Returns:
        The picture in gray, upright, reduced where it is larger than reading needs, and stretched
        where its file says that pixels are not square.

    Raises:
        NotAPicture: none of these formats.
        BrokenPicture: damaged, incomplete, or of a rare kind within its format.
        RareKind: of a rare kind that is known.
        TooManyBytes: longer than `MAX_BYTES`.
        TooManyPixels: more than can be decoded in bounded memory and time.
    """
    if len(data) > MAX_BYTES:
        raise TooManyBytes
    try:
        source, orientation, aspect = _open(data)
        size, stretch = source.size, (max(1.0, 1 / aspect), max(1.0, aspect))
        width, height = size[0] * stretch[0], size[1] * stretch[1]
        scale = max(1.0, math.sqrt(width * height / MAX_AREA), max(width, height) / MAX_SIDE)
        halved = side is not None and max(width, height) / scale > side
        if halved:
            scale *= 2
        mode = "RGB" if by_colour else "L"
        source, ratio = _loaded(source, (scale / stretch[0], scale / stretch[1]), mode)
        seen = to_chroma(source, ratio) if by_colour else to_gray(source, ratio)
        gray = _upright(seen, orientation)
    except PictureError:
        raise
    except Exception as error:  # decoders raise whatever they like on a broken file
        raise BrokenPicture from error
    if orientation >= 5:
        size, stretch = size[::-1], stretch[::-1]
    scale = max(size[0] * stretch[0], size[1] * stretch[1]) / max(gray.shape)
    return Picture(gray, max(1.0, scale), size, stretch, halved)


def _open(data: bytes) -> tuple[Source, int, float]:
    """Opens a file, without decoding it.

    Pillow's classes are used one by one, as `Image.open` would load them all and warn of sizes
    that are allowed here.

    Returns:
        The image; the orientation that is still to be applied, as EXIF numbers it; and how many
        times as high as wide a pixel is, before that.
    """
    if data.startswith(b"\xff\xd8\xff"):
        from PIL.JpegImagePlugin import JpegImageFile

        parts = containers.jpeg(data)
        return JpegImageFile(io.BytesIO(parts.data)), *parts[1:]
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        from PIL.PngImagePlugin import PngImageFile

        parts = containers.png(data)
        return PngImageFile(io.BytesIO(parts.data)), *parts[1:]
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        from PIL.WebPImagePlugin import WebPImageFile

        parts = containers.webp(data)
        return WebPImageFile(io.BytesIO(parts.data)), *parts[1:]
    if data.startswith((b"GIF87a", b"GIF89a")):
        from PIL.GifImagePlugin import GifImageFile

        parts = containers.gif(data)
        return GifImageFile(io.BytesIO(parts.data)), *parts[1:]
    if data.startswith(b"BM"):
        from PIL.BmpImagePlugin import BmpImageFile

        parts = containers.bmp(data)
        return BmpImageFile(io.BytesIO(parts.data)), *parts[1:]
    if data.startswith(STARTS):
        from bot.reading.open.formats.tiff_image import open_tiff

        return open_tiff(data)
    if data[4:8] == b"ftyp":
        size = min(int.from_bytes(data[:4], "big"), 256)
        brands = {data[at : at + 4] for at in range(8, size, 4)}
        if brands & _HEIF:
            from bot.reading.open.formats.heif import open_heif

            return open_heif(data, avif=bool(brands & _AVIF))
    raise NotAPicture(N_("a JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC or AVIF"))


def _loaded(source: Source, ratio: Ratio, mode: str) -> tuple[Source, Ratio]:
    """Lets a JPEG leave out what reducing would average away; returns the ratio that is left."""
    from PIL.JpegImagePlugin import JpegImageFile

    if isinstance(source, JpegImageFile):
        before = source.size
        step = 1 << min(3, int(math.log2(max(1.0, min(ratio)))))
        source.draft(mode, (max(1, source.width // step), max(1, source.height // step)))
        left_out = max(before) / max(source.size)
        ratio = ratio[0] / left_out, ratio[1] / left_out
    return source, ratio


def _upright(gray: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Turns and mirrors as EXIF 2.32 says of tag 274."""
    if orientation >= 5:
        gray = gray.T
    if orientation in {2, 3, 6, 7}:
        gray = gray[:, ::-1]
    if orientation in {3, 4, 7, 8}:
        gray = gray[::-1]
    return np.ascontiguousarray(gray)
