"""Lines of writing while they grow: each takes in the ink that stands in its band."""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.reading.binarise.percentile import median
from bot.reading.box import gap, union
from bot.reading.layout.components import Piece
from bot.reading.layout.lines import slope_of

_BAND: Final = 0.75
"""What belongs to a line has its middle at most so far from the line's, in heights,"""
_BESIDE: Final = 1.5
"""and is so far from its nearest piece, at most."""
_TALL: Final = 0.6
"""The height of a line is that of the piece at this quantile, tall pieces counting for more."""
_NEAR: Final = 0.3
"""Pieces further apart, in heights, are not one digit."""
_FEW: Final = 2
"""A line of so few pieces may be a part of the one in whose band it stands."""
FITTED: Final = 4
"""A line of at least this many tall pieces says how it slopes."""
STACKED: Final = 1.5
"""Pieces above each other that are one digit are together at most so tall, in heights."""


class Row:
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
        if len(self.tall) < FITTED:
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
        low = union([nearest, piece.box]).h <= STACKED * self.height
        return near and low and self.away(piece) < np.inf


def gather(rows: list[Row], marks: list[Piece]) -> list[Row]:
    """The rows with what stands in their bands: marks, and parts of broken digits."""
    rows = sorted(rows, key=lambda row: -sum(p.area for p in row.pieces))
    large: list[Row] = []
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
