"""A small gray picture -> shapes in it that may be sheets of paper.

A sheet is light, and even: its writing is lost at this size. What is lighter than some level is one
shape with it where the table is dark, whatever lies on that; and what is even, bounded by edges, is
the sheet alone where the table is patterned, and as light as paper in places.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray

Points = NDArray[np.float32]
"""`[n, 2]`, x and y."""

_LEVELS: Final = 16
"""Levels of brightness, evenly between the darkest and the lightest."""
_EVEN: Final = (5, 10, 20)
"""What varies by at most so much between neighbouring pixels is even."""
_LOST: Final = 1.2
"""Pixels of such a shape that its edge takes."""
_LEAST: Final = 0.008
"""Share of the picture that a sheet covers, at least,"""
_MOST: Final = 0.98
"""and at most."""
_MOST_SHEETS: Final = (6, 40)
"""So many shapes are looked at of those of one level, if they are few or many,"""
_SHORTEST: Final = 40
"""which have so many pixels of outline, at least."""
_FILLED: Final = 0.9
"""Share of its convex hull that a sheet fills, at least, and of its hull that straight sides do."""
_BENT: Final = 0.008
"""How far a straight side may stray, as a share of all the sides,"""
_PIXELS: Final = 1.5
"""and in pixels, in any case."""
_SIDES: Final = 4
"""A sheet's sides; more, one for each corner that it cuts off, are the picture's edge."""
_ON_EDGE: Final = 2.5
"""Pixels from the picture's edge to a corner that lies on it."""
_OBLIQUE: Final = 0.55
"""Cosine between two sides of a sheet as it is seen, at most."""


def outlines(smooth: Gray, *, many: bool = False) -> Iterator[Points]:
    """Convex shapes with straight sides, which may be the same several times.

    Args:
        smooth: `[h, w]`, the picture made so small that no stroke of a pen is seen any more.
        many: there may be many of them.
    """
    low, high, *_ = cv2.minMaxLoc(smooth)
    for level in np.linspace(low, high, _LEVELS + 2)[1:-1]:
        _, light = cv2.threshold(smooth, float(level), 255, cv2.THRESH_BINARY)
        yield from _shapes(light, 0.0, _MOST_SHEETS[many])
    uneven = cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    for most in _EVEN:
        _, even = cv2.threshold(uneven, most, 255, cv2.THRESH_BINARY_INV)
        yield from _shapes(even, _LOST, _MOST_SHEETS[many])


def _shapes(mask: Gray, lost: float, most: int) -> Iterator[Points]:
    """The longest shapes of a mask, so many pixels larger."""
    height, width = mask.shape
    found, levels = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not found:
        return
    # The outlines of holes have a parent.
    outer = [one for one, (*_, parent) in zip(found, levels[0], strict=True) if parent < 0]
    for contour in sorted(outer, key=len, reverse=True)[:most]:
        if len(contour) < _SHORTEST:
            return
        *_, across, down = cv2.boundingRect(contour)
        corners = _straight(contour) if across * down > _LEAST * mask.size else None
        if corners is None:
            continue
        if lost:
            away = corners - corners.mean(axis=0)
            corners = corners + lost * away / np.hypot(*away.T)[:, None]
            corners = np.clip(corners, 0, (width - 1, height - 1)).astype(np.float32)
        covers = _LEAST * mask.size < cv2.contourArea(corners) < _MOST * mask.size
        if covers and _is_of_paper(corners, np.array([width - 1, height - 1])):
            yield corners


def _straight(outline: NDArray[np.int32]) -> Points | None:
    """The corners of a shape, if it has straight sides, as a sheet does."""
    hull = cv2.convexHull(outline)
    whole = cv2.contourArea(hull)
    if not whole or cv2.contourArea(outline) < _FILLED * whole:
        return None
    most = max(_BENT * cv2.arcLength(hull, closed=True), _PIXELS)
    sides = cv2.approxPolyDP(hull, most, closed=True)
    if not _SIDES <= len(sides) <= 2 * _SIDES or cv2.contourArea(sides) < _FILLED * whole:
        return None
    return np.asarray(sides.reshape(-1, 2), np.float32)


def _is_of_paper(corners: Points, last: NDArray[np.intp]) -> bool:
    """Whether a shape is that of a rectangle as it is seen from anywhere.

    Args:
        corners: of it.
        last: x and y of the picture's last pixel.
    """
    along = np.roll(corners, -1, axis=0) - corners
    near = np.concatenate([corners <= _ON_EDGE, corners >= last - _ON_EDGE], axis=1)
    own = ~(near & np.roll(near, -1, axis=0)).any(axis=1)
    if np.count_nonzero(own) > _SIDES:
        return False
    before = np.roll(along, 1, axis=0)
    product = np.abs((along * before).sum(axis=1))
    upright = product <= _OBLIQUE * np.hypot(*along.T) * np.hypot(*before.T)
    return bool(upright[own & np.roll(own, 1)].all())
