"""Printed or drawn rules that end within the picture: frames, boxes, comb fields, tables.

A rule is thin and straight. It may be hardly longer than a digit; what tells it from a 1 is that
rules close cells together.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Ink, Mask
from bot.reading.layout.parting_rules import between_lines
from bot.reading.layout.ridges import Flags, Ridges
from bot.reading.layout.rule import Rule

LONG: Final = 6.0
"""What is so many times as long as the writing is tall is a rule by itself;"""
_THROUGH: Final = 1.1
"""so many times, if there are several that go from the picture's top to its bottom;"""
_SIDE: Final = 1.4
"""so many times, if it closes a cell with others."""
_ROUNDS: Final = 4
"""What does not close anything falls away, and then what it has closed, in so many rounds."""
_MEETS: Final = 0.1
"""Two rules meet that come this near, in heights of the writing,"""
_ENDS: Final = 2
"""and so many pixels more;"""
_BEYOND: Final = 0.1
"""or one goes on beyond the other by so much of its own length, as where it is drawn by hand."""
_SMALLEST: Final = 6
"""Writing that is lower, in pixels, is not told from rules."""


def find_rules(ink: Ink, mask: Mask, height: float) -> tuple[list[Rule], Mask]:
    """Finds the rules of a picture, and takes them out of its ink.

    Args:
        ink: of the picture.
        mask: `[h, w]`, of the ink, without what was taken out already; left as it is.
        height: of the writing, in pixels.

    Returns:
        the rules, and the mask without them; strokes that cross them are left whole.
    """
    if height < _SMALLEST:
        return [], mask
    rows = Ridges(ink.strength, ink.floor, height)
    columns = Ridges(cv2.transpose(ink.strength), ink.floor, height)
    parting = between_lines(rows, mask, height)
    rows_taken, columns_taken = _accepted(rows, columns, height, parting)
    rules = rows.rules(rows_taken, level=True) + columns.rules(columns_taken, level=False)
    left = mask
    if rows_taken.any():
        left = left & (1 - rows.pixels(rows_taken, left))
    if columns_taken.any():
        left = left & (1 - cv2.transpose(columns.pixels(columns_taken, cv2.transpose(left))))
    return rules, left


def _accepted(rows: Ridges, columns: Ridges, height: float, parting: Flags) -> tuple[Flags, Flags]:
    """Which ridges are rules: what is long, parts lines, or together closes cells."""
    closed = [own.lengths >= _SIDE * height for own in (rows, columns)]
    known = [own.lengths >= LONG * height for own in (rows, columns)]
    known[0] |= parting
    through = columns.lengths >= max(_THROUGH * height, columns.width - 2 * _ENDS)
    through &= np.count_nonzero(through) > 1
    known[1] |= through
    near = _MEETS * height + _ENDS
    for _ in range(_ROUNDS):
        for at, (own, others) in enumerate(((rows, columns), (columns, rows))):
            closed[at] &= known[at] | _is_closed(own, others, closed[1 - at] | known[1 - at], near)
    return closed[0] | known[0], closed[1] | known[1]


def _is_closed(own: Ridges, others: Ridges, taken: Flags, near: float) -> Flags:
    """Which ridges meet rules of the other direction at both ends, or the picture's edge."""
    starts, ends = others.starts[taken], others.ends[taken]
    # Of a sheet that is not held straight, a rule lies elsewhere at each of those that it meets.
    at = others.at[taken] + others.slopes[taken] * (own.at[:, None] - others.middles[taken])
    # Rules meet at their sides, not in their middles.
    across, along = near + own.thickness[:, None] / 2, near + others.thickness[taken] / 2
    beside = (starts - across <= own.at[:, None]) & (own.at[:, None] <= ends + across)
    beyond = np.maximum(along, _BEYOND * own.lengths[:, None])
    after, before = at - own.starts[:, None], own.ends[:, None] - at
    begins = (beside & (after >= -along) & (after <= beyond)).any(axis=1)
    finishes = (beside & (before >= -along) & (before <= beyond)).any(axis=1)
    crosses = (beside & (after > 0) & (before > 0)).any(axis=1)
    first, last = own.starts <= near, own.ends >= own.width - near
    met: Flags = (begins | first) & (finishes | last) & (begins | finishes | crosses)
    return met


def rules_in(strength: Gray, floor: int, height: float) -> list[Rule]:
    """The rules of ink that holds nothing else.

    Args:
        strength: `[h, w]`, of that ink.
        floor: what is weaker is none.
        height: of the writing beside it, in pixels.
    """
    if height < _SMALLEST:
        return []
    rows = Ridges(strength, floor, height)
    columns = Ridges(cv2.transpose(strength), floor, height)
    return rows.rules(rows.lengths >= height, level=True) + columns.rules(
        columns.lengths >= height, level=False
    )
