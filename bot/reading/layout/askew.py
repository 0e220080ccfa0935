"""By how much the lines of a picture that was not held straight are turned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.reading.binarise.ink import Mask
from bot.reading.box import Box
from bot.reading.median import median

LEAST: Final = 6.0
"""Lines that are turned by less, in degrees, are read as they are."""
_MOST: Final = 45
"""More is not told from columns."""
_STEP: Final = 1.5
FEWEST: Final = 4
"""Two or three digits may stand at different heights."""
_MOST_BOXES: Final = 120
"""So many tell it: the work grows with their square."""
_FAR: Final = 6.0
"""Digits that are further apart, in heights, say nothing about a line."""
_BAND: Final = 0.25
"""How exactly digits stand on a line: a standard deviation, in heights."""
_LONGER: Final = 2.0
"""A line of digits that hang together is so many times as long as tall, at least."""
_CLEARER: Final = 1.3
"""How much better they must stand on lines that are turned than on level ones."""


def angle_of(boxes: Sequence[Box]) -> float:
    """The angle of the lines that boxes of digits stand on best, in degrees, clockwise.

    Args:
        boxes: of all lines, in any order.

    Returns:
        0 where no angle is much better than none.
    """
    x, y, w, h = np.array(boxes[:_MOST_BOXES], np.float64).T
    tall = median(h)
    places = np.stack([x + w / 2, y + h / 2], axis=1) / tall
    first, second = np.triu_indices(len(x), 1)
    apart = places[second] - places[first]
    apart = apart[np.hypot(*apart.T) <= _FAR]
    if not len(apart):
        return 0.0
    angles = np.arange(-_MOST, _MOST + _STEP / 2, _STEP)
    turned = np.radians(angles)
    off = apart[:, 1, None] * np.cos(turned) - apart[:, 0, None] * np.sin(turned)
    along = apart[:, 0, None] * np.cos(turned) + apart[:, 1, None] * np.sin(turned)
    fits = (np.exp(-np.square(off / _BAND) / 2) * (np.abs(along) > np.abs(off))).sum(axis=0)
    level = fits[np.abs(angles) < LEAST].max()
    best = int(fits.argmax())
    clear = abs(angles[best]) >= LEAST and fits[best] >= _CLEARER * level
    return float(angles[best]) if clear else 0.0


def angle_along(mask: Mask) -> float:
    """The angle of one line whose digits hang together, in degrees, clockwise.

    Args:
        mask: `[h, w]`, 1 where there is ink of the line.

    Returns:
        0 where the ink is not much longer than it is wide, or hardly turned, or too much.
    """
    rows, columns = np.nonzero(mask)
    if rows.size < 2:
        return 0.0
    spread, axes = np.linalg.eigh(np.cov(np.stack([columns, rows]).astype(np.float64)))
    x, y = axes[:, 1]
    angle = float(np.degrees(np.arctan2(y, x) if x >= 0 else np.arctan2(-y, -x)))
    is_long = spread[1] >= _LONGER**2 * max(float(spread[0]), 1e-6)
    return angle if is_long and LEAST <= abs(angle) <= _MOST else 0.0
