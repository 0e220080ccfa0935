"""Where digits that touch may be cut apart.

A cut follows the slant of the writing and goes where it crosses little ink: at the minima of the
ink's projection along the slant.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.ink import Mask

SLANTS: Final = np.linspace(-0.3, 0.9, 13)
"""Horizontal shift for each unit upwards; writing leans to the right more than to the left."""

_MOST_CUTS: Final = 8
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
    profile = _projection(rows, columns, mask.shape, slant)
    at = _minima(profile, height)
    sheared = _sheared(rows, columns, mask.shape[0], slant) - _origin(mask.shape[0], slant)
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


def _minima(profile: NDArray[np.intp], height: float) -> list[int]:
    """Columns of the lowest minima, in order, apart from each other."""
    inked = np.flatnonzero(profile)
    if inked.size == 0:
        return []
    left, right = int(inked[0]), int(inked[-1])
    smooth = np.convolve(profile, np.ones(3) / 3, mode="same")
    gap = max(2, int(_LEAST_GAP * height))
    order = [
        int(column)
        for column in np.argsort(smooth[left : right + 1], kind="stable") + left
        if left + gap <= column <= right - gap and smooth[column] <= _MOST_INK * height
    ]
    chosen: list[int] = []
    for column in order:
        window = smooth[max(left, column - gap) : column + gap + 1]
        if smooth[column] > window.min() or any(abs(column - c) < gap for c in chosen):
            continue
        chosen.append(column)
        if len(chosen) == _MOST_CUTS:
            break
    return sorted(chosen)
