"""The boxes and items of a HEIF file, of which HEIC and AVIF are kinds.

Sources: ISO/IEC 14496-12 (boxes, `iloc`, `iinf`, `iref`), ISO/IEC 23008-12 (what items refer to).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from bot.reading.open.errors import BrokenPicture

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PARTS = 10_000
"""More boxes, items or extents than this are no honest picture."""


class Items:
    """The items of a file: pictures, tiles of pictures, metadata.

    Attributes:
        data: the whole file.
        boxes: kind of each box in the file's `meta` box to start and end of its content.
    """

    def __init__(self, data: bytes) -> None:
        """Looks the boxes up.

        Raises:
            BrokenPicture: no items.
        """
        self.data = data
        meta = [(start, end) for kind, start, end in boxes(data, 0, len(data)) if kind == b"meta"]
        if len(meta) != 1:
            raise BrokenPicture
        [(start, end)] = meta
        self.boxes = {kind: (first, last) for kind, first, last in boxes(data, start + 4, end)}
        if not {b"iinf", b"iloc"} <= self.boxes.keys():
            raise BrokenPicture

    def kinds(self) -> dict[int, bytes]:
        """Item to the four letters of its kind, from `iinf`."""
        start, end = self.boxes[b"iinf"]
        kinds = {}
        for box, entry, _ in boxes(self.data, start + (8 if self.data[start] else 6), end):
            if box == b"infe" and self.data[entry] in {2, 3}:
                layout = ">HH4s" if self.data[entry] == 2 else ">IH4s"
                item, _, kind = struct.unpack_from(layout, self.data, entry + 4)
                kinds[item] = kind
        return kinds

    def places(self) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Item and the (offset, length) of its parts in the file, from `iloc`."""
        data, at = self.data, self.boxes[b"iloc"][0]
        idat = self.boxes.get(b"idat", (0, 0))[0]
        version, sizes, more = data[at], data[at + 4], data[at + 5]
        id_size = 4 if version == 2 else 2
        offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
        index_size = more & 15 if version else 0
        number, left = number_at(data, at + 6, id_size), MAX_PARTS
        at += 6 + id_size
        for _ in range(number):
            item = number_at(data, at, id_size)
            at += id_size
            in_idat = version > 0 and data[at + 1] & 15 == 1
            at += 4 if version else 2
            base = number_at(data, at, base_size) + (idat if in_idat else 0)
            at += base_size
            extents = number_at(data, at, 2)
            at += 2
            left -= 1 + extents
            if left < 0 or at > len(data):
                raise BrokenPicture
            parts = []
            for _ in range(extents):
                offset = number_at(data, at + index_size, offset_size)
                at += index_size + offset_size
                parts.append((base + offset, number_at(data, at, length_size) or len(data)))
                at += length_size
            yield item, parts

    def without_metadata(self) -> bytes:
        """The file, in which nothing says of an item that it describes a picture (`cdsc`)."""
        if b"iref" not in self.boxes:
            return self.data
        file = bytearray(self.data)
        start, end = self.boxes[b"iref"]
        for kind, first, _ in boxes(self.data, start + 4, end):
            if kind == b"cdsc":
                file[first - 4 : first] = b"free"
        return bytes(file)


def boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start of the content and end of each box between two offsets."""
    for _ in range(MAX_PARTS):
        if at + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start)
            start += 8
        stop = end if size == 0 else at + size
        if not start <= stop <= end:
            return
        yield kind, start, stop
        at = stop
    raise BrokenPicture


def number_at(data: bytes, at: int, size: int) -> int:
    """The whole number of so many bytes at an offset."""
    return int.from_bytes(data[at : at + size], "big")
