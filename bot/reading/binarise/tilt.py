"""The slope of the printed lines of a sheet that was not held straight."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.ink import Mask

_STEEPEST: Final = 0.09
"""Rise over run, at most: five degrees."""
_STEPS: Final = 36
_MOST_POINTS: Final = 1_500
_CLEARER: Final = 1.3
"""How much clearer the lines must stand out along a slope than as they are."""


def slope_of_lines(mask: Mask) -> float:
    """The rise over run along which ink gathers in rows most; 0.0 where none is clear.

    The rows are counted along each of many slopes: the squares of the counts are largest where
    whole lines fall into few rows (projection profiles: Postl, *Detection of linear oblique
    structures and skew scan in digitized documents*, ICPR 1986).

    Args:
        mask: `[h, w]`, 1 where there is ink.
    """
    height, width = mask.shape
    points = np.flatnonzero(mask)
    if points.size > _MOST_POINTS:
        points = np.random.default_rng(0).choice(points, _MOST_POINTS)
    rows, columns = np.divmod(points, width)
    slopes = np.linspace(-_STEEPEST, _STEEPEST, 2 * _STEPS + 1)
    room = int(_STEEPEST * width) + 1
    size = height + 2 * room
    along = (rows - slopes[:, None] * (columns - width / 2) + room).astype(np.intp)
    along += size * np.arange(slopes.size)[:, None]
    counts = np.bincount(along.ravel(), minlength=size * slopes.size).reshape(slopes.size, size)
    clear = np.square(counts).sum(axis=1)
    best = int(clear.argmax())
    return float(slopes[best]) if clear[best] >= _CLEARER * clear[_STEPS] else 0.0


def levelled(picture: NDArray[np.uint8], slope: float) -> NDArray[np.uint8]:
    """The picture with each column moved up or down, so that lines of a slope are level.

    Args:
        picture: `[h, w]`.
        slope: rise over run, downwards.

    Returns:
        `[h + room, w]`; `slanted` takes it back, pixel for pixel.
    """
    height, width = picture.shape
    shifts, room = _shifts(width, slope)
    level = np.zeros((height + room, width), picture.dtype)
    rows = np.arange(height)[:, None] + (room - shifts)[None, :]
    level[rows, np.arange(width)[None, :]] = picture
    return level


def slanted(level: NDArray[np.uint8], slope: float) -> NDArray[np.uint8]:
    """What `levelled` was given."""
    width = level.shape[1]
    shifts, room = _shifts(width, slope)
    rows = np.arange(level.shape[0] - room)[:, None] + (room - shifts)[None, :]
    return np.ascontiguousarray(level[rows, np.arange(width)[None, :]])


def _shifts(width: int, slope: float) -> tuple[NDArray[np.intp], int]:
    """How far down each column's ink lies, from 0 on, and the most of it."""
    shifts = np.rint(slope * np.arange(width)).astype(np.intp)
    shifts -= shifts.min()
    return shifts, int(shifts.max())
