"""What Telegram's apps do to a large picture that is sent as a photo: they make it smaller."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from localtelegram.errors import ApiError
from localtelegram.files import PHOTO_SIDES, on_white

if TYPE_CHECKING:
    from localtelegram.files import FileStore, StoredFile

MOST_SUM: Final = 10_000
"""Width and height that Telegram takes, together, in pixels."""
MOST_PIXELS: Final = 64_000_000
"""Decoded at a time, at 4 bytes each; a JPEG is made smaller while it is decoded."""
MOST_THIN: Final = 10_000_000
"""Of a picture so long and thin that it can only be sent as a file."""
LONGEST: Final = 65_535
TOO_LARGE: Final = (
    "This cannot be sent as a photo: it is too large. Crop it, or make it smaller first."
)
_SIDE: Final = PHOTO_SIDES[-1]
_ORIENTATION: Final = 0x0112
_KEPT: Final = frozenset({"L", "LA", "RGB", "RGBA"})
"""Modes of which Pillow makes smaller pictures without converting them."""


async def add_scaled(files: FileStore, data: bytes) -> list[StoredFile]:
    """Stores a picture that somebody sends as a photo, as `FileStore.add_photo`.

    Raises:
        ApiError: as of `as_app_sends`, and of `add_photo`.
    """
    sent = await asyncio.get_running_loop().run_in_executor(None, as_app_sends, data)
    return await files.add_photo(sent)


def _is_thin(width: int, height: int) -> bool:
    """Whether a picture is longer and thinner than Telegram takes."""
    return max(width, height) > 20 * min(width, height)


def as_app_sends(data: bytes) -> bytes:
    """The picture as an app uploads it; what is no picture, or not large, as it is.

    Args:
        data: in any format that Pillow reads.

    Raises:
        ApiError: it takes too much memory to be made smaller.
    """
    try:
        with _opened(data) as picture:
            if _fits(picture):
                return data
            out = io.BytesIO()
            _smaller(picture).save(out, "JPEG", quality=95)
            return out.getvalue()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ApiError(400, TOO_LARGE) from None
    except (OSError, ValueError, SyntaxError):
        return data


def _opened(data: bytes) -> Image.Image:
    """The picture, not decoded yet; of a JPEG, however large it is."""
    stream = io.BytesIO(data)
    return JpegImageFile(stream) if data.startswith(b"\xff\xd8\xff") else Image.open(stream)


def _fits(picture: Image.Image) -> bool:
    """Whether a picture need not be made smaller, or, long and thin as it is, cannot be sent.

    Raises:
        ApiError: it takes too much memory to be made smaller.
    """
    width, height = picture.size
    thin = _is_thin(width, height)
    if width + height <= MOST_SUM:
        return True
    if picture.format == "JPEG" and not thin and "progressive" not in picture.info:
        picture.draft("RGB", (_SIDE, _SIDE))
    across, down = picture.size
    if max(width, height) > LONGEST or across * down > (MOST_THIN if thin else MOST_PIXELS):
        raise ApiError(400, TOO_LARGE)
    return thin


def _smaller(picture: Image.Image) -> Image.Image:
    picture.load()  # which turns a TIFF upright
    orientation = picture.getexif().get(_ORIENTATION)
    times = max(picture.size) // (2 * _SIDE)
    if times > 1:
        if picture.mode not in _KEPT:
            picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
        picture = picture.reduce(times)
        if orientation is not None:
            picture.getexif()[_ORIENTATION] = orientation
    picture = on_white(ImageOps.exif_transpose(picture))
    picture.thumbnail((_SIDE, _SIDE), reducing_gap=2.0)
    return picture
