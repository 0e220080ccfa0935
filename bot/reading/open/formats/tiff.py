"""A TIFF file -> one that is safe to open: only the tags of its first picture that matter.

The tags are from TIFF Revision 6.0 and EXIF 2.32, the fax options from TIFF/F (RFC 2306).
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from bot.reading.open.errors import BrokenPicture, RareKind, check_size
from bot.reading.open.formats.tiff_codecs import copies_of
from bot.reading.open.formats.tiff_directory import (
    BIG_ENDIAN_BIG,
    MAX_PIECES,
    Directory,
    size_of,
)
from bot.speech import N_

_WIDTH, _HEIGHT, _BITS, _COMPRESSION = 256, 257, 258, 259
_PHOTOMETRIC, _STRIP_OFFSETS, _SAMPLES, _STRIP_ROWS = 262, 273, 277, 278
_STRIP_BYTES, _PLANES = 279, 284
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES = 322, 323, 324, 325
_EXTRA, _FORMAT = 338, 339

_KEPT = frozenset(
    {_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _STRIP_OFFSETS, _SAMPLES, _STRIP_ROWS, _STRIP_BYTES}
    | {_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES}
    | {_PHOTOMETRIC, 266, _PLANES, 292, 293, 317, 320, _EXTRA, _FORMAT, 347, 529, 530, 531, 532}
)
"""Besides size and place: photometric, fill order, planes, fax options, predictor, colour map,
extra samples, sample format, JPEG tables, and the four of YCbCr."""

_COLOURS: Final = {0: "gray", 1: "gray", 2: "RGB", 3: "palette", 5: "CMYK", 6: "YCbCr", 8: "Lab"}
_FORMATS: Final = {2: "signed ", 3: "floating point "}

_MOST_SAMPLES = 6
"""Values of a pixel."""


class Prepared(NamedTuple):
    """A TIFF file that is safe to open.

    Attributes:
        data: the file with a shorter directory.
        orientation: as in EXIF, 1 to 8.
        aspect: how many times as high as wide a pixel is.
        bits: of a value of a pixel.
        planes: whether each of a pixel's values is in a plane of its own.
        kind: the kind of its pixels, in words.
    """

    data: bytes
    orientation: int
    aspect: float
    bits: int
    planes: bool
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
    if data.startswith(BIG_ENDIAN_BIG):  # Pillow 13 accepts its header, and misreads the rest
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
    if (
        not (1 <= samples <= _MOST_SAMPLES and 1 <= bits <= 64 and piece)
        or not 1 <= tags.place(offsets)[1] <= MAX_PIECES
        or tags.place(lengths)[1] > MAX_PIECES
        or sum(size_of(kind) * count for kind, count, _ in places) > len(data)
        or sum(tags.values(lengths)) > 2 * len(data)
    ):
        raise BrokenPicture
    copies = copies_of(tags.value(_COMPRESSION, 1))
    stored = width * height * (max(1, bits // 8) if samples == 1 else 4)
    check_size(width, height, stored + copies * piece * samples * max(8, bits) // 8)
    layout = tags.layout
    table = b"".join(data[entry : entry + layout.entry] for entry in kept.values())
    number = struct.pack(layout.order + layout.number, len(kept))
    head = number + table + bytes(layout.word)
    data = data[: tags.start] + head + data[tags.start + len(head) :]
    planes = samples > 1 and tags.value(_PLANES, 1) == 2
    kind = _kind_of(tags, samples, bits) + (" in separate planes" if planes else "")
    return Prepared(data, tags.orientation(), tags.aspect(), bits, planes, kind)


def _kind_of(tags: Directory, samples: int, bits: int) -> str:
    """What a TIFF's pixels are, such as "a TIFF of 16-bit gray with transparency"."""
    colour = _COLOURS.get(tags.value(_PHOTOMETRIC, 1), "colour")
    form = _FORMATS.get(tags.value(_FORMAT, 1), "")
    clear = " with transparency" if tags.value(_EXTRA) in {1, 2} and samples in {2, 4, 5} else ""
    return f"a TIFF of {bits}-bit {form}{colour}{clear}"
