"""The one TIFF directory that matters: of a TIFF file, or of the EXIF block in another format.

Pillow's own reader of EXIF copies every value of the directory, warns where it is broken, and is
the larger half of what opening a small JPEG costs. Here only what is asked for is looked at.

The layout is from TIFF Revision 6.0, section 2, and, with offsets of 64 bits, from the BigTIFF
specification; the tags from there, from EXIF 2.32, and the fax options from TIFF/F (RFC 2306).
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from bot.reading.open.errors import BrokenPicture, RareKind, check_size
from bot.reading.open.formats.aspect import aspect_of
from bot.speech import N_

_WIDTH, _HEIGHT, _BITS, _COMPRESSION = 256, 257, 258, 259
_PHOTOMETRIC, _STRIP_OFFSETS, _ORIENTATION, _SAMPLES, _STRIP_ROWS = 262, 273, 274, 277, 278
_STRIP_BYTES, _X_RESOLUTION, _Y_RESOLUTION, _EXTRA, _FORMAT = 279, 282, 283, 338, 339
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES = 322, 323, 324, 325

_KEPT = frozenset(
    {_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _STRIP_OFFSETS, _SAMPLES, _STRIP_ROWS, _STRIP_BYTES}
    | {_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES}
    | {_PHOTOMETRIC, 266, 284, 292, 293, 317, 320, _EXTRA, _FORMAT, 347, 529, 530, 531, 532}
)
"""Besides size and place: photometric, fill order, planes, fax options, predictor, colour map,
extra samples, sample format, JPEG tables, and the four of YCbCr."""

_KINDS = {1: "B", 3: "H", 4: "I", 16: "Q"}
_KIND_BYTES = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8)
_RATIONAL = 5

_COMPRESSIONS = frozenset({1, 2, 3, 4, 5, 7, 8, 32773, 32946})
"""None, the three of fax machines, LZW, JPEG, deflate (two numbers) and PackBits."""

_COMPRESSION_NAMES: Final = {
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
_COLOURS: Final = {0: "gray", 1: "gray", 2: "RGB", 3: "palette", 5: "CMYK", 6: "YCbCr", 8: "Lab"}
_FORMATS: Final = {2: "signed ", 3: "floating point "}

_MAX_PIECES = 70_000
"""More strips or tiles than this are no honest picture of at most 65,535 rows."""
_MOST_SAMPLES = 6
"""Values of a pixel."""


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
_BIG_ENDIAN_BIG: Final = b"MM\0+"
STARTS: Final = (b"II*\0", b"MM\0*", b"II+\0", _BIG_ENDIAN_BIG)
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
        if count * _size_of(kind) > self.layout.word:
            (offset,) = self._unpack(self.layout.offset, offset)
        return kind, count, offset

    def values(self, tag: int, default: int = 0, most: int = _MAX_PIECES) -> tuple[int, ...]:
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

    def _unpack(self, form: str, offset: int) -> tuple[int, ...]:
        try:
            return struct.unpack_from(self.layout.order + form, self._block, offset)
        except OverflowError as error:  # an offset that no file is long enough for
            raise struct.error from error


def exif_orientation(exif: bytes) -> int:
    """The orientation, 1 to 8, that an EXIF block gives; 1 where it gives none or is broken."""
    try:
        orientation = Directory(exif.removeprefix(b"Exif\0\0")).value(_ORIENTATION, 1)
    except BrokenPicture:
        return 1
    return orientation if 1 <= orientation <= 8 else 1


class Prepared(NamedTuple):
    """A TIFF file that is safe to open.

    Attributes:
        data: the file with a shorter directory.
        orientation: as in EXIF, 1 to 8.
        aspect: how many times as high as wide a pixel is.
        kind: the kind of its pixels, in words.
    """

    data: bytes
    orientation: int
    aspect: float
    kind: str


def prepare_tiff(data: bytes) -> Prepared:
    """Checks a TIFF file, and leaves only the tags of its first picture that say where pixels are.

    The orientation goes too: Pillow would turn the full picture, turning the reduced one is
    cheaper.

    Args:
        data: the whole file.

    Raises:
        BrokenPicture: the directory describes no picture.
        RareKind: compressed or ordered in a way that is not read.
        TooManyPixels: see `check_size`; the largest strip or tile counts with the picture.
    """
    if data.startswith(_BIG_ENDIAN_BIG):  # Pillow 13 accepts its header, and misreads the rest
        raise RareKind(N_("a BigTIFF in big-endian byte order"))
    tags = Directory(data)
    width, height = tags.value(_WIDTH), tags.value(_HEIGHT)
    samples, bits = tags.value(_SAMPLES, 1), max(tags.values(_BITS, 1, most=_MOST_SAMPLES))
    if _TILE_OFFSETS in tags.entries:
        piece = tags.value(_TILE_WIDTH) * tags.value(_TILE_HEIGHT)
        offsets, lengths = _TILE_OFFSETS, _TILE_BYTES
    else:
        piece = width * min(height, tags.value(_STRIP_ROWS, height))
        offsets, lengths = _STRIP_OFFSETS, _STRIP_BYTES
    kept = {tag: entry for tag, entry in tags.entries.items() if tag in _KEPT}
    places = [tags.place(tag) for tag in kept]
    compression = tags.value(_COMPRESSION, 1)
    if (
        not (1 <= samples <= _MOST_SAMPLES and 1 <= bits <= 64 and piece)
        or not 1 <= tags.place(offsets)[1] <= _MAX_PIECES
        or tags.place(lengths)[1] > _MAX_PIECES
        or sum(_size_of(kind) * count for kind, count, _ in places) > len(data)
        or sum(tags.values(lengths)) > 2 * len(data)
    ):
        raise BrokenPicture
    if compression not in _COMPRESSIONS:
        name = _COMPRESSION_NAMES.get(compression, f"method {compression}")
        raise RareKind(f"a TIFF compressed with {name}")
    stored = width * height * (max(1, bits // 8) if samples == 1 else 4)
    check_size(width, height, stored + piece * samples * max(8, bits) // 8)
    orientation = tags.value(_ORIENTATION, 1)
    layout = tags.layout
    table = b"".join(data[entry : entry + layout.entry] for entry in kept.values())
    number = struct.pack(layout.order + layout.number, len(kept))
    head = number + table + bytes(layout.word)
    data = data[: tags.start] + head + data[tags.start + len(head) :]
    # Resolution is pixels a length: where there are fewer of them down than across, each is higher.
    aspect = aspect_of(tags.fraction(_X_RESOLUTION), tags.fraction(_Y_RESOLUTION))
    kind = _kind_of(tags, samples, bits)
    return Prepared(data, orientation if 1 <= orientation <= 8 else 1, aspect, kind)


def _kind_of(tags: Directory, samples: int, bits: int) -> str:
    """What a TIFF's pixels are, such as "a TIFF of 16-bit gray with transparency"."""
    colour = _COLOURS.get(tags.value(_PHOTOMETRIC, 1), "colour")
    form = _FORMATS.get(tags.value(_FORMAT, 1), "")
    clear = " with transparency" if tags.value(_EXTRA) in {1, 2} and samples in {2, 4, 5} else ""
    return f"a TIFF of {bits}-bit {form}{colour}{clear}"


def _size_of(kind: int) -> int:
    return _KIND_BYTES[kind] if kind < len(_KIND_BYTES) else 0
