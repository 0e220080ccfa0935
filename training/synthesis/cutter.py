"""Where digits that touch may be cut apart.

A cut follows the slant of the writing and goes where it crosses little ink, or where the outline of
the ink has a waist.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.ink import Mask

SLANTS: Final = np.linspace(-0.3, 0.9, 13)
"""Horizontal shift for each unit upwards; writing leans to the right more than to the left."""

_CUTS: Final = 4
"""At most so many cuts for each height of the writing that a piece is wide."""
_LEAST_GAP: Final = 0.14
"""Cuts stand at least this far apart, in heights of the writing."""
_MOST_INK: Final = 0.55
"""A cut crosses at most this share of the height in ink."""


def slant_of(mask: Mask) -> float:
    """The slant along which the ink's projection has its steepest peaks.

    Args:
        mask: `[h, w]`, 1 where there is ink.
    """
    rows, columns = np.nonzero(mask)
    if rows.size == 0:
        return 0.0
    best, slant = -1.0, 0.0
    for candidate in SLANTS:
        profile = _projection(rows, columns, mask.shape, float(candidate))
        # The penalty keeps upright what is as sharp upright.
        sharpness = float((profile.astype(np.float64) ** 2).sum()) * (1 - 0.06 * abs(candidate))
        if sharpness > best:
            best, slant = sharpness, float(candidate)
    return slant


def cut(mask: Mask, height: float, slant: float) -> NDArray[np.int32]:
    """Cuts one piece wherever it may be cut.

    Args:
        mask: `[h, w]`, 1 where the piece has ink.
        height: of the writing, in pixels.
        slant: as `slant_of` gives it.

    Returns:
        `[h, w]`, the number of the part, from 1 on from left to right; 0 where there is no ink.
    """
    rows, columns = np.nonzero(mask)
    sheared = _sheared(rows, columns, mask.shape[0], slant) - _origin(mask.shape[0], slant)
    at = _cuts(rows, sheared, height)
    parts = np.zeros(mask.shape, np.int32)
    numbers = np.searchsorted(np.asarray(at), sheared, side="right") + 1
    _, numbers = np.unique(numbers, return_inverse=True)
    parts[rows, columns] = numbers + 1
    return parts


def _sheared(
    rows: NDArray[np.intp], columns: NDArray[np.intp], height: int, slant: float
) -> NDArray[np.intp]:
    """Columns after the slant is taken out."""
    shift: NDArray[np.intp] = np.rint(slant * (rows - height / 2)).astype(np.intp)
    return columns + shift


def _origin(height: int, slant: float) -> int:
    """The least column that `_sheared` can give."""
    return -int(np.ceil(abs(slant) * height / 2)) - 1


def _projection(
    rows: NDArray[np.intp], columns: NDArray[np.intp], shape: tuple[int, ...], slant: float
) -> NDArray[np.intp]:
    """Ink pixels in each column after the slant is taken out."""
    origin = _origin(shape[0], slant)
    sheared = _sheared(rows, columns, shape[0], slant) - origin
    profile: NDArray[np.intp] = np.bincount(sheared, minlength=shape[1] - 2 * origin)
    return profile


def _cuts(rows: NDArray[np.intp], columns: NDArray[np.intp], height: float) -> list[int]:
    """Columns to cut at, in order: where there is little ink, and where the outline has a waist.

    Two round digits that touch have their most upright strokes side by side, so that the ink is
    not least there; but the outline is as low as the place where they touch.
    """
    width = int(columns.max()) + 1
    ink = np.bincount(columns, minlength=width).astype(np.float64)
    top = np.full(width, np.inf)
    bottom = np.full(width, -np.inf)
    np.minimum.at(top, columns, rows)
    np.maximum.at(bottom, columns, rows)
    waist = np.where(ink > 0, bottom - top + 1, 0.0)
    smooth = np.ones(3) / 3
    # A waist is worth a little more than its ink: it is nearly always where digits meet.
    lows = [np.convolve(waist, smooth, mode="same") * 0.8, np.convolve(ink, smooth, mode="same")]
    left, right = int(columns.min()), int(columns.max())
    gap = max(2, int(_LEAST_GAP * height))
    found = [
        (float(low[column]), column)
        for low in lows
        for column in range(left + gap, right - gap + 1)
        if low[column] <= _MOST_INK * height
        and low[column] <= low[max(left, column - gap) : column + gap + 1].min()
    ]
    chosen: list[int] = []
    most = max(3, round(_CUTS * (right - left) / height))
    for _, column in sorted(found):
        if all(abs(column - other) >= gap for other in chosen):
            chosen.append(column)
        if len(chosen) == most:
            break
    return sorted(chosen)
