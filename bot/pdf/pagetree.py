"""The tree of a PDF's pages, put right where it does not say how many there are.

PDFium believes a node's `/Count` and loses the pages beyond it; without one it counts. And a
reference in `/Kids` to an object that is not there is left out of that count, but takes a page's
place, so that the last page is lost. Nodes are found in the bytes, without the tables that say
where objects are: in the file itself, where they are changed on the spot, and in object streams,
whose nodes are added to the file's end once more, as an editor's changes are.

Source: ISO 32000-1, 7.5.4 to 7.5.8 (tables of references, updates, object streams) and 7.7.3.2.
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
_NODE: Final = re.compile(rb"/Type\s*/Pages\b")
_COUNT: Final = re.compile(rb"/Count\s+(-?[0-9]+)")
_KIDS: Final = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE: Final = re.compile(rb"([0-9]{1,9})\s+[0-9]{1,5}\s+R\b")
_STREAM: Final = re.compile(rb"stream\r?\n")
_FIRST: Final = re.compile(rb"/First\s+([0-9]{1,9})")
_START: Final = re.compile(rb"startxref\s+([0-9]{1,12})")
_KEPT: Final = (re.compile(rb"/Root\s+[0-9]+\s+[0-9]+\s+R"), re.compile(rb"/Size\s+[0-9]+"))
_DEEPEST: Final = 64
"""Levels of a tree; honest ones have three."""
_MOST_UNPACKED: Final = 32 * 1024 * 1024
"""Bytes of all object streams; no honest file of 20 MB has more of nodes and pages."""


@dataclass(frozen=True, slots=True)
class _Objects:
    """What a file has.

    Attributes:
        numbers: of all objects that were found.
        nodes: by number, where the last node of it is: from and to in the file, or its text, out
            of an object stream.
        whole: no object was overlooked.
    """

    numbers: frozenset[int]
    nodes: dict[int, tuple[int, int] | bytes]
    whole: bool


def mended(data: bytes) -> bytes:
    """The file with a tree of pages that PDFium counts, and counts right.

    No byte of the file moves, as its tables point at them; what is added comes at its end.
    """
    found = _objects(data)
    if _is_right(data, found):
        return data
    changed = bytearray(data)
    packed: dict[int, bytes] = {}
    for number, place in found.nodes.items():
        if isinstance(place, bytes):
            text = _put_right(place, found)
            if text != place:
                packed[number] = text
        else:
            changed[slice(*place)] = _put_right(data[slice(*place)], found)
    return b"".join([changed, _update(data, packed) if packed else b""])


def _put_right(node: bytes, found: _Objects) -> bytes:
    """A node, as long as before, without its count and without kids that there are not."""
    kids = _KIDS.search(node)
    if kids is not None and found.whole:
        start, end = kids.span(1)
        left = _REFERENCE.sub(
            lambda r: r[0] if int(r[1]) in found.numbers else b" " * len(r[0]), kids[1]
        )
        node = node[:start] + left + node[end:]
    return _COUNT.sub(lambda c: c[0][: -len(c[1])] + b"0".rjust(len(c[1])), node)


def _is_right(data: bytes, found: _Objects) -> bool:
    """Whether each node of the tree counts the pages that hang from it, and all are there."""
    texts = {n: p if isinstance(p, bytes) else data[slice(*p)] for n, p in found.nodes.items()}
    kids = {number: [int(kid) for kid in _kids(text)] for number, text in texts.items()}
    if not found.numbers.issuperset(chain.from_iterable(kids.values())):
        return False
    pages: dict[int, int] = {}
    # Leaves first: as often as the tree is deep, and no more, where it goes in circles.
    for _ in range(_DEEPEST):
        before = dict(pages)
        for number, own in kids.items():
            if all(kid in pages or kid not in kids for kid in own):
                pages[number] = sum(pages.get(kid, 1) for kid in own)
        if pages == before:
            break
    stated = {number: _COUNT.search(text) for number, text in texts.items()}
    return all(
        found is not None and int(found[1]) == pages.get(n, -1) for n, found in stated.items()
    )


def _kids(node: bytes) -> list[bytes]:
    array = _KIDS.search(node)
    return _REFERENCE.findall(array[1]) if array else []


def _objects(data: bytes) -> _Objects:
    numbers: set[int] = set()
    nodes: dict[int, tuple[int, int] | bytes] = {}
    whole, room = True, _MOST_UNPACKED
    for head, bound in pairwise(chain(_BOUND.finditer(data), [None])):
        if head is None or head[1] is None:
            continue
        number, start = int(head[1]), head.end()
        end = bound.start() if bound else len(data)
        numbers.add(number)
        nodes.pop(number, None)
        stream = _STREAM.search(data, start, end)
        about = data[start : stream.start() if stream else end]
        if stream is None and _NODE.search(about):
            nodes[number] = start, end
        if stream is None or b"/ObjStm" not in about:
            continue
        unpacked = _unpacked(about, data[stream.end() : end], room)
        room -= len(unpacked)
        parts = list(_parts(about, unpacked))
        whole = whole and bool(parts)
        for inner, text in parts:
            numbers.add(inner)
            nodes.pop(inner, None)
            if _NODE.search(text):
                nodes[inner] = text
    return _Objects(frozenset(numbers), nodes, whole)


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


def _update(data: bytes, nodes: dict[int, bytes]) -> bytes:
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
    for number, text in sorted(nodes.items()):
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
