"""The tree of a PDF's pages, put right where it does not say how many there are.

PDFium believes a node's `/Count` and loses the pages beyond it; without one it counts. And a
reference in `/Kids` to an object that is not there is left out of that count, but takes a page's
place, so that the last page is lost.

Source: ISO 32000-1, 7.7.3.2.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.pdf.objects import Objects

NODE: Final = re.compile(rb"/Type\s*/Pages\b")
"""Is in the text of each node of the tree."""
_COUNT: Final = re.compile(rb"/Count\s+(-?[0-9]+)")
_KIDS: Final = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE: Final = re.compile(rb"([0-9]{1,9})\s+[0-9]{1,5}\s+R\b")
_DEEPEST: Final = 64
"""Levels of a tree; honest ones have three."""


def put_right(found: Objects) -> dict[int, bytes]:
    """Nodes that PDFium counts, and counts right: those, by number, that have to be others."""
    nodes = {number: text for number, text in found.texts.items() if NODE.search(text)}
    if _is_right(nodes, found.numbers):
        return {}
    right = {number: _put_right(text, found) for number, text in nodes.items()}
    return {number: text for number, text in right.items() if text != nodes[number]}


def _put_right(node: bytes, found: Objects) -> bytes:
    """A node, as long as before, without its count and without kids that there are not."""
    kids = _KIDS.search(node)
    if kids is not None and found.whole:
        start, end = kids.span(1)
        left = _REFERENCE.sub(
            lambda r: r[0] if int(r[1]) in found.numbers else b" " * len(r[0]), kids[1]
        )
        node = node[:start] + left + node[end:]
    return _COUNT.sub(lambda c: c[0][: -len(c[1])] + b"0".rjust(len(c[1])), node)


def _is_right(nodes: dict[int, bytes], numbers: frozenset[int]) -> bool:
    """Whether each node of the tree counts the pages that hang from it, and all are there."""
    kids = {number: [int(kid) for kid in _kids(text)] for number, text in nodes.items()}
    if not numbers.issuperset(chain.from_iterable(kids.values())):
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
    stated = {number: _COUNT.search(text) for number, text in nodes.items()}
    return all(
        found is not None and int(found[1]) == pages.get(n, -1) for n, found in stated.items()
    )


def _kids(node: bytes) -> list[bytes]:
    array = _KIDS.search(node)
    return _REFERENCE.findall(array[1]) if array else []
