"""Greek letters as pen strokes, but those like a digit; drawn a little differently each time."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
Stroke = NDArray[np.float32]

STEPS: Final = 8
"""Points of a drawn stroke from one control point to the next."""

LETTERS: Final[dict[str, tuple[str, ...]]] = {
    "alpha": ("95 75 55 40 20 30 5 60 20 92 48 88 70 60 92 30", "92 30 78 62 84 90 98 92"),
    "beta": ("8 130 12 70 15 25 40 2 68 15 62 42 38 50 66 58 74 82 50 100 22 92",),
    "gamma": ("2 12 18 5 34 30 46 62 50 95 44 118 32 110 36 88 56 50 78 5",),
    "delta": ("80 12 58 0 34 8 38 26 62 50 72 74 52 96 26 92 12 70 30 48 52 46",),
    "partial": ("18 22 44 2 70 18 76 56 58 92 28 96 12 74 30 52 62 56 74 62",),
    "epsilon": ("72 14 44 2 20 16 26 40 52 46", "52 46 18 54 14 84 42 98 76 84"),
    "zeta": ("22 4 48 10 78 2 40 30 18 68 40 92 66 100 60 122 44 118",),
    "eta": ("4 16 16 4 22 28 20 70 18 96", "20 40 44 6 66 14 66 60 62 130"),
    "theta": ("50 2 18 22 12 60 34 98 62 90 82 50 74 16 48 2", "14 50 48 49 82 50"),
    "kappa": ("18 4 16 50 14 96", "72 8 40 40 18 54 44 62 76 96"),
    "lambda": ("14 4 34 10 52 50 80 98", "46 40 28 70 8 98"),
    "mu": ("22 4 18 60 8 130", "20 50 26 88 50 88 70 40 74 4", "72 30 72 76 92 92"),
    "nu": ("8 6 22 20 40 96", "40 96 66 56 78 8"),
    "xi": ("66 4 34 10 38 30 64 36 26 42 14 70 44 90 70 98 64 120 48 116",),
    "pi": ("4 14 40 8 96 12", "32 12 30 56 20 96", "68 12 66 60 84 94"),
    "rho": ("10 130 16 70 26 22 56 4 80 32 66 76 36 84 18 64",),
    "sigma": ("96 10 52 8 20 26 12 64 36 96 70 82 76 44 54 14",),
    "tau": ("8 14 46 6 86 10", "46 10 42 56 50 94 70 88"),
    "upsilon": ("6 14 20 6 26 60 46 96 74 76 78 30 66 4",),
    "phi": ("30 6 8 40 28 84 64 84 84 42 62 10 46 40 42 130",),
    "upright": ("50 24 16 36 14 70 48 82 82 66 78 34 50 24", "52 0 50 60 48 130"),
    "chi": ("6 10 24 14 54 80 84 120", "80 8 44 64 8 122"),
    "psi": ("6 12 18 8 22 56 48 80 78 58 86 8", "52 0 48 60 46 126"),
    "omega": ("16 12 4 50 18 92 40 86 48 50 50 88 76 92 94 56 82 10",),
    "Gamma": ("18 98 20 50 18 4", "18 4 48 6 80 4"),
    "Delta": ("50 2 28 50 6 96", "50 2 70 48 94 96", "4 96 50 94 96 96"),
    "Sigma": ("84 8 46 6 12 6", "12 6 30 28 52 50", "52 50 32 72 10 96", "10 96 50 94 86 94"),
    "Omega": ("4 94 30 94 14 50 30 10 62 6 86 44 70 94 96 94",),
}
"""Control points of each stroke: x and y in turn, y down, a hundred to the height of an o."""


def letter(rng: Rng) -> list[Stroke]:
    """The strokes of any letter, each `[n, 2]` float32."""
    names = list(LETTERS)
    strokes = [_points(one) for one in LETTERS[names[int(rng.integers(len(names)))]]]
    return [_smooth(points + rng.normal(0, 4, points.shape)) for points in strokes]


def _points(stroke: str) -> NDArray[np.float64]:
    return np.array(stroke.split(), float).reshape(-1, 2)


def _smooth(points: NDArray[np.float64]) -> Stroke:
    """A Catmull-Rom spline through the control points."""
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        cubic = 2 * a - 5 * b + 4 * c - d
        parts.append((2 * b + (c - a) * t + cubic * t**2 + (3 * b - a - 3 * c + d) * t**3) / 2)
    return np.concatenate([*parts, points[-1:]]).astype(np.float32)
