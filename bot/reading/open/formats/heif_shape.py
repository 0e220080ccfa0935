"""The shape of a HEIF picture's pixels, as a property of its main item says it.

Sources: ISO/IEC 23008-12, 6.5.4 and 6.5.10 (`pasp`, `irot`) and 9.3 (how items have properties).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from bot.reading.open.formats.aspect import SQUARE, aspect_of
from bot.reading.open.formats.heif_items import MAX_PARTS, boxes, number_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.reading.open.formats.heif_items import Items


def aspect_of_main(items: Items, *, turned: bool) -> float:
    """How many times as high as wide a pixel of the main picture is; square where nothing says.

    Args:
        items: of the file.
        turned: as it is once the decoder has turned it by `irot`, and not as it is stored.
    """
    said = dict(_properties(items))
    if len(said.get(b"pasp", b"")) < 8:
        return SQUARE
    wide, high = struct.unpack_from(">II", said[b"pasp"])
    on_its_side = turned and said.get(b"irot", b"\0")[0] & 1
    return aspect_of(wide, high) if on_its_side else aspect_of(high, wide)


def _properties(items: Items) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each property of the main item."""
    if not {b"pitm", b"iprp"} <= items.boxes.keys():
        return
    start, _ = items.boxes[b"pitm"]
    main = number_at(items.data, start + 4, 4 if items.data[start] else 2)
    found = {box: place for box, *place in boxes(items.data, *items.boxes[b"iprp"])}
    if not {b"ipco", b"ipma"} <= found.keys():
        return
    every = [(b"", b"")]  # they are numbered from 1
    every += [(kind, items.data[at:end]) for kind, at, end in boxes(items.data, *found[b"ipco"])]
    for number in _numbers(items.data[slice(*found[b"ipma"])], main):
        if number < len(every):
            yield every[number]


def _numbers(table: bytes, main: int) -> Iterator[int]:
    """The numbers of an item's properties, from the content of `ipma`."""
    id_size, size = 4 if table[0] else 2, 2 if table[3] & 1 else 1
    at = 8
    for _ in range(min(number_at(table, 4, 4), MAX_PARTS)):
        item, count = number_at(table, at, id_size), number_at(table, at + id_size, 1)
        first = at + id_size + 1
        at = first + count * size
        if item == main:
            most = (1 << 8 * size - 1) - 1  # the bit above says that it must be understood
            yield from (number_at(table, place, size) & most for place in range(first, at, size))
