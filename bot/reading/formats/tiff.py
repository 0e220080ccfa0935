"""The one TIFF directory that matters: of a TIFF file, or of the EXIF block in another format.

Pillow's own reader of EXIF copies every value of the directory, warns where it is broken, and is
the larger half of what opening a small JPEG costs. Here only what is asked for is looked at.

The layout is from TIFF Revision 6.0, section 2; the tags from there and from EXIF 2.32.
"""

from __future__ import annotations

import struct

from bot.reading.errors import BrokenPicture, check_size

_WIDTH, _HEIGHT, _BITS, _COMPRESSION = 256, 257, 258, 259
_STRIP_OFFSETS, _ORIENTATION, _SAMPLES, _STRIP_ROWS, _STRIP_BYTES = 273, 274, 277, 278, 279
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES = 322, 323, 324, 325

_KEPT = frozenset(
    {_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _STRIP_OFFSETS, _SAMPLES, _STRIP_ROWS, _STRIP_BYTES}
    | {_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES}
    | {262, 266, 284, 292, 293, 317, 320, 338, 339, 347, 529, 530, 531, 532}
)
"""Besides size and place: photometric, fill order, planes, fax options, predictor, colour map,
extra samples, sample format, JPEG tables, and the four of YCbCr."""

_KINDS = {1: "B", 3: "H", 4: "I"}
_KIND_BYTES = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4)

_COMPRESSIONS = frozenset({1, 2, 3, 4, 5, 7, 8, 32773, 32946})
"""None, the three of fax machines, LZW, JPEG, deflate (two numbers) and PackBits."""

_MAX_PIECES = 70_000
_MOST_SAMPLES = 6
"""Values of a pixel."""
"""More strips or tiles than this are no honest picture of at most 65,535 rows."""


class Directory:
    """The first directory of a TIFF block.

    Attributes:
        order: `struct`'s sign for the byte order.
        start: offset of the directory in the block.
        entries: tag to the offset of its entry; where a tag is there twice, of the first.
    """

    def __init__(self, block: bytes) -> None:
        """Reads the directory; entries that are cut off at its end are left out.

        Args:
            block: begins with the byte order mark.

        Raises:
            BrokenPicture: not a directory.
        """
        self._block = block
        self.order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4], "")
        if not self.order or len(block) < 8:
            raise BrokenPicture
        (self.start,) = struct.unpack_from(self.order + "I", block, 4)
        if self.start + 2 > len(block):
            raise BrokenPicture
        (number,) = struct.unpack_from(self.order + "H", block, self.start)
        first = self.start + 2
        end = first + 12 * min(number, (len(block) - first) // 12)
        self.entries: dict[int, int] = {}
        for entry in range(first, end, 12):
            (tag,) = struct.unpack_from(self.order + "H", block, entry)
            self.entries.setdefault(tag, entry)

    def place(self, tag: int) -> tuple[int, int, int]:
        """Kind of the values under a tag, their number, and their offset; zeros where missing."""
        entry = self.entries.get(tag)
        if entry is None:
            return 0, 0, 0
        kind, count = struct.unpack_from(self.order + "HI", self._block, entry + 2)
        offset = entry + 8
        if count * _size_of(kind) > 4:
            (offset,) = struct.unpack_from(self.order + "I", self._block, offset)
        return kind, count, offset

    def values(self, tag: int, default: int = 0, most: int = _MAX_PIECES) -> tuple[int, ...]:
        """The unsigned whole numbers under a tag, so many at most; `(default,)` for none."""
        kind, count, offset = self.place(tag)
        if kind not in _KINDS or count < 1:
            return (default,)
        form = f"{self.order}{min(count, most)}{_KINDS[kind]}"
        try:
            return struct.unpack_from(form, self._block, offset)
        except struct.error as error:
            raise BrokenPicture from error

    def value(self, tag: int, default: int = 0) -> int:
        """The first number under a tag."""
        return self.values(tag, default, most=1)[0]


def exif_orientation(exif: bytes) -> int:
    """The orientation, 1 to 8, that an EXIF block gives; 1 where it gives none or is broken."""
    try:
        orientation = Directory(exif.removeprefix(b"Exif\0\0")).value(_ORIENTATION, 1)
    except BrokenPicture:
        return 1
    return orientation if 1 <= orientation <= 8 else 1


def prepare_tiff(data: bytes) -> tuple[bytes, int]:
    """Checks a TIFF file, and leaves only the tags of its first picture that say where pixels are.

    The orientation goes too: Pillow would turn the full picture, turning the reduced one is
    cheaper.

    Args:
        data: the whole file.

    Returns:
        The file with a shorter directory, and the orientation, 1 to 8.

    Raises:
        BrokenPicture: the directory describes no picture, or a compression that is not read.
        TooManyPixels: see `check_size`; the largest strip or tile counts with the picture.
    """
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
    if (
        tags.value(_COMPRESSION, 1) not in _COMPRESSIONS
        or not (1 <= samples <= _MOST_SAMPLES and 1 <= bits <= 64 and piece)
        or not 1 <= tags.place(offsets)[1] <= _MAX_PIECES
        or tags.place(lengths)[1] > _MAX_PIECES
        or sum(_size_of(kind) * count for kind, count, _ in places) > len(data)
        or sum(tags.values(lengths)) > 2 * len(data)
    ):
        raise BrokenPicture
    stored = width * height * (max(1, bits // 8) if samples == 1 else 4)
    check_size(width, height, stored + piece * samples * max(8, bits) // 8)
    orientation = tags.value(_ORIENTATION, 1)
    table = b"".join(data[entry : entry + 12] for entry in kept.values())
    head = struct.pack(tags.order + "H", len(kept)) + table + bytes(4)
    data = data[: tags.start] + head + data[tags.start + len(head) :]
    return data, orientation if 1 <= orientation <= 8 else 1


def _size_of(kind: int) -> int:
    return _KIND_BYTES[kind] if kind < len(_KIND_BYTES) else 0
