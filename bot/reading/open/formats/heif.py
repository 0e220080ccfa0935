"""HEIC, HEIF and AVIF: opened by libheif, or by Pillow, without what is no picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from bot.reading.open.errors import TooManyBytes, check_size
from bot.reading.open.formats.aspect import SQUARE
from bot.reading.open.formats.heif_items import Items
from bot.reading.open.formats.heif_shape import aspect_of_main
from bot.reading.open.formats.tiff_directory import exif_of

if TYPE_CHECKING:
    from pi_heif import HeifImage

    from bot.reading.open.formats.bands import Source

_MAX_HEIF_BYTES = 8 * 1024 * 1024
"""HEVC and AV1 are decoded at 5 to 10 MB/s; a phone's photo has 1 to 5 MB."""


def open_heif(data: bytes, *, avif: bool) -> tuple[Source, int, float]:
    """Opens a file.

    Args:
        data: the whole file.
        avif: whether it is an AVIF, which is not decoded yet then.

    Returns:
        The image; the orientation that is still to be applied, as EXIF numbers it; and how many
        times as high as wide a pixel is.

    Raises:
        BrokenPicture: see `check_avif` and `Items`.
        TooManyBytes: it would take too long.
        TooManyPixels: see `check_size`.
    """
    if len(data) > _MAX_HEIF_BYTES:
        raise TooManyBytes(_MAX_HEIF_BYTES)
    if avif:
        from PIL.AvifImagePlugin import AvifImageFile

        from bot.reading.open.formats.avif import check_avif

        file = AvifImageFile(io.BytesIO(check_avif(data)))
        check_size(*file.size, memory=10 * file.width * file.height)
        exif = exif_of(file.info.get("exif", b""))
        aspect = aspect_of_main(Items(data), turned=False)
        return file, exif.orientation, exif.aspect if aspect == SQUARE else aspect
    import pi_heif

    items = Items(data)
    heif = pi_heif.open_heif(items.without_metadata())
    image = heif[heif.primary_index]
    width, height = image.size
    check_size(width, height, 4 * width * height)  # a phone's 48 megapixels just pass
    return _Heif(image), 1, aspect_of_main(items, turned=True)  # libheif turns the picture itself


class _Heif:
    """A decoded HEIF image that hands out its pixels without a second copy of them all."""

    def __init__(self, image: HeifImage) -> None:
        self._owner = image  # the array does not keep the memory that it looks into
        self._pixels = np.asarray(image)
        self.mode: str = image.mode
        self.size: tuple[int, int] = image.size
        self.info: dict[Any, Any] = {}

    def crop(self, box: tuple[int, int, int, int], /) -> Image.Image:
        left, top, right, bottom = box
        part = np.ascontiguousarray(self._pixels[top:bottom, left:right])
        return Image.frombuffer(self.mode, (right - left, bottom - top), part)
