"""The ink of each symbol that was read in a line: its box, and its 28x28 picture."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.digits.normalise import normalise
from bot.reading.line.line_ink import LineInk
from bot.reading.result import Box, Glyph

_ONE: Final = 0.75
"""A piece of ink belongs whole to the symbol that has this share of it; others are parted."""


def marks_of(line: LineInk, middles: list[float]) -> list[tuple[Box, Glyph]]:
    """Parts a line's ink among its symbols.

    Args:
        line: the ink.
        middles: column, in `line.pixels`, of the middle of each symbol, from left to right.

    Returns:
        For each symbol its box in the picture's ink, and its picture as the digit network takes
        it; all 0, at the middle, where nothing is left for a symbol.
    """
    pixels = line.pixels
    count = len(middles)
    if not count:
        return []
    bounds = [(a + b) / 2 for a, b in pairwise(middles)]
    of_column = np.searchsorted(np.asarray(bounds), np.arange(pixels.shape[1]), side="right")
    pieces, labels, stats, _ = cv2.connectedComponentsWithStats(
        (pixels > 0).view(np.uint8), connectivity=8
    )
    owner = np.broadcast_to(of_column, pixels.shape)
    shared = np.bincount((labels * count + owner).ravel(), minlength=pieces * count).reshape(
        pieces, count
    )
    first = shared.argmax(axis=1)
    whole = shared.max(axis=1) >= _ONE * np.maximum(stats[:, cv2.CC_STAT_AREA], 1)
    owner = np.where(whole[labels], first[labels], owner)
    owner[labels == 0] = -1
    return [_mark(line, (owner == k).view(np.uint8), middles[k]) for k in range(count)]


def _mark(line: LineInk, mine: NDArray[np.uint8], middle: float) -> tuple[Box, Glyph]:
    x, y, w, h = cv2.boundingRect(mine)
    if not w:
        height = line.pixels.shape[0]
        return line.place(Box(int(middle), 0, 1, height)), np.zeros((28, 28), np.uint8)
    ink = line.pixels[y : y + h, x : x + w]
    mask = mine[y : y + h, x : x + w]
    level = cv2.mean(ink, mask)[0]
    # From a quarter of the ink's own strength (ground) to all of it (full ink).
    gain = np.float32(255 / (0.75 * max(level, 1.0)))
    soft = np.clip((ink.astype(np.float32) - np.float32(0.25 * level)) * gain, 0, 255)
    # Half-way down its soft edge a stroke ends.
    left, top, wide, tall = cv2.boundingRect((mask * ink > 0.5 * level).view(np.uint8))
    box = Box(x + left, y + top, max(wide, 1), max(tall, 1))
    return line.place(box), normalise(soft.astype(np.uint8) * mask)
