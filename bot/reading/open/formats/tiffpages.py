"""The pages of a TIFF file, as fax machines and scanners put them one behind the other.

Source: TIFF Revision 6.0, section 2 (a directory ends with the offset of the next) and the tags
NewSubfileType and SubfileType, by which a smaller copy of a page, or a mask, is told from a page.
"""

from __future__ import annotations

import struct
from typing import Final

from bot.reading.open.errors import BrokenPicture
from bot.reading.open.formats.tiff_directory import STARTS, Directory

_KIND, _OLD_KIND = 254, 255
_NO_PAGE: Final = 1 | 4
"""Bits of the one: a smaller copy, a mask."""
_SMALLER: Final = 2
"""Value of the other."""
_MOST: Final = 100_000
"""More entries of directories than this are no honest file; a page has about twenty."""


def tiff_pages(data: bytes) -> list[int]:
    """Where the directory of each page is; none where a file is no TIFF, or cannot be followed."""
    if not data.startswith(STARTS):
        return []
    places: list[int] = []
    seen: set[int] = set()
    at, entries = None, 0
    while entries < _MOST:
        try:
            tags = Directory(data, at)
            is_page = not tags.value(_KIND) & _NO_PAGE and tags.value(_OLD_KIND) != _SMALLER
        except BrokenPicture:
            break
        if tags.start in seen:
            break
        seen.add(tags.start)
        entries += 1 + tags.number
        if is_page:
            places.append(tags.start)
        at = tags.next
        if at == 0:
            break
    return places


def tiff_page(data: bytes, place: int) -> bytes:
    """The file with the directory at `place` as its first, of those that `tiff_pages` found."""
    layout = Directory(data).layout
    first = struct.pack(layout.order + layout.offset, place)
    return data[: layout.first] + first + data[layout.first + len(first) :]
