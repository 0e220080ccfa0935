"""Characters that are told by control points -> pen strokes, a little different each time."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
Stroke = NDArray[np.float32]

STEPS: Final = 8
"""Points of a drawn stroke from one control point to the next."""

UNSTEADY: Final = 4.0
"""How far control points are moved, in their unit: standard deviation."""


def strokes(told: tuple[str, ...], rng: Rng) -> list[Stroke]:
    """Draws a character.

    Args:
        told: control points of each stroke: x and y in turn, y down.
        rng: every choice.

    Returns:
        `[n, 2]` each, in the unit of the control points.
    """
    points = [np.array(one.split(), float).reshape(-1, 2) for one in told]
    return [_smooth(one + rng.normal(0, UNSTEADY, one.shape)) for one in points]


def _smooth(points: NDArray[np.float64]) -> Stroke:
    """A Catmull-Rom spline through the control points."""
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        cubic = 2 * a - 5 * b + 4 * c - d
        parts.append((2 * b + (c - a) * t + cubic * t**2 + (3 * b - a - 3 * c + d) * t**3) / 2)
    return np.concatenate([*parts, points[-1:]]).astype(np.float32)
