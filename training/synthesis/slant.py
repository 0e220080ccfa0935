"""How far writing leans: of one person it is nearly the same in all characters.

Among the writers trained on, the slant of one character varies by 0.1 (standard deviation) with the
same person and by 0.22 from person to person, so what leans otherwise than its neighbours is seldom
a one, and often a slash.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def slant_of(points: Floats, weights: Floats) -> float:
    """By how much writing moves to the right for each unit that it rises: a regression.

    Args:
        points: `[n, 2]`, on its strokes, x to the right and y down.
        weights: `[n]`, how much of the strokes each stands for.

    Returns:
        0 for what has no height.
    """
    if not weights.sum():
        return 0.0
    x, y = (points - np.average(points, axis=0, weights=weights)).T
    spread = float(weights @ y**2)
    return -float(weights @ (x * y)) / spread if spread > 0 else 0.0


def parts(strokes: Sequence[Floats]) -> tuple[Floats, Floats]:
    """The middles of all parts of strokes, `[n, 2]` each, and how long they are."""
    starts = np.concatenate([stroke[:-1] for stroke in strokes])
    ends = np.concatenate([stroke[1:] for stroke in strokes])
    return (starts + ends) / 2, np.hypot(*(ends - starts).T)
