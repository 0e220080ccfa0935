"""Lines of writing with all of their ink, and the cells that each is parted into.

A line is found by its tall pieces. Signs, small zeros and broken strokes are then given to the line
in whose band they stand, so that no ink near a line is left out. Where a vertical rule parts two
numbers, or a gap much wider than the line's own, they are cells of the line.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np

from bot.reading.box import Box, union
from bot.reading.layout.components import Labels, Piece, depths
from bot.reading.layout.cut_off import cut_off
from bot.reading.layout.lines import FITTED
from bot.reading.layout.parting import cells_of
from bot.reading.layout.rule import Rule
from bot.reading.layout.text_rows import Row, gather
from bot.reading.median import median

TALLEST: Final = 4.0
"""A piece taller than this, in heights of the writing, is no writing."""
_SLENDER: Final = 0.35
"""What is so tall and at most this share as wide stands beside several lines, and is in none."""
_DOT: Final = 0.5
"""A dot is at least this share as wide and as tall as the pen,"""
_RULES_LEFT: Final = 0.7
"""and so many pixels more where rules were taken out and it is `_LONG`: it may be left of them."""
_LONG: Final = 4.0
"""So many times as long as wide."""


class Cell(NamedTuple):
    """A number, or a word: pieces of ink from left to right."""

    pieces: tuple[Piece, ...]


class TextLine(NamedTuple):
    """A line of writing.

    Attributes:
        cells: from left to right, at least one.
        slope: rise over run, downwards.
        height: of its digits, whatever small zeros and signs there are, in pixels of the ink's
            arrays.
    """

    cells: tuple[Cell, ...]
    slope: float
    height: float

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All of its pieces, from left to right."""
        return tuple(piece for cell in self.cells for piece in cell.pieces)

    @property
    def middle(self) -> float:
        """The height in the picture at which its middle lies."""
        pieces = self.pieces
        return sum(piece.middle for piece in pieces) / len(pieces)


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
    rests = cut_off(pieces, members, labels, pen, height)
    kept = [[piece for piece in line if piece.label not in rests] for line in found]
    rows = [Row(line) for line in kept if line] or [Row(line) for line in found]
    slopes = [row.slope for row in rows if len(row.tall) >= FITTED]
    usual = median(slopes) if slopes else 0.0
    for row in rows:
        if len(row.tall) < FITTED:
            row.lean(usual)
    left = _RULES_LEFT if rules else 0.0
    marks = [
        p
        for p in pieces
        if p.label not in taken | rests
        and _is_mark(p, _DOT * pen, left)
        and not (p.box.h > TALLEST * height and (_is_upright(p) or _is_around(p, kept)))
    ]
    rows = gather(rows, marks)
    middles = [row.middle_at(row.pieces[0].box.x) for row in rows]
    lines = [
        TextLine(
            tuple(Cell(tuple(cell)) for cell in cells_of(row, rows, rules)), row.slope, row.height
        )
        for row in rows
    ]
    return tuple(lines[i] for i in np.argsort(middles, kind="stable"))


def pen_of(pieces: list[Piece], labels: Labels) -> float:
    """How wide the strokes of some pieces are, typically, in pixels."""
    widths = []
    for piece in sorted(pieces, key=lambda p: -p.area)[:9]:
        deep = depths(piece, labels)
        # Across a stroke of t pixels the distance from the ground is t / 4 + 1 / 2 on the mean.
        far = cv2.mean(deep, (deep > 0).view(np.uint8))[0]
        widths.append(max(1.0, 4 * far - 2))
    return median(widths)


def _is_upright(piece: Piece) -> bool:
    """Whether a piece is a bar or a bracket beside lines of writing."""
    return piece.box.w <= _SLENDER * piece.box.h


def _is_around(piece: Piece, lines: list[list[Piece]]) -> bool:
    """Whether a piece is around writing of all of several lines, and more ink than that is."""
    within = [[p.area for p in line if _holds(piece.box, p.box)] for line in lines]
    return len(lines) > 1 and all(within) and piece.area > sum(map(sum, within))


def _holds(box: Box, other: Box) -> bool:
    """Whether another box lies within one."""
    return union([box, other]) == box


def _is_mark(piece: Piece, least: float, left: float) -> bool:
    """Whether a small piece is as large as a dot of the pen, at least; a long one `left` more."""
    narrow, long = sorted(piece.box[2:])
    least += left if long >= _LONG * narrow else 0.0
    return narrow >= least and piece.area >= least**2
