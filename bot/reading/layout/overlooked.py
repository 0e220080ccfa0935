"""Ink that a layout leaves out: fainter, smaller or larger than the rest, of another pen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from bot.reading.binarise.ink import Ink, weaker_ink
from bot.reading.box import Box, apart, union
from bot.reading.layout.cells import Cell, TextLine
from bot.reading.layout.components import Labels, Piece
from bot.reading.layout.grouping import MAIN, STACKED, gaps_to
from bot.reading.layout.lines import MOST, chains
from bot.reading.layout.rule import Rule

_SHARED: Final = 0.3
"""What shares more of its height with a line, and is within its ends, is no other line."""
_THINNEST: Final = 3
"""Something in a line is at least so thick, in pixels."""

_SMALL: Final = (0.12, 0.45)
"""Much smaller writing has at least and at most so much of the height of the other,"""
_LEAST_ROW: Final = 3
"""and at least so many pieces in a row,"""
_ALIKE: Final = 2.0
"""of which one is at most so many times as tall as another,"""
_LONG: Final = 2.0
"""and none so many times as wide as tall;"""
_APART: Final = 1.0
"""they are at most so far apart, in heights."""
_OF_PAPER: Final = 0.3
"""Fainter than this share of the strongest line is what shows through, or a printed pattern."""
_FAINT: Final = 0.65
"""Lines are as strong as the strongest, but for this share, or they are of another pen."""


def small_rows(pieces: Sequence[Piece], height: float) -> set[int]:
    """Labels of pieces that are digits or letters of much smaller writing, and no parts of digits.

    Args:
        pieces: that may be writing.
        height: of the writing.
    """
    low, high = _SMALL[0] * height, _SMALL[1] * height
    own = [p for p in pieces if low <= p.box.h <= high and p.box.w <= _LONG * p.box.h]
    if not _LEAST_ROW <= len(own) <= MOST:
        return set()
    tall = np.array([p.box for p in pieces if p.box.h > high], np.int32).reshape(-1, 4)
    found = set[int]()
    for chain in chains([piece.box for piece in own]):
        row = [own[at] for at in chain]
        heights = [piece.box.h for piece in row]
        box = union([piece.box for piece in row])
        gaps = [b.box.x - a.box.x - a.box.w for a, b in pairwise(row)]
        alike = max(heights) <= _ALIKE * min(heights)
        near = max(gaps, default=0) <= _APART * max(heights)
        if len(row) >= _LEAST_ROW and alike and near and (gaps_to(box, tall) > 0).all():
            found |= {piece.label for piece in row}
    return found


def overlooked(ink: Ink, text: Sequence[TextLine], labels: Labels) -> Ink:
    """The ink without that of some lines and of rules, and with what was too faint beside it.

    Args:
        ink: of a picture.
        text: the lines.
        labels: of all pieces; what has none was taken for rules.
    """
    rules = ink.mask.view(np.bool_) & (labels == 0)
    own = np.isin(labels, [p.label for line in text for p in line.pieces])
    floor = _OF_PAPER * max(_strength(line) for line in text)
    return weaker_ink(ink.without((rules | own).view(np.uint8)), floor)


def without_faint(text: Sequence[TextLine]) -> list[TextLine]:
    """The lines that are as strong as the others, for of a faint one some pieces may be lost."""
    strengths = [_strength(line) for line in text]
    return [
        line
        for line, own in zip(text, strengths, strict=True)
        if own >= _FAINT * max(strengths, default=0.0)
    ]


def _strength(line: TextLine) -> float:
    areas = [piece.area for piece in line.pieces]
    return float(np.average([piece.strength for piece in line.pieces], weights=areas))


def separate(more: Sequence[TextLine], text: Sequence[TextLine]) -> list[TextLine]:
    """The lines of `more` that are in none of the lines of `text`.

    What is left of the edges of rules is no line, nor what the picture's edge cuts off.
    """
    return [
        line
        for line in more
        if max(min(piece.box[2:]) for piece in line.pieces) >= _THINNEST
        and not all(piece.at_edge for piece in line.pieces)
        and not any(_is_within(line, other) for other in text)
    ]


def _is_within(line: TextLine, other: TextLine) -> bool:
    """Whether a line is in the place of another, and not what is missing in gaps of that."""
    if not _overlap(_box(line), _box(other)):
        return False
    laps = any(_overlap(a.box, b.box) for a in line.pieces for b in other.pieces)
    return laps or not MAIN <= line.height / other.height <= STACKED


def in_frame(
    more: Sequence[TextLine], text: Sequence[TextLine], rules: Sequence[Rule]
) -> list[TextLine]:
    """The lines of `more` that are in the frame around all of `text`, if there is one.

    What is smaller and outside is of the frame: the numbers along the axes of a figure.
    """
    x, y, w, h = union([_box(line) for line in text])
    level = [r.at for r in rules if r.level and r.start <= x and r.end >= x + w]
    upright = [r.at for r in rules if not r.level and r.start <= y and r.end >= y + h]
    if not (level and upright and min(level) <= y and max(level) >= y + h):
        return list(more)
    if not (min(upright) <= x and max(upright) >= x + w):
        return list(more)
    inside = []
    for line in more:
        box = _box(line)
        across, down = box.x + box.w / 2, box.y + box.h / 2
        if min(upright) <= across <= max(upright) and min(level) <= down <= max(level):
            inside.append(line)
    return inside


def found_no_more(lines: Sequence[TextLine], more: Sequence[TextLine]) -> list[TextLine]:
    """The lines in whose place none of `more` is."""
    boxes = [_box(line) for line in more]
    return [line for line in lines if not any(_overlap(_box(line), box) for box in boxes)]


def _overlap(a: Box, b: Box) -> bool:
    """Whether boxes share columns, and so much of their rows that they are one line."""
    across, down = apart(a, b)
    return across < 0 and -down > _SHARED * min(a.h, b.h)


def _box(line: TextLine) -> Box:
    return union([piece.box for piece in line.pieces])


def renumbered(line: TextLine, by: int) -> TextLine:
    """A line whose pieces have labels that are so much higher."""
    cells = tuple(
        cell._replace(pieces=tuple(p._replace(label=p.label + by) for p in cell.pieces))
        for cell in line.cells
    )
    return line._replace(cells=cells)


def still_there(lines: Sequence[TextLine], labels: Labels) -> tuple[TextLine, ...]:
    """Lines without pieces, cells and lines of which no pixel is left.

    Args:
        lines: of the ink of `labels`, before some of it was given to other lines.
        labels: of the picture's pixels.
    """
    pixels = np.bincount(labels.ravel())
    found = list[TextLine]()
    for line in lines:
        parts = (
            tuple(p for p in cell.pieces if p.label < pixels.size and pixels[p.label])
            for cell in line.cells
        )
        cells = tuple(Cell(pieces) for pieces in parts if pieces)
        if cells:
            found.append(line._replace(cells=cells))
    return tuple(found)
