"""Printed or drawn rules that end within the picture: frames, boxes, comb fields, tables.

A rule is thin and straight. It may be hardly longer than a digit; what tells it from a 1 is that
rules close cells together. They are looked for in all that is darker than the paper, not in the ink
alone: next to a pen's strokes a printed line is too faint to be ink in places, and a rule in bits
looks like ones.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Ink, Mask
from bot.reading.binarise.percentile import median
from bot.reading.binarise.ruled_lines import STRONGER, level_runs, shallow
from bot.reading.layout.parting_rules import between_lines
from bot.reading.layout.rule import Rule

LONG: Final = 6.0
"""What is so many times as long as the writing is tall is a rule by itself;"""
_THROUGH: Final = 1.1
"""so many times, if there are several that go from the picture's top to its bottom;"""
_SIDE: Final = 1.4
"""so many times, if it closes a cell with others."""
_ROUNDS: Final = 4
"""What does not close anything falls away, and then what it has closed, in so many rounds."""
_RUN: Final = 0.75
"""Straight runs of this length, in heights of the writing, are looked for."""
_MEETS: Final = 0.1
"""Two rules meet that come this near, in heights of the writing,"""
_ENDS: Final = 2
"""and so many pixels more."""
_STRONGER: Final = 1.4
"""What is so many times as thick and has so many times as much ink, for its length, as the rules
that it crosses is a stroke."""
_THICK: Final = 0.3
"""A rule is at most this thick, in heights of the writing (and 3 pixels always may be)."""
_GAP: Final = 0.4
"""Gaps of a rule are at most this long, in heights of the writing: strokes that cross it."""
_COVERED: Final = 0.85
"""A rule is seen along this share of its length, at least."""
_BENT: Final = 0.01
"""It strays from its course by no more than this share of its length."""
_STEEPEST: Final = 0.1
"""A rule leans by so much at most, from level or upright: a sheet that is not held straight."""
_LEFT: Final = 0.15
"""Where ruled lines were taken out already, this share of the rules' length is still there."""
_WEAKER: Final = 0.3
"""The weakest part of a rule, this share, is a rule for certain: a pen may cover much of it."""
_SMALLEST: Final = 6
"""Writing that is lower, in pixels, is not told from rules."""


Flags = NDArray[np.bool_]
"""`[n]`, of candidates."""


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
    rows = Candidates(ink.strength, ink.floor, height)
    columns = Candidates(cv2.transpose(ink.strength), ink.floor, height)
    parting = between_lines(rows, mask, height)
    rows_taken, columns_taken = _accepted(rows, columns, height, parting)
    rules = rows.rules(rows_taken, level=True) + columns.rules(columns_taken, level=False)
    if mask is not ink.mask:
        rows_left = rows_taken & rows.are_left(ink.mask, mask)
        columns_left = columns_taken & columns.are_left(
            cv2.transpose(ink.mask), cv2.transpose(mask)
        )
        long = rows.lengths[rows_left].sum() + columns.lengths[columns_left].sum()
        if long < _LEFT * (rows.lengths[rows_taken].sum() + columns.lengths[columns_taken].sum()):
            return [], mask  # of ruled paper: what still looks like a rule of it is writing
        rows_taken, columns_taken = rows_left, columns_left
    left = mask
    if rows_taken.any():
        left = left & (1 - rows.pixels(rows_taken, left))
    if columns_taken.any():
        left = left & (1 - cv2.transpose(columns.pixels(columns_taken, cv2.transpose(left))))
    return rules, left


class Candidates:
    """Thin straight pieces of one direction, as if it were horizontal."""

    def __init__(self, strength: Gray, floor: int, height: float) -> None:
        self.strength = strength
        run = max(5, int(_RUN * height))
        thickest = max(3, int(_THICK * height))
        ridges = cv2.morphologyEx(strength, cv2.MORPH_TOPHAT, np.ones((thickest + 1, 1), np.uint8))
        thin = cv2.compare(ridges, np.full_like(ridges, floor), cv2.CMP_GT) & 1
        # A rule that is not level steps from row to row.
        wide = cv2.dilate(thin, np.ones((3, 1), np.uint8))
        self.straight = level_runs(wide, run) & thin
        reach = max(1, int(_GAP * height / 2))
        bridged = cv2.dilate(self.straight, np.ones((3, 2 * reach + 1), np.uint8))
        self.count, self.labels, stats, _ = cv2.connectedComponentsWithStats(
            bridged, connectivity=8
        )
        x, _, w, _ = stats[:, :4].T.astype(np.float64)
        self.width = strength.shape[1]
        self.starts = np.where(x <= 0, 0, x + reach)
        self.ends = np.where(x + w >= self.width, self.width, x + w - reach)
        self.lengths = self.ends - self.starts
        self.lengths[0] = 0
        rows, columns = np.nonzero(self.straight)
        own = self.labels[rows, columns]
        pixels = np.maximum(np.bincount(own, minlength=self.count), 1)
        self.masses = np.bincount(own, strength[rows, columns], self.count) / np.maximum(
            self.lengths, 1
        )
        self.thickness = pixels / np.maximum(self.lengths, 1)
        self.at = np.bincount(own, rows, self.count) / pixels
        self.middles = np.bincount(own, columns, self.count) / pixels
        across, along = rows - self.at[own], columns - self.middles[own]
        spread = np.bincount(own, along * along, self.count)
        self.slopes = np.bincount(own, along * across, self.count) / np.maximum(spread, 1)
        away = across - self.slopes[own] * along
        bend = np.sqrt(np.bincount(own, away * away, self.count) / pixels)
        course = self.thickness / 2 + 1 + _BENT * self.lengths
        stray = np.abs(away) > course[own]
        self.straight[rows[stray], columns[stray]] = 0
        self._places = own, rows, columns
        seen = np.unique(own[~stray] * np.int64(self.width) + columns[~stray]) // self.width
        covered = np.bincount(seen, minlength=self.count)
        askew = np.abs(self.slopes) > _STEEPEST
        self.lengths[askew | (bend > course) | (covered < _COVERED * self.lengths)] = 0

    def are_left(self, before: Mask, after: Mask) -> Flags:
        """Which candidates have most of their ink still, after some of all ink was taken out."""
        own, rows, columns = self._places
        counts = [np.bincount(own, mask[rows, columns], self.count) for mask in (before, after)]
        left: Flags = counts[1] > counts[0] / 2
        return left

    def rules(self, taken: Flags, *, level: bool) -> list[Rule]:
        """Some of them as rules."""
        return [
            Rule(
                level,
                self.starts[i],
                self.ends[i],
                self.at[i]
                + self.slopes[i] * ((self.starts[i] + self.ends[i]) / 2 - self.middles[i]),
                self.thickness[i],
                self.slopes[i],
            )
            for i in np.flatnonzero(taken)
        ]

    def pixels(self, taken: Flags, mask: Mask) -> Mask:
        """The rules' own pixels in a mask: not those of strokes that cross them, or lie on them."""
        line = taken[self.labels].astype(np.uint8) & self.straight
        thickness = median(self.thickness[taken])
        gaps = np.ones((1, max(3, int(6 * thickness))), np.uint8)
        bridged = cv2.morphologyEx(line, cv2.MORPH_CLOSE, gaps)
        most = cv2.morphologyEx(self._strongest(taken), cv2.MORPH_CLOSE, gaps)
        most = cv2.dilate(most, np.ones((3, 3), np.uint8))
        faint = cv2.compare(self.strength, most, cv2.CMP_LE) & 1
        pixels: Mask = shallow(mask, bridged, max(thickness, 1.0)) & faint
        return pixels

    def _strongest(self, taken: Flags) -> Gray:
        """How strong a rule may be at each of its pixels: what is stronger is of a pen on it."""
        own, rows, columns = (places[taken[self._places[0]]] for places in self._places)
        at = own * np.int64(self.width) + columns
        order = np.argsort(at, kind="stable")
        first = np.flatnonzero(np.diff(at[order], prepend=-1))
        peaks = np.maximum.reduceat(self.strength[rows, columns][order], first)
        owners = own[order][first]
        # Of a coarse scan a rule may be half as strong where it lies between two rows of pixels.
        by_strength = np.lexsort((peaks, owners))
        every, begins, counts = np.unique(owners, return_index=True, return_counts=True)
        level = np.zeros(self.count)
        level[every] = peaks[by_strength][begins + (_WEAKER * counts).astype(int)]
        most = np.zeros_like(self.strength)
        most[rows, columns] = np.clip(STRONGER * np.maximum(level[own], median(peaks)), 0, 255)
        return most


def _accepted(
    rows: Candidates, columns: Candidates, height: float, parting: Flags
) -> tuple[Flags, Flags]:
    """Which candidates are rules: what is long, parts lines, or together closes cells."""
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
    taken = [c | k for c, k in zip(closed, known, strict=True)]
    # A rule along the picture's edge may be cut off, and seems thin.
    inner = taken[0] & (rows.at > _ENDS) & (rows.at < columns.width - 1 - _ENDS)
    return taken[0], taken[1] & (through | _no_stronger(columns, rows, inner))


def _is_closed(own: Candidates, others: Candidates, taken: Flags, near: float) -> Flags:
    """Which candidates meet rules of the other direction at both ends, or the picture's edge."""
    starts, ends = others.starts[taken], others.ends[taken]
    # Of a sheet that is not held straight, a rule lies elsewhere at each of those that it meets.
    at = others.at[taken] + others.slopes[taken] * (own.at[:, None] - others.middles[taken])
    # Rules meet at their sides, not in their middles.
    across, along = near + own.thickness[:, None] / 2, near + others.thickness[taken] / 2
    beside = (starts - across <= own.at[:, None]) & (own.at[:, None] <= ends + across)
    begins = (beside & (np.abs(at - own.starts[:, None]) <= along)).any(axis=1)
    finishes = (beside & (np.abs(at - own.ends[:, None]) <= along)).any(axis=1)
    crosses = (beside & (own.starts[:, None] < at) & (at < own.ends[:, None])).any(axis=1)
    first, last = own.starts <= near, own.ends >= own.width - near
    met: Flags = (begins | first) & (finishes | last) & (begins | finishes | crosses)
    return met


def _no_stronger(own: Candidates, others: Candidates, taken: Flags) -> Flags:
    """Which candidates are no stronger than the rules they cross: a 1 that fills a row is."""
    at, starts, ends = others.at[taken], others.starts[taken], others.ends[taken]
    crosses = (own.starts[:, None] - _ENDS <= at) & (at <= own.ends[:, None] + _ENDS)
    crosses &= (starts - _ENDS <= own.at[:, None]) & (own.at[:, None] <= ends + _ENDS)
    found = crosses.any(axis=1)
    alike = [
        value <= _STRONGER * np.where(crosses, most[taken], 0).max(axis=1, initial=0)
        for value, most in ((own.masses, others.masses), (own.thickness, others.thickness))
    ]
    weak: Flags = ~found | alike[0] | alike[1]
    return weak
