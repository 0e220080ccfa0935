"""The objects of a PDF, found in its bytes, and put into it in another form.

They are found without the tables that say where they are: in the file itself, where they are
changed on the spot, and in object streams, out of which they are added to the file's end once
more, as an editor's changes are.

Source: ISO 32000-1, 7.5.4 to 7.5.8 (tables of references, updates, object streams).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOUND: Final = re.compile(rb"(?<![0-9])([0-9]{1,9})\s+[0-9]{1,5}\s+obj\b|endobj\b")
"""Where an object begins, with its number, or ends."""
_STREAM: Final = re.compile(rb"stream\r?\n")
_FIRST: Final = re.compile(rb"/First\s+([0-9]{1,9})")
_START: Final = re.compile(rb"startxref\s+([0-9]{1,12})")
_KEPT: Final = (re.compile(rb"/Root\s+[0-9]+\s+[0-9]+\s+R"), re.compile(rb"/Size\s+[0-9]+"))
_MOST_UNPACKED: Final = 32 * 1024 * 1024
"""Bytes of all object streams; no honest file of 20 MB has more of nodes and pages."""


@dataclass(frozen=True, slots=True)
class Objects:
    """What a file has.

    Attributes:
        numbers: of all objects that were found.
        texts: by number, the last form of those that were wanted.
        places: of these, where they are in the file; those out of object streams are not there.
        whole: no object was overlooked.
    """

    numbers: frozenset[int]
    texts: dict[int, bytes]
    places: dict[int, slice]
    whole: bool


def objects(data: bytes, wanted: re.Pattern[bytes]) -> Objects:
    """Looks for objects.

    Args:
        data: the file.
        wanted: is found in the text of those whose text is asked for; streams are none of them.
    """
    numbers: set[int] = set()
    texts: dict[int, bytes] = {}
    places: dict[int, slice] = {}
    whole, room = True, _MOST_UNPACKED
    for head, bound in pairwise(chain(_BOUND.finditer(data), [None])):
        if head is None or head[1] is None:
            continue
        number, start = int(head[1]), head.end()
        end = bound.start() if bound else len(data)
        numbers.add(number)
        texts.pop(number, None)
        stream = _STREAM.search(data, start, end)
        about = data[start : stream.start() if stream else end]
        if stream is None and wanted.search(about):
            texts[number], places[number] = about, slice(start, end)
        if stream is None or b"/ObjStm" not in about:
            continue
        unpacked = _unpacked(about, data[stream.end() : end], room)
        room -= len(unpacked)
        parts = list(_parts(about, unpacked))
        whole = whole and bool(parts)
        for inner, text in parts:
            numbers.add(inner)
            texts.pop(inner, None)
            if wanted.search(text):
                texts[inner] = text
                places.pop(inner, None)
    return Objects(frozenset(numbers), texts, places, whole)


def replaced(data: bytes, found: Objects, texts: dict[int, bytes]) -> bytes:
    """The file with other texts of objects; no byte of the rest moves, as its tables point there.

    Args:
        data: the file.
        found: what it has.
        texts: by number; each is as long as before.
    """
    changed = bytearray(data)
    packed: dict[int, bytes] = {}
    for number, text in texts.items():
        if number not in found.places:
            packed[number] = text
        elif len(text) == len(found.texts[number]):
            changed[found.places[number]] = text
    return b"".join([changed, _update(data, packed) if packed else b""])


def _unpacked(about: bytes, body: bytes, room: int) -> bytes:
    """What is in an object stream; nothing where that cannot be told, as in an encrypted file."""
    if b"/Filter" not in about:
        return body[: max(0, room)]
    if room <= 0:
        return b""
    try:
        return zlib.decompressobj().decompress(body, room)
    except zlib.error:
        return b""


def _parts(about: bytes, unpacked: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and text of each object in an object stream."""
    first = _FIRST.search(about)
    if first is None:
        return
    start = int(first[1])
    words = unpacked[:start].split()
    if len(words) % 2 or not all(word.isdigit() for word in words):
        return
    places = [start + int(word) for word in words[1::2]] + [len(unpacked)]
    for at, number in enumerate(words[::2]):
        yield int(number), unpacked[places[at] : places[at + 1]]


def _update(data: bytes, texts: dict[int, bytes]) -> bytes:
    """What adds other forms of these objects to a file; nothing where its table is not found."""
    header, starts = data.find(b"%PDF-"), _START.findall(data)
    if header < 0 or not starts:
        return b""
    before = header + int(starts[-1])
    is_table = data[before : before + 4] == b"xref"
    about = data[before:] if is_table else data[before : data.find(b"stream", before)]
    kept = [found[0] for pattern in _KEPT if (found := pattern.search(about))]
    if len(kept) < len(_KEPT):
        return b""
    out, places = b"\n", []
    for number, text in sorted(texts.items()):
        places.append((number, len(data) - header + len(out)))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(data) - header + len(out)
    entries = b" ".join([*kept, b"/Prev %d" % int(starts[-1])])
    if is_table:
        rows = b"".join(b"%d 1\n%010d 00000 n \n" % place for place in places)
        out += b"xref\n%strailer\n<< %s >>" % (rows, entries)
    else:
        rows = b"".join(b"\1%s\0" % at.to_bytes(4, "big") for _, at in places)
        index = b" ".join(b"%d 1" % number for number, _ in places)
        # No one refers to the table's own object, so that any number that is free will do.
        own = int(kept[1].split()[-1])
        entries = entries.replace(kept[1], b"/Size %d" % (own + 1))
        out += b"%d 0 obj\n<< /Type /XRef /W [1 4 1] /Index [%s] /Length %d %s >>\nstream\n%s" % (
            own,
            index,
            len(rows),
            entries,
            rows,
        )
        out += b"\nendstream\nendobj"
    return out + b"\nstartxref\n%d\n%%%%EOF\n" % start
