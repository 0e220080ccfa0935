"""Squared paper: its rules part no cells, for nobody ruled them to part what is written on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.reading.layout.rule import Rule

_FEWEST: Final = 3
"""Rules of squared paper in each direction, at least."""
_SMALLER: Final = 1.1
"""Squares are smaller than so many heights of the writing: hardly a digit fits in them;"""
_AT_MOST: Final = 2.5
"""or smaller than so many, where there are"""
_MANY: Final = 150
"""so many squares, more than a table or a form has cells as wide as tall."""
_BITS: Final = 0.25
"""What is nearer to each other, in heights of the writing, are bits of one rule."""
_SQUARE: Final = 0.15
"""The sides of a square differ by this share, at most."""


def of_squared_paper(rules: Sequence[Rule], height: float) -> bool:
    """Whether rules are those of squared paper.

    Args:
        rules: of a page; some may not have been found.
        height: of the writing, in pixels.
    """
    gaps = [
        _gaps([r.at for r in rules if r.level is level], _BITS * height) for level in (True, False)
    ]
    tall, wide = (_typical(own) for own in gaps)
    many = len(gaps[0]) * len(gaps[1]) >= _MANY
    smaller = max(tall, wide) < (_AT_MOST if many else _SMALLER) * height
    return smaller and abs(tall - wide) <= _SQUARE * max(tall, wide)


def _gaps(places: list[float], bits: float) -> list[float]:
    """How far rules of one direction are apart, each from the next, in order."""
    return sorted(b - a for a, b in pairwise(sorted(places)) if b - a > bits)


def _typical(gaps: list[float]) -> float:
    """How far most rules are apart; infinite where there are too few."""
    # Where some were not found, or a stroke was taken for one, most of the small gaps are right.
    return gaps[len(gaps) // 4] if len(gaps) >= _FEWEST - 1 else math.inf
