"""What the picture's edge cut off right beside a number, and what is no part of the reading.

So little of it is left that it may as well be of a neighbour, a rule or a sheet's end: nothing is
read of it. But where a digit was there, the number is another, so that it has to be said.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.reading.box import Box, union
from bot.reading.layout.cells import TextLine
from bot.reading.layout.page import Page
from bot.reading.page.edge import touches_edge

_NARROW: Final = 0.3
"""It is at most so wide, in heights of its line,"""
_TALL: Final = (0.5, 1.5)
"""so tall, at least and at most,"""
_NEAR: Final = 1.0
"""and so far from the number;"""
_BESIDE: Final = 0.6
"""this share of the lower one of both is at the height of the other."""


def is_cut_beside(page: Page) -> bool:
    """Whether the picture's left or right edge cut something off beside a number of the page."""
    labels, lines = page.segments.labels, page.segments.text
    known = {0, *(piece.label for line in lines for piece in line.pieces)}
    wide = int(_NARROW * max((line.height for line in lines), default=0.0)) + 1
    for left in (True, False):
        first = 0 if left else max(0, labels.shape[1] - wide)
        strip = labels[:, first : first + wide]
        for label in set(strip[:, 0 if left else -1].tolist()) - known:
            rows, columns = np.nonzero(strip == label)
            x, y = int(columns.min()), int(rows.min())
            size = int(columns.max()) + 1 - x, int(rows.max()) + 1 - y
            rest = Box(first + x, y, *size)
            beside = any(_is_beside(rest, line, left=left) for line in lines)
            if beside and touches_edge(page, rest):
                return True
    return False


def _is_beside(rest: Box, line: TextLine, *, left: bool) -> bool:
    """Whether a rest at one side may be the first or last symbol of a line."""
    height, boxes = line.height, [piece.box for piece in line.pieces]
    if rest.w > _NARROW * height or not _TALL[0] <= rest.h / height <= _TALL[1]:
        return False
    around = union(boxes)
    if left:
        near, gap = min(boxes, key=lambda box: box.x), around.x - rest.x - rest.w
    else:
        near, gap = max(boxes, key=lambda box: box.x + box.w), rest.x - around.x - around.w
    shared = min(rest.y + rest.h, near.y + near.h) - max(rest.y, near.y)
    return abs(gap) <= _NEAR * height and shared >= _BESIDE * min(rest.h, near.h)
