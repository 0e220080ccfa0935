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
from bot.reading.layout.lines import slope_of
from bot.reading.result import Box, gap, union

_BAND: Final = 0.75
"""What belongs to a line has its middle at most so far from the line's, in heights,"""
_BESIDE: Final = 1.5
"""and is so far from its nearest piece, at most."""
_DOT: Final = 0.5
"""A dot is at least this share as wide and as tall as the pen."""
_WIDE_GAP: Final = 2.0
"""A gap this wide, in heights, may part two cells,"""
_WIDER: Final = 3.0
"""if it is so many times as wide as the line's usual one."""
_ONE: Final = 1.3
"""What is wider than so many heights is more than one digit."""
_TALL: Final = 0.6
"""The height of a line is that of the piece at this quantile, tall pieces counting for more."""
_NEAR: Final = 0.3
"""Pieces further apart, in heights, are not one digit."""
_STACKED: Final = 1.5
"""Pieces above each other that are one digit are together at most so tall, in heights."""
_REMNANT: Final = 0.9
"""What is cut off by the edge is at most so large, in heights."""
_FEW: Final = 2
"""A line of so few pieces may be a part of the one in whose band it stands."""
_FITTED: Final = 4
"""A line of at least this many tall pieces says how it slopes."""
_SLENDER: Final = 0.3
"""A sliver at the picture's edge is at most this share as wide as long,"""
_THIN: Final = 0.7
"""and narrower than this share of the pen, or longer than any digit."""


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
    height = _Row(members).height
    rows = [_Row(left) for line in found if (left := _without_slivers(line, pen, height))]
    rows = rows or [_Row(line) for line in found]
    slopes = [row.slope for row in rows if len(row.tall) >= _FITTED]
    usual = median(slopes) if slopes else 0.0
    for row in rows:
        if len(row.tall) < _FITTED:
            row.lean(usual)
    marks = [p for p in pieces if p.label not in taken and _is_mark(p, pen)]
    rows = _gather(rows, marks)
    middles = [row.middle_at(row.pieces[0].box.x) for row in rows]
    lines = [
        TextLine(
            tuple(Cell(tuple(cell)) for cell in _cells(row, rows, rules)), row.slope, row.height
        )
        for row in rows
    ]
    return tuple(lines[i] for i in np.argsort(middles, kind="stable"))


class _Row:
    """The pieces of a line while it grows."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = sorted(pieces, key=lambda p: p.box.x + p.box.w / 2)
        heights = np.array([p.box.h for p in self.pieces], np.float64)
        order = np.argsort(heights)
        total = np.cumsum(heights[order])
        self.height = float(heights[order[int(np.searchsorted(total, _TALL * total[-1]))]])
        self.tall = [p for p in self.pieces if p.box.h >= 0.5 * self.height]
        self.lean(self._slope())

    def _slope(self) -> float:
        if len(self.tall) < _FITTED:
            return 0.0
        x = [p.box.x + p.box.w / 2 for p in self.tall]
        return slope_of(x, [p.middle for p in self.tall])

    def lean(self, slope: float) -> None:
        """Gives the line a slope."""
        self.slope = slope
        self._level = median([p.middle - slope * (p.box.x + p.box.w / 2) for p in self.tall])

    def middle_at(self, x: float) -> float:
        """The height in the picture of the line's middle, at a column."""
        return self._level + self.slope * x

    def away(self, piece: Piece) -> float:
        """How far from the line a piece stands, in its heights; infinite where it is no part."""
        box = piece.box
        across = abs(piece.middle - self.middle_at(box.x + box.w / 2)) / self.height
        along = min(max(box.x - p.box.x - p.box.w, p.box.x - box.x - box.w) for p in self.pieces)
        if across > _BAND or along > _BESIDE * self.height:
            return np.inf
        return across + max(0.0, along / self.height)

    def may_hold(self, piece: Piece) -> bool:
        """Whether a tall piece may be a part of a digit of the line, and not one below it."""
        nearest = min((p.box for p in self.pieces), key=lambda box: gap(box, piece.box))
        near = gap(nearest, piece.box) <= _NEAR * self.height
        low = union([nearest, piece.box]).h <= _STACKED * self.height
        return near and low and self.away(piece) < np.inf


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


def _without_slivers(line: list[Piece], pen: float, height: float) -> list[Piece]:
    """A line's pieces, but for what the picture's edge cut off something that is no part of it."""
    remnant = len(line) == 1 and line[0].box.h <= _REMNANT * height
    kept = []
    for piece in line:
        narrow, long = sorted(piece.box[2:])
        sliver = narrow <= _SLENDER * long and (narrow < _THIN * pen or long > _STACKED * height)
        if not (piece.at_edge and (sliver or remnant)):
            kept.append(piece)
    return kept


def _gather(rows: list[_Row], marks: list[Piece]) -> list[_Row]:
    """The rows with what stands in their bands: marks, and parts of broken digits."""
    rows = sorted(rows, key=lambda row: -sum(p.area for p in row.pieces))
    large: list[_Row] = []
    loose = list(marks)
    for row in rows:
        few = len(row.pieces) <= _FEW
        if few and any(all(r.may_hold(p) for p in row.pieces) for r in large):
            loose += row.pieces
        else:
            large.append(row)
    # What stands beside a sign of a line may be of that line too, hence again and again.
    while loose:
        more: list[list[Piece]] = [[] for _ in large]
        left: list[Piece] = []
        for piece in loose:
            distances = [row.away(piece) for row in large]
            nearest = int(np.argmin(distances))
            (more[nearest] if distances[nearest] < np.inf else left).append(piece)
        if len(left) == len(loose):
            break
        loose = left
        for row, extra in zip(large, more, strict=True):
            row.pieces = sorted(row.pieces + extra, key=lambda p: p.box.x + p.box.w / 2)
    return large


def _is_mark(piece: Piece, pen: float) -> bool:
    """Whether a small piece is as large as a dot of the pen, at least."""
    return min(piece.box.w, piece.box.h) >= _DOT * pen and piece.area >= (_DOT * pen) ** 2


def _cells(row: _Row, rows: list[_Row], rules: list[Rule]) -> list[list[Piece]]:
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
