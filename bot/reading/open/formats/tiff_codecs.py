"""How a TIFF is compressed: what can be unpacked here, and what the rest is called."""

from __future__ import annotations

import functools
import io
from typing import Final

from bot.reading.open.errors import RareKind

_ALWAYS: Final = frozenset({1, 2, 3, 4, 5, 7, 8, 32773, 32946})
"""None, the three of fax machines, LZW, JPEG, deflate (two numbers) and PackBits."""

_PERHAPS: Final = {34925: "lzma", 50000: "zstd"}
"""What libtiff may be built with or without; the names are Pillow's."""

_NAMES: Final = {
    6: "the old kind of JPEG",
    34661: "JBIG",
    34712: "JPEG 2000",
    34887: "LERC",
    34925: "LZMA",
    50000: "Zstandard",
    50001: "WebP",
    50002: "JPEG XL",
    52546: "JPEG XL",
}


def copies_of(compression: int) -> int:
    """How many copies of a strip or tile are held while it is unpacked.

    Args:
        compression: as TIFF numbers it.

    Raises:
        RareKind: it cannot be unpacked.
    """
    if compression in _ALWAYS:
        return 1
    if compression in _PERHAPS and _is_built_in(_PERHAPS[compression]):
        return 2  # the decoder looks back at all that it wrote, in a copy of its own
    name = _NAMES.get(compression, f"method {compression}")
    raise RareKind(f"a TIFF compressed with {name}")


@functools.cache
def _is_built_in(name: str) -> bool:
    """Whether Pillow's libtiff has a codec; it says so only where the codec is used."""
    from PIL import Image

    try:
        Image.new("L", (1, 1)).save(io.BytesIO(), "TIFF", compression=name)
    except OSError:
        return False
    return True
