"""The ink of each symbol that was read in a line: its box, and its 28x28 picture."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.box import Box
from bot.reading.digits.normalise import normalise
from bot.reading.glyph import Glyph
from bot.reading.line.line_ink import LineInk

_ONE: Final = 0.75
"""A piece of ink belongs whole to the symbol that has this share of it; others are parted."""


_GROUND: Final = 0.25
"""What is weaker than this share of the ink's strength is ground: the soft edges of strokes."""
_TALL: Final = 0.5
"""A frame is at least this share as tall as the tallest piece of its line,"""
_FILLED: Final = 0.3
"""and what is in it is this share as tall as the frame, at least."""
_FLAT: Final = 4.0
"""A rule is so many times as wide as tall, at least, and as wide as the symbol that it is under,"""
_FOOT: Final = 0.8
"""of which this share is above it."""


class LineMarks:
    """Parts the ink of one line among its symbols, for each string that it may be.

    The strings have many symbols in common. What was made of the same ink is the same glyph.
    """

    def __init__(self, line: LineInk) -> None:
        self._line = line
        self._made: dict[tuple[Box, bytes], tuple[Box, Glyph]] = {}

    def __call__(self, middles: list[float]) -> list[tuple[Box, Glyph]]:
        """Parts the ink.

        Args:
            middles: column, in the ink's pixels, of the middle of each symbol, from left to right.

        Returns:
            For each symbol its box in the picture's ink, and its picture as the digit network takes
            it; all 0, at the middle, where nothing is left for a symbol.
        """
        if len(middles) < 2:
            labels, _ = self._pieces
            return [self._mark((labels > 0).view(np.uint8), one) for one in middles]
        owner = self._owners(middles)
        return [self._mark((owner == k).view(np.uint8), middles[k]) for k in range(len(middles))]

    def whole(self) -> Glyph:
        """All of the ink as one symbol."""
        [(_, glyph)] = self([self._line.pixels.shape[1] / 2])
        return glyph

    def _owners(self, middles: list[float]) -> NDArray[np.intp]:
        """The symbol that each pixel belongs to, -1 where there is no ink."""
        (height, width), count = self._line.pixels.shape, len(middles)
        bounds = [(a + b) / 2 for a, b in pairwise(middles)]
        of_column = np.searchsorted(np.asarray(bounds), np.arange(width), side="right")
        _, areas = self._pieces
        at, pieces = self._ink
        nearest = of_column[at % width]
        shared = np.bincount(pieces * count + nearest, minlength=len(areas) * count).reshape(
            len(areas), count
        )
        first = shared.argmax(axis=1)
        whole = shared.max(axis=1) >= _ONE * np.maximum(areas, 1)
        owner = np.full(height * width, -1)
        owner[at] = np.where(whole[pieces], first[pieces], nearest)
        return owner.reshape(height, width)

    @cached_property
    def _ink(self) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        """Where there is ink of symbols, in the flat picture, and the number of its piece."""
        labels = self._pieces[0].ravel()
        at = np.flatnonzero(labels)
        return at, labels[at]

    @cached_property
    def _pieces(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The number of the piece that each pixel belongs to, and the area of each piece.

        Boxes, rings and rules belong to no symbol; their pixels have number 0.
        """
        pixels = self._line.pixels
        level = cv2.mean(pixels, (pixels > 0).view(np.uint8))[0]
        mask = (pixels > _GROUND * level).view(np.uint8)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        others = _around_symbols(stats)
        if others.any():
            labels[others[labels]] = 0
        return labels, stats[:, cv2.CC_STAT_AREA]

    def _mark(self, mine: NDArray[np.uint8], middle: float) -> tuple[Box, Glyph]:
        x, y, w, h = cv2.boundingRect(mine)
        if not w:
            height = self._line.pixels.shape[0]
            box = self._line.place(Box(int(middle), 0, 1, height))
            return box, np.zeros((28, 28), np.uint8)
        mask = mine[y : y + h, x : x + w]
        key = Box(x, y, w, h), mask.tobytes()
        if key not in self._made:
            self._made[key] = _mark(self._line, key[0], mask)
        return self._made[key]


def _around_symbols(stats: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which pieces are no symbol's: what has others wholly within, and what lies flat under one.

    Args:
        stats: of the pieces, as OpenCV gives them; the first is the ground.
    """
    x, y, w, h = stats[1:, :4].T
    found = np.zeros(len(stats), bool)
    tall = np.flatnonzero(h >= _TALL * h.max(initial=0))
    left, top, right, foot = (side[tall, None] for side in (x, y, x + w, y + h))
    within = (left < x) & (x + w < right) & (top < y) & (y + h < foot)
    within &= h >= _FILLED * h[tall, None]
    found[1 + tall] = within.any(axis=1)
    under = (x <= left) & (right <= x + w) & (y >= top + _FOOT * (foot - top))
    found[1:] |= (w >= _FLAT * h) & under.any(axis=0)
    return found


def _mark(line: LineInk, place: Box, mask: NDArray[np.uint8]) -> tuple[Box, Glyph]:
    x, y, w, h = place
    ink = line.pixels[y : y + h, x : x + w]
    level = cv2.mean(ink, mask)[0]
    # From that share of the ink's own strength to all of it (full ink).
    gain = np.float32(255 / ((1 - _GROUND) * max(level, 1.0)))
    soft = np.clip((ink.astype(np.float32) - np.float32(_GROUND * level)) * gain, 0, 255)
    # Half-way down its soft edge a stroke ends.
    left, top, wide, tall = cv2.boundingRect((mask * ink > 0.5 * level).view(np.uint8))
    box = Box(x + left, y + top, max(wide, 1), max(tall, 1))
    return line.place(box), normalise(soft.astype(np.uint8) * mask)
