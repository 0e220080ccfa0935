"""A picture -> the sheets of paper that lie on something in it.

Where much of a table is seen, the sheet is what departs from the ground, and its writing is lost as
holes in it. A sheet is a shape with straight sides, along all of which something darker lies: a
pen's line around a number has the same paper on its other side.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray
from bot.reading.binarise.rectify import FINE_SIDE, SIDE, Sheet, shrunk
from bot.reading.binarise.sheet_outlines import Points, outlines

_SMALLEST: Final = 100
"""A picture whose shorter side has fewer pixels is no photograph of a table."""
_LEAST: Final = 0.04
"""Share of the picture that the largest sheet covers, at least, unless they may be small."""
_BESIDE: Final = 2.5
"""Pixels from a side to where sheet and table are looked at;"""
_BEYOND: Final = 3.0
"""the table so many times as far from it too,"""
_FAR: Final = (5.0, 8.0)
"""and so many times, where another sheet may lie."""
_OTHER: Final = 0.12
"""A table is by this share lighter or darker than the sheet, at least,"""
_UNLIKE: Final = 0.2
"""or by this one where it is seen along too few sides: the edge of a shadow may be one."""
_SURE: Final = 3
"""A rectangle is known by so many sides."""
_ALONG: Final = 0.4
"""along this share of each of them, at least, but for one of four: another sheet may lie there,"""
_ALONG_ALL: Final = 0.65
"""along this share of all of them together,"""
_AROUND: Final = 0.5
"""and along this share of all sides together far from them."""
_DARKER: Final = 0.92
"""It is at most this share as bright as the sheet on the average."""
_AS_GOOD: Final = 0.1
"""Shapes of which a table is seen along shares that differ by less stand out as well."""
_SHORTEST: Final = 1e-6
"""A side is taken to be so long, at least: corners moved to the picture's edge may meet."""
_POINTS: Final = np.linspace(0.1, 0.9, 15)[:, None]
"""Where along a side that is looked at."""


def find_sheets(gray: Gray, *, close: bool = False) -> list[Sheet]:
    """Finds the sheets that lie on something darker, as notes on a table do.

    Args:
        gray: `[H, W]`, 0 black to 255 white.
        close: there may be many that are small and close to each other.

    Returns:
        the largest first; none where no table is seen around one.
    """
    height, width = gray.shape
    if min(height, width) < _SMALLEST:
        return []
    small, scale = shrunk(gray, FINE_SIDE if close else SIDE)
    smooth = cv2.medianBlur(small, 3)
    shapes = outlines(smooth, many=close)
    found = [(_evidence(smooth, corners, close=close), corners) for corners in shapes]
    kept = list[Points]()
    for evidence, corners in sorted(found, key=lambda pair: _rank(*pair), reverse=True):
        if evidence and not any(_overlap(corners, other) for other in kept):
            kept.append(corners)
    kept.sort(key=cv2.contourArea, reverse=True)
    if not close and (not kept or cv2.contourArea(kept[0]) < _LEAST * smooth.size):
        return []
    return [Sheet(_in_order((corners + 0.5) / scale - 0.5)) for corners in kept]


def _evidence(smooth: Gray, corners: Points, *, close: bool) -> float:
    """Along which share of a shape's outline a table is seen; 0 where it is no sheet on one."""
    size = np.array(smooth.shape[::-1])
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.maximum(np.hypot(*sides.T), _SHORTEST)
    outwards = sides[:, ::-1] * (1, -1) / lengths[:, None]
    if cv2.contourArea(corners, oriented=True) < 0:
        outwards = -outwards
    along = corners[:, None] + _POINTS * sides[:, None]
    steps = _BESIDE * np.array([-1.0, 1.0, _BEYOND, *_FAR])
    points = along + steps[:, None, None, None] * outwards[:, None]
    within = ((points >= 0) & (points < size)).all(axis=-1)
    x, y = np.clip(points, 0, size - 1).astype(np.intp).transpose(3, 0, 1, 2)
    tones = smooth[y, x].astype(np.float32)
    sheet, table = np.maximum(tones[0], 1), tones[1:]
    seen = within[1]
    has_table = seen.mean(axis=1) > 0.5
    least = _OTHER if np.count_nonzero(has_table) >= _SURE else _UNLIKE
    other = np.abs(table - sheet) > least * sheet
    # Far away another sheet may lie, or the picture ends; a line's other side has the same paper.
    far = [float(other[at][within[at + 1]].mean()) for at in (2, 3) if within[at + 1].any()]
    if not has_table.any() or (min(far, default=1.0) < _AROUND and not close):
        return 0.0
    parted = seen & other[0] & (other[1] | ~within[2])
    shares = parted.sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    beside = (table[0] / sheet)[seen & has_table[:, None]]
    along_all = (shares * lengths)[has_table].sum()
    clear = shares[has_table] >= _ALONG
    stands_out = clear.sum() >= min(_SURE, clear.size)
    all_along = along_all >= _ALONG_ALL * lengths[has_table].sum()
    if not (stands_out and all_along) or beside.mean() > _DARKER:
        return 0.0
    return float(along_all / lengths.sum())


def _rank(evidence: float, corners: Points) -> tuple[int, bool, float]:
    """Of shapes that stand out about as well, the largest of four corners shows most of a sheet."""
    return round(evidence / _AS_GOOD), len(corners) == 4, cv2.contourArea(corners)


def _overlap(one: Points, other: Points) -> bool:
    """Whether two convex shapes have ground in common."""
    area, _ = cv2.intersectConvexConvex(one, other)
    return bool(area > 0)


def _in_order(corners: NDArray[np.float32]) -> Points:
    """The corners clockwise, of four the upper left one first."""
    x, y = (corners - corners.mean(axis=0)).T
    corners = corners[np.argsort(np.arctan2(y, x), kind="stable")]
    if len(corners) != 4:
        return corners
    # The side whose direction is nearest to the right is the upper one.
    sides = np.roll(corners, -1, axis=0) - corners
    turn = np.abs(np.arctan2(sides[:, 1], sides[:, 0]))
    return np.roll(corners, -int(turn.argmin()), axis=0)
