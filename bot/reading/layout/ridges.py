"""Thin straight pieces of a picture, level or upright: what may be a rule.

They are looked for in all that is darker than the paper, not in the ink alone: next to a pen's
strokes a printed line is too faint to be ink in places, and a rule in bits looks like ones.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Mask
from bot.reading.binarise.ruled_lines import STRONGER, level_runs, shallow
from bot.reading.layout.ridge_measures import COVERED, STEEPEST, Pixels, joined, measured
from bot.reading.layout.rule import Rule
from bot.reading.median import median

_RUN: Final = 0.75
"""Straight runs of this length, in heights of the writing, are looked for."""
_THICK: Final = 0.3
"""A rule is at most this thick, in heights of the writing (and 3 pixels always may be)."""
_GAP: Final = 0.4
"""Gaps of a rule are at most this long, in heights of the writing: strokes that cross it."""
_WEAKER: Final = 0.3
"""The weakest part of a rule, this share, is a rule for certain: a pen may cover much of it."""

Flags = NDArray[np.bool_]
"""`[n]`, of ridges."""


class Ridges:
    """Thin straight pieces of one direction, as if it were horizontal."""

    def __init__(self, strength: Gray, floor: int, height: float) -> None:
        self.strength = strength
        run = max(5, int(_RUN * height))
        thickest = max(3, int(_THICK * height))
        narrow = cv2.morphologyEx(strength, cv2.MORPH_TOPHAT, np.ones((thickest + 1, 1), np.uint8))
        thin = cv2.compare(narrow, np.full_like(narrow, floor), cv2.CMP_GT) & 1
        # A rule that is not level steps from row to row.
        wide = cv2.dilate(thin, np.ones((3, 1), np.uint8))
        self.straight = level_runs(wide, run) & thin
        reach = max(1, int(_GAP * height / 2))
        bridged = cv2.dilate(self.straight, np.ones((3, 2 * reach + 1), np.uint8))
        self.count, labels = cv2.connectedComponents(bridged, connectivity=8)
        self.width = strength.shape[1]
        rows, columns = np.nonzero(self.straight)
        of = joined(measured(Pixels(labels[rows, columns], rows, columns), self.count))
        self.labels = of[labels]
        own = self.labels[rows, columns]
        self._places = Pixels(own, rows, columns)
        ridges = measured(self._places, self.count)
        # What nearly reaches the picture's edge goes on beyond it.
        self.starts = np.where(ridges.starts <= reach, 0, ridges.starts)
        self.ends = np.where(ridges.ends + reach >= self.width, self.width, ridges.ends)
        self.lengths = self.ends - self.starts
        self.lengths[0] = 0
        self.thickness, self.slopes = ridges.thickness, ridges.slopes
        self.at, self.middles = ridges.at, ridges.middles
        along = columns - self.middles[own]
        away = rows - self.at[own] - self.slopes[own] * along
        bend = np.sqrt(np.bincount(own, away * away, self.count) / ridges.pixels)
        stray = np.abs(away) > ridges.courses[own]
        self.straight[rows[stray], columns[stray]] = 0
        kept = measured(Pixels(own[~stray], rows[~stray], columns[~stray]), self.count)
        askew = np.abs(self.slopes) > STEEPEST
        bent = bend > ridges.courses
        self.lengths[askew | bent | (kept.covered < COVERED * self.lengths)] = 0

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
