"""Squared paper: its rules part no cells, for the writing is hardly smaller than its squares."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.reading.layout.grid import Rule

_FEWEST: Final = 3
"""Rules of squared paper in each direction, at least."""
_SMALLER: Final = 1.1
"""Squares are smaller than so many heights of the writing: hardly a digit fits in them."""
_BITS: Final = 0.25
"""What is nearer to each other, in heights of the writing, are bits of one rule."""
_SQUARE: Final = 0.15
"""The sides of a square differ by this share, at most."""


def of_squared_paper(rules: Sequence[Rule], height: float) -> bool:
    """Whether rules are those of squares that hardly a digit fits in.

    Args:
        rules: of a page; some may not have been found.
        height: of the writing, in pixels.
    """
    tall, wide = (
        _distance([r.at for r in rules if r.level is level], _BITS * height)
        for level in (True, False)
    )
    return max(tall, wide) < _SMALLER * height and abs(tall - wide) <= _SQUARE * max(tall, wide)


def _distance(places: list[float], bits: float) -> float:
    """How far rules of one direction are apart; infinite where there are too few."""
    gaps = sorted(b - a for a, b in pairwise(sorted(places)) if b - a > bits)
    # Where some were not found, or a stroke was taken for one, most of the small gaps are right.
    return gaps[len(gaps) // 4] if len(gaps) >= _FEWEST - 1 else math.inf
