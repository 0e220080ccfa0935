"""Rules between two lines of writing, as under the numbers of a sum."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.ink import Mask
from bot.reading.layout.ridges import Ridges

_LONG: Final = 2.5
"""Such a rule is so many times as long as the writing is tall, at least;"""
_FAR: Final = (0.5, 1.3)
"""so near, in heights, above and below it is writing,"""
_BESIDE: Final = 0.1
"""along this share of it at least,"""
_CROSSED: Final = 0.12
"""and along at most this share strokes go through: more, and it strikes the writing out."""
_CLEAR: Final = 2
"""Pixels from its side where a stroke is seen that goes through."""


def between_lines(bars: Ridges, mask: Mask, height: float) -> NDArray[np.bool_]:
    """Tells which bars have writing above and below them, and none through them.

    Args:
        bars: of the picture.
        mask: `[h, w]`, of its ink.
        height: of the writing, in pixels.

    Returns:
        `[n]`.
    """
    found = np.zeros(len(bars.lengths), np.bool_)
    for place in np.flatnonzero(bars.lengths >= _LONG * height).tolist():
        columns = np.arange(max(0, int(bars.starts[place])), int(bars.ends[place]))
        columns = columns[columns < mask.shape[1]]
        course = bars.at[place] + bars.slopes[place] * (columns - bars.middles[place])
        if not len(columns):
            continue
        clear = bars.thickness[place] / 2 + _CLEAR
        near = [_ink(mask, course + side * clear, columns) for side in (-1, 1)]
        away = np.arange(_FAR[0] * height, _FAR[1] * height)[:, None]
        far = [_ink(mask, course + side * away, columns).any(axis=0) for side in (-1, 1)]
        crossed = float((near[0] & near[1]).mean())
        beside = min(float(side.mean()) for side in far)
        found[place] = crossed <= _CROSSED and beside >= _BESIDE
    return found


def _ink(mask: Mask, rows: NDArray[np.float64], columns: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether there is ink at places; outside the picture there is none."""
    at = np.rint(rows).astype(np.intp)
    inside = (at >= 0) & (at < mask.shape[0])
    ink: NDArray[np.bool_] = inside & (mask[np.clip(at, 0, mask.shape[0] - 1), columns] > 0)
    return ink
