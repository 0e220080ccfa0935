"""One directory of a TIFF block: of a TIFF file, or of the EXIF block in another format.

Pillow's own reader of EXIF copies every value of the directory, warns where it is broken, and is
the larger half of what opening a small JPEG costs. Here only what is asked for is looked at.

The layout is from TIFF Revision 6.0, section 2, and, with offsets of 64 bits, from the BigTIFF
specification.
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from bot.reading.open.errors import BrokenPicture
from bot.reading.open.formats.aspect import SQUARE, aspect_of

_ORIENTATION, _X_RESOLUTION, _Y_RESOLUTION = 274, 282, 283
_KINDS = {1: "B", 3: "H", 4: "I", 16: "Q"}
_KIND_BYTES = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8)
_RATIONAL = 5

MAX_PIECES = 70_000
"""More strips or tiles than this are no honest picture of at most 65,535 rows."""


class _Layout(NamedTuple):
    """How a directory is stored: `struct`'s signs, and sizes in bytes.

    Attributes:
        order: sign of the byte order.
        offset: sign of an offset, and of a number of values.
        number: sign of the number of entries.
        first: where the offset of the first directory is.
    """

    order: str
    offset: str
    number: str
    first: int

    @property
    def word(self) -> int:
        """Bytes of an offset; values that are no longer stand in its place."""
        return 4 if self.offset == "I" else 8

    @property
    def entry(self) -> int:
        """Bytes of an entry: tag, kind, number of values, and the values or their offset."""
        return 4 + 2 * self.word


_LAYOUTS: Final = {
    b"II*\0": _Layout("<", "I", "H", 4),
    b"MM\0*": _Layout(">", "I", "H", 4),
    b"II+\0\x08\0\0\0": _Layout("<", "Q", "Q", 8),
}
BIG_ENDIAN_BIG: Final = b"MM\0+"
STARTS: Final = (b"II*\0", b"MM\0*", b"II+\0", BIG_ENDIAN_BIG)
"""How a TIFF file begins: with offsets of 32 or, for BigTIFF, of 64 bits, in either order."""


class Directory:
    """A directory of a TIFF block.

    Attributes:
        layout: how it is stored.
        start: offset of the directory in the block.
        next: offset of the one that follows; 0 where there is none.
        number: how many entries were looked at.
        entries: tag to the offset of its entry; where a tag is there twice, of the first.
    """

    def __init__(self, block: bytes, start: int | None = None) -> None:
        """Reads the directory; entries that are cut off at its end are left out.

        Args:
            block: begins with the byte order mark.
            start: offset of the directory; by default of the first.

        Raises:
            BrokenPicture: not a directory.
        """
        self._block = block
        layout = _LAYOUTS.get(block[:4]) or _LAYOUTS.get(block[:8])
        if layout is None:
            raise BrokenPicture
        self.layout = layout
        try:
            if start is None:
                (start,) = self._unpack(layout.offset, layout.first)
            self.start = start
            (number,) = self._unpack(layout.number, start)
        except struct.error as error:
            raise BrokenPicture from error
        first = self.start + struct.calcsize("<" + layout.number)
        try:
            (self.next,) = self._unpack(layout.offset, first + layout.entry * number)
        except struct.error:
            self.next = 0
        self.number = max(0, min(number, (len(block) - first) // layout.entry))
        end = first + layout.entry * self.number
        self.entries: dict[int, int] = {}
        for entry in range(first, end, layout.entry):
            (tag,) = self._unpack("H", entry)
            self.entries.setdefault(tag, entry)

    def place(self, tag: int) -> tuple[int, int, int]:
        """Kind of the values under a tag, their number, and their offset; zeros where missing."""
        entry = self.entries.get(tag)
        if entry is None:
            return 0, 0, 0
        kind, count = self._unpack("H" + self.layout.offset, entry + 2)
        offset = entry + 4 + self.layout.word
        if count * size_of(kind) > self.layout.word:
            (offset,) = self._unpack(self.layout.offset, offset)
        return kind, count, offset

    def values(self, tag: int, default: int = 0, most: int = MAX_PIECES) -> tuple[int, ...]:
        """The unsigned whole numbers under a tag, so many at most; `(default,)` for none."""
        kind, count, offset = self.place(tag)
        if kind not in _KINDS or count < 1:
            return (default,)
        try:
            return self._unpack(f"{min(count, most)}{_KINDS[kind]}", offset)
        except struct.error as error:
            raise BrokenPicture from error

    def value(self, tag: int, default: int = 0) -> int:
        """The first number under a tag."""
        return self.values(tag, default, most=1)[0]

    def fraction(self, tag: int) -> float:
        """The first fraction under a tag; 0 where there is none."""
        kind, count, offset = self.place(tag)
        if kind != _RATIONAL or count < 1:
            return 0.0
        try:
            above, below = self._unpack("II", offset)
        except struct.error:
            return 0.0
        return float(above / below) if below else 0.0

    def orientation(self) -> int:
        """How the picture is to be turned, 1 to 8; 1 where it is not said."""
        orientation = self.value(_ORIENTATION, 1)
        return orientation if 1 <= orientation <= 8 else 1

    def aspect(self) -> float:
        """How many times as high as wide a pixel is, before the picture is turned."""
        # Resolution is pixels a length: where fewer of them go down than across, each is higher.
        return aspect_of(self.fraction(_X_RESOLUTION), self.fraction(_Y_RESOLUTION))

    def _unpack(self, form: str, offset: int) -> tuple[int, ...]:
        try:
            return struct.unpack_from(self.layout.order + form, self._block, offset)
        except OverflowError as error:  # an offset that no file is long enough for
            raise struct.error from error


class Exif(NamedTuple):
    """What an EXIF block says of a picture.

    Attributes:
        orientation: how it is to be turned, 1 to 8.
        aspect: how many times as high as wide a pixel is, before that.
    """

    orientation: int = 1
    aspect: float = SQUARE


def exif_of(block: bytes) -> Exif:
    """What an EXIF block says; as if it said nothing where it is broken."""
    try:
        tags = Directory(block.removeprefix(b"Exif\0\0"))
        return Exif(tags.orientation(), tags.aspect())
    except BrokenPicture:
        return Exif()


def size_of(kind: int) -> int:
    """Bytes of a value of that kind; 0 of an unknown one."""
    return _KIND_BYTES[kind] if kind < len(_KIND_BYTES) else 0
