"""Lines of writing while they grow: each takes in the ink that stands in its band."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.box import gap, union
from bot.reading.layout.components import Piece
from bot.reading.layout.grouping import NEAR, STACKED
from bot.reading.layout.lines import FITTED, slope_of
from bot.reading.median import median, weighted_quantile

_BAND: Final = 0.75
"""What belongs to a line has its middle at most so far from the line's, in heights,"""
_BESIDE: Final = 1.5
"""and is so far from its nearest piece, at most."""
_TALL: Final = 0.6
"""The height of a line is that of the piece at this quantile, tall pieces counting for more."""
_FEW: Final = 2
"""A line of so few pieces may be a part of the one in whose band it stands."""


class Row:
    """The pieces of a line while it grows."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._hold(pieces)
        heights = [float(p.box.h) for p in self.pieces]
        self.height = weighted_quantile(heights, heights, _TALL)
        self.tall = [p for p in self.pieces if p.box.h >= 0.5 * self.height]
        self.lean(self._slope())

    def _hold(self, pieces: list[Piece]) -> None:
        self.pieces = sorted(pieces, key=lambda p: p.box.x + p.box.w / 2)
        self._left, self._right = _sides(self.pieces).T

    def take(self, pieces: list[Piece]) -> None:
        """Adds what stands in its band; its height and slope stay."""
        self._hold(self.pieces + pieces)

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

    def away(self, pieces: list[Piece]) -> NDArray[np.float64]:
        """How far from the line pieces stand, in its heights; infinite where they are no part."""
        left, right = _sides(pieces).T
        level = self._level + self.slope * (left + right) / 2
        across = np.abs([piece.middle for piece in pieces] - level) / self.height
        far = np.full(len(pieces), np.inf)
        (near,) = np.nonzero(across <= _BAND)
        gaps = np.maximum(
            self._left - right[near, None], left[near, None] - self._right
        ).min(axis=1) / self.height  # fmt: skip
        far[near] = np.where(gaps > _BESIDE, np.inf, across[near] + np.maximum(0.0, gaps))
        return far

    def may_hold(self, piece: Piece) -> bool:
        """Whether a tall piece may be a part of a digit of the line, and not one below it."""
        nearest = min((p.box for p in self.pieces), key=lambda box: gap(box, piece.box))
        near = gap(nearest, piece.box) <= NEAR * self.height
        low = union([nearest, piece.box]).h <= STACKED * self.height
        return bool(near and low and self.away([piece])[0] < np.inf)


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
    while loose and large:
        distances = np.array([row.away(loose) for row in large])
        nearest = distances.argmin(axis=0)
        belongs = np.isfinite(distances.min(axis=0))
        if not belongs.any():
            break
        for place, row in enumerate(large):
            row.take([loose[at] for at in np.flatnonzero(belongs & (nearest == place))])
        loose = [piece for piece, has in zip(loose, belongs, strict=True) if not has]
    return large


def _sides(pieces: list[Piece]) -> NDArray[np.float64]:
    """Columns at which pieces begin and end, `[n, 2]`."""
    return np.array([(p.box.x, p.box.x + p.box.w) for p in pieces], np.float64).reshape(-1, 2)
