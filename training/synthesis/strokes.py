"""Drawing with a pen: points become curves, curves become ink.

Styles that MNIST lacks and characters that are no digits are both drawn here, so that a network
cannot tell a digit from the rest by the pen that drew it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.augment import CANVAS, REACH, Ink

Points = NDArray[np.float64]
"""`[n, 2]`, x to the right and y down."""

SHIFT: Final = 4
"""Fractional bits of the coordinates that OpenCV draws with."""


def smooth(points: Points, steps: int = 7) -> Points:
    """The curve through `points`: a uniform Catmull-Rom spline, a line where there are only two.

    Args:
        points: `[n, 2]`. A point that is given twice in a row is a corner.
        steps: points of the curve for each piece between two of `points`.
    """
    if len(points) < 3:
        return points
    padded = np.concatenate([points[:1], points, points[-1:]])
    p0, p1, p2, p3 = (padded[i : len(points) - 1 + i, None, :] for i in range(4))
    t = (np.arange(steps) / steps)[None, :, None]
    curve = 0.5 * (
        2 * p1
        + (p2 - p0) * t
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
        + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])


def jitter(strokes: Sequence[Points], rng: np.random.Generator, *, size: float) -> list[Points]:
    """Moves the points of a character, points at the same place together.

    Args:
        strokes: what is moved.
        rng: where the movement comes from.
        size: its standard deviation, in the unit of the points.
    """
    every = np.concatenate(strokes)
    places, which = np.unique(every, axis=0, return_inverse=True)
    moved = (places + rng.normal(0, size, places.shape))[which.reshape(-1)]
    return np.split(moved, np.cumsum([len(stroke) for stroke in strokes])[:-1])


def slant(
    strokes: Sequence[Points], rng: np.random.Generator, *, aspect: tuple[float, float]
) -> list[Points]:
    """Gives a character a hand's habits: how wide, how slanted and how turned it is.

    Args:
        strokes: the character.
        rng: where the habits come from.
        aspect: the range that its width is multiplied with.
    """
    lean, turn = rng.normal(-0.1, 0.17), rng.normal(0, 0.06)
    wide = rng.uniform(*aspect)
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array([[cos, -sin], [sin, cos]]) @ np.array([[wide, lean], [0, 1]])
    return [stroke @ matrix.T for stroke in strokes]


def draw(strokes: Sequence[Points], rng: np.random.Generator) -> Ink:
    """Draws curves with one pen on a canvas of their own, as large as it takes.

    The pen is a round one that keeps its width, one that is pressed unevenly, or a broad nib whose
    width depends on the direction.

    Args:
        strokes: curves, in any unit; they are scaled to `REACH` and put in the middle.
        rng: which pen, and how wide.
    """
    every = np.concatenate(strokes)
    low, high = every.min(axis=0), every.max(axis=0)
    scale = REACH / max(float((high - low).max()), 1e-6)
    offset = CANVAS / 2 - (low + high) / 2 * scale
    width = float(np.clip(rng.lognormal(np.log(5.0), 0.35), 2.0, 10.0))
    ink = np.zeros((CANVAS, CANVAS), np.uint8)
    kind = rng.random()
    nib = rng.uniform(0, np.pi)
    for stroke in strokes:
        curve = stroke * scale + offset
        fixed = np.round(curve * (1 << SHIFT)).astype(np.int32)
        if kind < 0.6 or len(curve) < 3:
            cv2.polylines(ink, [fixed], False, 255, max(1, round(width)), cv2.LINE_AA, SHIFT)
            continue
        if kind < 0.85:
            knots = rng.uniform(0.65, 1.25, 4)
            widths = width * np.interp(np.linspace(0, 3, len(curve) - 1), np.arange(4), knots)
        else:
            along = np.arctan2(*np.diff(curve, axis=0).T[::-1])
            widths = width * (0.55 + 0.8 * np.abs(np.sin(along - nib)))
        for start, end, wide in zip(fixed[:-1], fixed[1:], widths, strict=True):
            cv2.line(
                ink, start.tolist(), end.tolist(), 255, max(1, round(wide)), cv2.LINE_AA, SHIFT
            )
    return ink


def is_bar(ink: NDArray[np.uint8], *, slim: float, lean: float = 45.0) -> bool:
    """Whether ink is one upright bar, which nobody could tell from a 1.

    Length, width and direction are those of the ellipse of the same second moments.

    Args:
        ink: `[h, w]`.
        slim: how many times as long as wide it is at least.
        lean: how far from upright it is at most, in degrees.
    """
    moments = cv2.moments(ink)
    across, down, both = moments["mu20"], moments["mu02"], moments["mu11"]
    root = np.hypot(across - down, 2 * both)
    long, short = across + down + root, across + down - root
    upright = abs(np.degrees(np.arctan2(2 * both, down - across)) / 2) < lean
    return bool(long > slim**2 * max(short, 1e-9) and upright)
