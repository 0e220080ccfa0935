"""Which of the digits that were found are the writing, and which are chance.

A fold, the edge of a table or a printed grid can look like a digit too. The writing of one picture
is of one pen and about one size; what is far fainter or far smaller beside it is not part of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bot.reading.layout.components import Piece
from bot.reading.result import Box, Glyph

_FAINT: Final = 0.42
"""Ink is part of the writing from this share of the writing's strength on."""
_SIZES: Final = (0.4, 2.6)
"""Likewise between these shares of its height."""
_LEAST_EXPLAINED: Final = 0.5
"""Digits must explain this share of the ink, or the picture shows something else."""
_FEW: Final = 3
_LEAST_FEW: Final = 0.55
_LEAST_MANY: Final = 0.3
"""The geometric mean of the digits' confidences, where there are few and where there are more, from
which on a picture is answered; chance seldom makes three digits in a row."""
_LEAST_LIKELY: Final = 0.5
"""For each of its digits, a number must be at least so likely."""
_LEAST_SCATTERED: Final = 0.8
"""Lines of one or two digits each, and no longer one, must be this sure together."""
_DOUBTFUL_LINE: Final = 0.7
"""A line of one or two digits beside longer ones must be at least this sure."""
_EDGE: Final = 0.15
"""A 1 so slender, at the picture's edge and with nothing beside it, is no digit."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A digit that was found, with what tells writing from chance.

    Attributes:
        digit: 0 to 9.
        confidence: of the network and the cuts.
        box: in pixels of the ink's arrays.
        probabilities: of the ten digits.
        glyph: what the network saw.
        strength: mean strength of its ink, 0 to 255.
        at_edge: it touches the edge of the picture.
        area: of its ink, in pixels.
    """

    digit: int
    confidence: float
    box: Box
    probabilities: tuple[float, ...]
    glyph: Glyph
    strength: float
    at_edge: bool
    area: int


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One line: the digits found in it, and how sure that is."""

    marks: tuple[Mark, ...]
    confidence: float


def joined(words: list[ReadRow]) -> ReadRow:
    """One line of its words."""
    return ReadRow(
        tuple(mark for word in words for mark in word.marks),
        math.prod(word.confidence for word in words),
    )


def plausible(rows: list[ReadRow]) -> list[ReadRow]:
    """Leaves out what is not of the same writing as the rest.

    Args:
        rows: every line that was found.

    Returns:
        the lines of writing.
    """
    marks = [mark for row in rows for mark in row.marks]
    if not marks:
        return []
    strength, height = _typical(marks)
    longest = max(len(row.marks) for row in rows)
    kept = []
    for row in rows:
        own = tuple(mark for mark in row.marks if _fits(mark, strength, height))
        weak = own and np.mean([mark.confidence for mark in own]) < _DOUBTFUL_LINE
        if own and not (len(own) <= 2 < longest and (weak or any(m.at_edge for m in own))):
            kept.append(replace(row, marks=own))
    return kept


@dataclass(frozen=True, slots=True)
class Least:
    """What is fainter or lower than this is no part of the writing."""

    strength: float
    height: float

    def allows(self, piece: Piece) -> bool:
        """Whether a piece may be of the writing."""
        return piece.strength >= self.strength and piece.box.h >= self.height


def least_of(marks: list[Mark]) -> Least:
    """What a piece must be for `plausible` to keep it, as far as `marks` tell."""
    if not marks:
        return Least(0.0, 0.0)
    strength, height = _typical(marks)
    return Least(_FAINT * strength, _SIZES[0] * height)


def is_writing(rows: list[ReadRow], mass: float) -> bool:
    """Whether what was found is a number, and not by chance like one.

    Args:
        rows: the lines that `plausible` kept.
        mass: area times strength of all ink in the picture.
    """
    marks = [mark for row in rows for mark in row.marks]
    sure = [mark.confidence for mark in marks]
    if all(_may_be_an_edge(mark) for mark in marks):
        return False
    if sum(mark.area * mark.strength for mark in marks) <= _LEAST_EXPLAINED * mass:
        return False
    scattered = len(rows) > 1 and max(len(row.marks) for row in rows) < _FEW
    if scattered and math.prod(row.confidence for row in rows) < _LEAST_SCATTERED:
        return False
    likely = math.prod(row.confidence for row in rows)
    if likely < _LEAST_LIKELY ** len(marks):
        return False
    typical = float(np.exp(np.mean(np.log(sure))))
    return typical >= (_LEAST_FEW if len(marks) < _FEW else _LEAST_MANY)


def _may_be_an_edge(mark: Mark) -> bool:
    """Whether a 1 may as well be the end of a printed line, or the edge of the paper."""
    return mark.at_edge and mark.digit == 1 and mark.box.w <= _EDGE * mark.box.h


def _typical(marks: list[Mark]) -> tuple[float, float]:
    """Strength and height of the writing, what is sure, large and strong counting for more."""
    weights = [
        mark.confidence * mark.strength * mark.area * (0.3 if mark.at_edge else 1.0)
        for mark in marks
    ]
    strength = _weighted_median([mark.strength for mark in marks], weights)
    return strength, _weighted_median([float(mark.box.h) for mark in marks], weights)


def _fits(mark: Mark, strength: float, height: float) -> bool:
    return (
        mark.strength >= _FAINT * strength
        and _SIZES[0] * height <= mark.box.h <= _SIZES[1] * height
    )


def _weighted_median(values: list[float], weights: list[float]) -> float:
    order = np.argsort(values)
    total = np.cumsum(np.asarray(weights)[order])
    return float(np.asarray(values)[order][int(np.searchsorted(total, total[-1] / 2))])
