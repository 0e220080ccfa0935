"""Dashed rules of tables and forms: made solid, they are found as any other rule is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from bot.reading.binarise.ink import Ink
from bot.reading.layout.components import Piece
from bot.reading.layout.lines import MOST
from bot.reading.median import median

_SLENDER: Final = 2.5
"""A dash is at least so many times as long as thick."""
_ALIKE: Final = 1.5
"""Dashes beside each other, and level and upright ones, differ by at most this factor in length;"""
_MISSING: Final = 5.0
"""they are at most so many lengths apart, where some between them hang together with a digit."""
_FEWEST: Final = 5
"""A dashed rule has so many dashes at least that hang together with nothing."""


class DashedRule(NamedTuple):
    """A rule of dashes.

    Attributes:
        first, last: its ends, `(x, y)` in pixels.
        thickness: in pixels.
        strength: of its ink, 0 to 255.
    """

    first: tuple[float, float]
    last: tuple[float, float]
    thickness: float
    strength: float


def dashed_rules(pieces: Sequence[Piece]) -> list[DashedRule]:
    """Finds rows of dashes, level or upright.

    Args:
        pieces: of the ink.
    """
    boxes = np.array([piece.box for piece in pieces], np.float64).reshape(-1, 4)
    levels, uprights = _rows(boxes, level=True), _rows(boxes, level=False)
    # Bars above each other may be the ones of a column, which are no dashes like the level ones.
    lengths = [float(boxes[at, 2]) for row in levels for at in row]
    uprights = [row for row in uprights if lengths and _are_alike(boxes[row, 3], lengths)]
    found = []
    for level, row in [*((True, row) for row in levels), *((False, row) for row in uprights)]:
        x, y, w, h = (boxes[row] if level else boxes[row][:, [1, 0, 3, 2]]).T
        across = y + h / 2
        # It goes on to where the next dash would end: there a corner is, or a digit on it.
        pitch = median(np.diff(x))
        start, end = x[0] - pitch, x[-1] + w[-1] + pitch
        course = np.polyval(np.polyfit(x + w / 2, across, 1), [start, end])
        ends = [(start, course[0]), (end, course[1])]
        first, last = ends if level else [(b, a) for a, b in ends]
        strength = median([pieces[at].strength for at in row])
        found.append(DashedRule(first, last, median(h), strength))
    return found


def with_solid_rules(ink: Ink, rules: Sequence[DashedRule]) -> Ink:
    """The ink with dashed rules drawn through, from the first of their ink to the last."""
    strength, mask = ink.strength.copy(), ink.mask.copy()
    for rule in rules:
        course = np.zeros_like(mask)
        first, last = (tuple(round(v) for v in end) for end in (rule.first, rule.last))
        cv2.line(course, first, last, 1, max(1, round(rule.thickness)))
        x, y, w, h = cv2.boundingRect(course & ink.mask)
        line = course[y : y + h, x : x + w]
        mask[y : y + h, x : x + w] |= line
        own = strength[y : y + h, x : x + w]
        np.maximum(own, line * np.uint8(min(rule.strength, 255)), out=own)
    return ink._replace(strength=strength, mask=mask)


def _are_alike(some: ArrayLike, others: ArrayLike) -> bool:
    """Whether lengths are typically the same."""
    one, other = median(some), median(others)
    return max(one, other) <= _ALIKE * min(one, other)


def _rows(boxes: NDArray[np.float64], *, level: bool) -> list[list[int]]:
    """The rows of bars that lie end to end, `_FEWEST` of them at least."""
    x, y, w, h = boxes.T if level else boxes.T[[1, 0, 3, 2]]
    own = np.flatnonzero(w >= _SLENDER * h)
    if not _FEWEST <= len(own) <= MOST:
        return []
    x, y, w, h = x[own], (y + h / 2)[own], w[own], h[own]
    gap = x - (x + w)[:, None]
    longer, shorter = np.maximum(w, w[:, None]), np.minimum(w, w[:, None])
    near = (gap > 0) & (gap <= _MISSING * shorter) & (longer <= _ALIKE * shorter)
    near &= np.abs(y - y[:, None]) <= np.maximum(h, h[:, None])
    cost = np.where(near, gap, np.inf)
    after, before = cost.argmin(axis=1), cost.argmin(axis=0)
    follows = {i: int(j) for i, j in enumerate(after) if np.isfinite(cost[i, j]) and before[j] == i}
    rows = []
    for start in sorted(set(follows) - set(follows.values())):
        row = [start]
        while row[-1] in follows:
            row.append(follows[row[-1]])
        if len(row) >= _FEWEST:
            rows.append(own[row].tolist())
    return rows
