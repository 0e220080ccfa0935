"""Lines of writing with all of their ink, and the cells that each is parted into.

A line is found by its tall pieces. Signs, small zeros and broken strokes are then given to the line
in whose band they stand, so that no ink near a line is left out. Where a vertical rule parts two
numbers, or a gap much wider than the line's own, they are cells of the line.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.percentile import median
from bot.reading.layout.components import Labels, Piece
from bot.reading.layout.grid import Rule
from bot.reading.layout.grouping import MAIN
from bot.reading.layout.lines import SLENDER
from bot.reading.layout.text_rows import FITTED, STACKED, Row, gather
from bot.reading.result import Box, union

_DOT: Final = 0.5
"""A dot is at least this share as wide and as tall as the pen."""
_WIDE_GAP: Final = 2.0
"""A gap this wide, in heights, may part two cells,"""
_WIDER: Final = 3.0
"""if it is so many times as wide as the line's usual one."""
_ONE: Final = 1.3
"""What is wider than so many heights is more than one digit."""
_REMNANT: Final = 0.9
"""What is cut off by the edge is at most so large, in heights."""
_UPRIGHT: Final = 0.15
"""A sliver is at most `SLENDER` of its length wide; between others of its line at most this, for it
may be a slash;"""
_THIN: Final = 0.7
"""and narrower than this share of the pen, or longer than any digit and too low for digits on a
rule."""
_FLAT: Final = 2.0
"""A bar is so many times as wide as tall, at least."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, or a word: pieces of ink from left to right."""

    pieces: tuple[Piece, ...]

    @property
    def box(self) -> Box:
        """Around all of its ink."""
        return union([piece.box for piece in self.pieces])


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of writing.

    Attributes:
        cells: from left to right, at least one.
        slope: rise over run, downwards.
        height: of its digits, whatever small zeros and signs there are, in pixels.
    """

    cells: tuple[Cell, ...]
    slope: float
    height: float

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All of its pieces, from left to right."""
        return tuple(piece for cell in self.cells for piece in cell.pieces)


def text_lines(
    found: list[list[Piece]], pieces: list[Piece], rules: list[Rule], labels: Labels
) -> tuple[TextLine, ...]:
    """Completes lines with the small pieces that stand in them, and parts them into cells.

    Args:
        found: the tall pieces of each line.
        pieces: all pieces that may be writing.
        rules: that were taken out of the ink.
        labels: of the picture's pixels.
    """
    members = [piece for line in found for piece in line]
    if not members:
        return ()
    taken = {piece.label for piece in members}
    pen = pen_of(members, labels)
    height = Row(members).height
    bottom = labels.shape[0]
    cleared = (_without_slivers(line, pen, height, bottom) for line in found)
    rows = [Row(line) for line in cleared if line]
    rows = rows or [Row(line) for line in found]
    slopes = [row.slope for row in rows if len(row.tall) >= FITTED]
    usual = median(slopes) if slopes else 0.0
    for row in rows:
        if len(row.tall) < FITTED:
            row.lean(usual)
    marks = [
        p
        for p in pieces
        if p.label not in taken and _is_mark(p, pen) and not _along_edge(p.box, bottom)
    ]
    rows = gather(rows, marks)
    middles = [row.middle_at(row.pieces[0].box.x) for row in rows]
    lines = [
        TextLine(
            tuple(Cell(tuple(cell)) for cell in _cells(row, rows, rules)), row.slope, row.height
        )
        for row in rows
    ]
    return tuple(lines[i] for i in np.argsort(middles, kind="stable"))


def pen_of(pieces: list[Piece], labels: Labels) -> float:
    """How wide the strokes of some pieces are, typically, in pixels."""
    widths = []
    for piece in sorted(pieces, key=lambda p: -p.area)[:9]:
        x, y, w, h = piece.box
        own = (labels[y : y + h, x : x + w] == piece.label).view(np.uint8)
        inside = cv2.copyMakeBorder(own, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
        # Across a stroke of width t the distance to its edge is t / 4 on the mean.
        widths.append(4 * cv2.mean(cv2.distanceTransform(inside, cv2.DIST_L2, 3), inside)[0])
    return median(widths)


def _without_slivers(line: list[Piece], pen: float, height: float, bottom: int) -> list[Piece]:
    """A line's pieces, but for what the picture's edge cut off something that is no part of it.

    Args:
        line: the pieces.
        pen: width of its strokes, in pixels.
        height: of the writing.
        bottom: rows of the picture.
    """
    remnant = len(line) == 1 and line[0].box.h <= _REMNANT * height
    first = min(piece.box.x + piece.box.w for piece in line)
    last = max(piece.box.x for piece in line)
    kept = []
    for piece in line:
        narrow, long = sorted(piece.box[2:])
        between = first <= piece.box.x and piece.box.x + piece.box.w <= last
        sliver = narrow <= (_UPRIGHT if between else SLENDER) * long and (
            narrow < _THIN * pen or (long > STACKED * height and narrow < MAIN * height)
        )
        sliver |= _along_edge(piece.box, bottom)
        if not (piece.at_edge and (sliver or remnant)):
            kept.append(piece)
    return kept


def _along_edge(box: Box, bottom: int) -> bool:
    """Whether a bar lies along the upper or lower edge: the end of a sheet, or of a rule."""
    return box.w >= _FLAT * box.h and (box.y <= 0 or box.y + box.h >= bottom)


def _is_mark(piece: Piece, pen: float) -> bool:
    """Whether a small piece is as large as a dot of the pen, at least."""
    return min(piece.box.w, piece.box.h) >= _DOT * pen and piece.area >= (_DOT * pen) ** 2


def _cells(row: Row, rows: list[Row], rules: list[Rule]) -> list[list[Piece]]:
    """The pieces of a row, parted at rules and wide gaps."""
    groups = _across(row.pieces)
    if len(groups) < 2:
        return groups
    spans = [(min(p.box.x for p in g), max(p.box.x + p.box.w for p in g)) for g in groups]
    gaps = np.array([b[0] - a[1] for a, b in pairwise(spans)], np.float64)
    usual = median(np.maximum(gaps, 0))
    wide = gaps > max(_WIDE_GAP * row.height, _WIDER * usual)
    ruled = np.zeros(len(gaps), bool)
    table = np.zeros(len(gaps), bool)
    centres = np.array([(left + right) / 2 for left, right in spans])
    for rule in rules:
        if rule.level or not rule.start <= row.middle_at(rule.at) <= rule.end:
            continue
        place = int(np.searchsorted(centres, rule.at)) - 1
        if 0 <= place < len(gaps):
            ruled[place] = True
            others = (r for r in rows if r is not row)
            table[place] |= any(rule.start <= r.middle_at(rule.at) <= rule.end for r in others)
            table[place] |= _ends_frame(rule, rules, centres[place], centres[place + 1])
    return _joined(groups, spans, wide, ruled, table, row.height)


def _ends_frame(rule: Rule, rules: list[Rule], left: float, right: float) -> bool:
    """Whether a rule is the side of a frame, so that what is left or right of it is outside."""
    meet = [
        r
        for r in rules
        if r.level and rule.start <= r.at + r.thickness and r.at <= rule.end + r.thickness
    ]
    return bool(meet) and not any(r.start <= left and right <= r.end for r in meet)


def _joined(
    groups: list[list[Piece]],
    spans: list[tuple[int, int]],
    wide: NDArray[np.bool_],
    ruled: NDArray[np.bool_],
    table: NDArray[np.bool_],
    height: float,
) -> list[list[Piece]]:
    """Cells of groups; of a comb field, a digit in each of its boxes, one cell."""
    boxes: list[list[int]] = [[0]]
    for place in range(len(groups) - 1):
        if wide[place] or ruled[place]:
            boxes.append([])
        boxes[-1].append(place + 1)

    def is_one(box: list[int]) -> bool:
        tall = sum(max(p.box.h for p in groups[i]) >= 0.5 * height for i in box)
        return tall < 2 and spans[box[-1]][1] - spans[box[0]][0] <= _ONE * height

    cells = [list(boxes[0])]
    for before, box in pairwise(boxes):
        between = before[-1]
        comb = ruled[between] and not table[between] and is_one(before) and is_one(box)
        if comb:
            cells[-1] += box
        else:
            cells.append(list(box))
    return [[p for i in cell for p in groups[i]] for cell in cells]


def _across(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces that share columns, together."""
    groups: list[list[Piece]] = []
    right = -np.inf
    for piece in sorted(pieces, key=lambda p: p.box.x):
        if not groups or piece.box.x >= right:
            groups.append([])
        groups[-1].append(piece)
        right = max(right, piece.box.x + piece.box.w)
    return groups
