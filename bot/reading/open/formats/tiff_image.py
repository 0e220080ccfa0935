"""A TIFF file -> Pillow's image of it, also where Pillow by itself would misread its pixels."""

from __future__ import annotations

import io
import warnings
from threading import Lock
from typing import TYPE_CHECKING, Final

from bot.reading.open.errors import RareKind
from bot.reading.open.formats.tiff import prepare_tiff

if TYPE_CHECKING:
    from PIL.TiffImagePlugin import TiffImageFile

    from bot.reading.open.formats.bands import Source
    from bot.reading.open.formats.tiff import Prepared

_warnings = Lock()
"""The filters of warnings belong to the whole process, hence one thread at a time."""

_COLOURS: Final = frozenset({"RGB", "RGBA", "CMYK", "LAB"})
"""Pillow's names of what libtiff hands out plane by plane, whatever they mean."""


def open_tiff(data: bytes) -> tuple[Source, int, float]:
    """Opens a file, without decoding it.

    Args:
        data: the whole file.

    Returns:
        The image; the orientation that is still to be applied, as EXIF numbers it; and how many
        times as high as wide a pixel is, before that.

    Raises:
        BrokenPicture: see `prepare_tiff`.
        RareKind: of a kind that is not read.
        TooManyPixels: see `prepare_tiff`.
    """
    from PIL.TiffImagePlugin import TiffImageFile

    file = prepare_tiff(data)
    with _warnings, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = TiffImageFile(io.BytesIO(file.data))
        except SyntaxError as error:  # how Pillow says that it knows no such kind of pixels
            raise RareKind(file.kind) from error
    if file.planes:
        _read_planes(image, file)
    return image, file.orientation, file.aspect


def _read_planes(image: TiffImageFile, file: Prepared) -> None:
    """Leaves planes to libtiff, as Pillow does where they are compressed.

    What is not compressed it reads by itself, and takes each byte for a value; and the alpha of
    gray is lost in either case. See `findings/pillow-tiff-planes.sh`.
    """
    packed = image.use_load_libtiff
    if image.mode not in _COLOURS and not (packed and len(image.getbands()) == 1):
        raise RareKind(file.kind)
    if packed:
        return
    raw = f"{image.mode};16N" if file.bits == 16 else image.mode
    whole, place = (0, 0, *image.size), (raw, False, image.tag_v2.offset)
    image.tile = [image.tile[0]._replace(codec_name="libtiff", extents=whole, offset=0, args=place)]
    image.use_load_libtiff = True
