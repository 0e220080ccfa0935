"""A picture of a sheet lying on something darker -> the sheet alone, seen from above.

Where much of a table is seen, the sheet is what departs from the ground, and its writing is lost as
holes in it. A sheet is a large light shape with straight sides and a contrast along them. One level
of brightness does not part every sheet from its table (glare joins the two, a shadow halves the
sheet), so that it is looked for at several.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray

Points = NDArray[np.float32]
"""`[n, 2]`, x and y."""
Matrix = NDArray[np.float64]
"""`[3, 3]`, a perspective transform."""

_SMALLEST: Final = 100
"""A picture whose shorter side has fewer pixels is no photograph of a table."""
_SIDE: Final = 160
"""Longer side, in pixels, at which a sheet is looked for."""
_LEVELS: Final = 16
"""Levels of brightness, evenly between the darkest and the lightest."""
_LEAST: Final = 0.04
"""Share of the picture that a sheet covers, at least."""
_SMALL: Final = 0.008
"""The same of one beside a larger one; of these so many are looked for,"""
_MOST_SHEETS: Final = 6
_SHORTEST: Final = 40
"""they have so many pixels of outline at that size, at least,"""
_PIXELS: Final = 1.5
"""and their sides may stray by so many pixels at that size."""
_MOST: Final = 0.98
_FILLED: Final = 0.9
"""Share of its convex hull that a sheet fills, at least, and of its hull that straight sides do."""
_MOST_SIDES: Final = 9
"""Four, and one for each corner that the picture's edge cuts off."""
_CONTRAST: Final = 0.8
"""A table is at most this share as bright as the sheet beside it."""
_CUT: Final = 0.85
"""A shape of four sides is preferred to one that is larger, but not by more than this."""
_BENT: Final = 0.008
"""How far a straight side may stray, as a share of all the sides."""
_DARKER: Final = 0.6
"""Share of each side along which that is so, at least."""
_EDGE: Final = 2.5
"""Pixels at that size from a side to where sheet and table are looked at."""
_ON_EDGE: Final = 1.5
"""Pixels at that size from the picture's edge to a corner that lies on it."""
_INSET: Final = 3.0
"""Pixels at that size by which a sheet is taken to be smaller than it looks."""


class Sheet(NamedTuple):
    """Where a sheet lies in a picture.

    Attributes:
        corners: `[n, 2]`, clockwise; where there are four, from the upper left one on.
    """

    corners: Points

    def enlarged(self, factor: float) -> Sheet:
        """The same in a picture so many times as large."""
        return Sheet(self.corners * np.float32(factor))


def find_sheets(gray: Gray) -> list[Sheet]:
    """Finds the sheets that lie on something darker, as notes on a table do.

    Args:
        gray: `[H, W]`, 0 black to 255 white.

    Returns:
        the largest first; none where no table is seen around one.
    """
    height, width = gray.shape
    if min(height, width) < _SMALLEST:
        return []
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    smooth = cv2.medianBlur(small, 3)
    low, high, *_ = cv2.minMaxLoc(smooth)
    found = []
    for level in np.linspace(low, high, _LEVELS + 2)[1:-1]:
        _, light = cv2.threshold(smooth, float(level), 255, cv2.THRESH_BINARY)
        contours, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for place, contour in enumerate(sorted(contours, key=len, reverse=True)[:_MOST_SHEETS]):
            if len(contour) < _SHORTEST:
                break
            corners = _straight(contour, _PIXELS if place else 0.0)
            if corners is not None and (len(corners) == 4 or not place):
                area = cv2.contourArea(corners)
                if (_SMALL if place else _LEAST) * small.size < area < _MOST * small.size:
                    found.append((area if len(corners) == 4 else _CUT * area, corners))
    kept = list[Points]()
    for area, corners in sorted(found, key=lambda pair: -pair[0]):
        if not kept and area < _LEAST * small.size:
            break
        if not any(_overlap(corners, other) for other in kept) and _stands_out(smooth, corners):
            kept.append(corners)
    return [Sheet(_in_order((corners + 0.5) / scale - 0.5)) for corners in kept]


def _overlap(one: Points, other: Points) -> bool:
    """Whether two convex shapes have ground in common."""
    area, _ = cv2.intersectConvexConvex(one, other)
    return bool(area > 0)


def _straight(outline: NDArray[np.int32], stray: float) -> Points | None:
    """The corners of a light shape, if it has straight sides, as a sheet does.

    Args:
        outline: of the shape.
        stray: pixels that a side may stray in any case.
    """
    hull = cv2.convexHull(outline)
    whole = cv2.contourArea(hull)
    if not whole or cv2.contourArea(outline) < _FILLED * whole:
        return None
    most = max(_BENT * cv2.arcLength(hull, closed=True), stray)
    sides = cv2.approxPolyDP(hull, most, closed=True)
    if not 4 <= len(sides) <= _MOST_SIDES or cv2.contourArea(sides) < _FILLED * whole:
        return None
    return np.asarray(sides.reshape(-1, 2), np.float32)


def _stands_out(smooth: Gray, corners: Points) -> bool:
    """Whether a table is seen along each side that is not the picture's edge, and along some."""
    size = np.array(smooth.shape[::-1])
    after = np.roll(corners, -1, axis=0)
    along = corners[:, None] + np.linspace(0.15, 0.85, 15)[:, None] * (after - corners)[:, None]
    outwards = (after - corners)[:, ::-1] * (1, -1)
    outwards /= np.maximum(np.hypot(*outwards.T), 1e-6)[:, None]
    if cv2.contourArea(corners, oriented=True) < 0:
        outwards = -outwards
    inside, beside, beyond = (
        along + step * outwards[:, None] for step in (-_EDGE, _EDGE, 3 * _EDGE)
    )
    seen = ((beside >= 0) & (beside < size)).all(axis=2)
    light, dark, further = (
        smooth[tuple(np.clip(p, 0, size - 1).astype(int).transpose(2, 0, 1)[::-1])].astype(float)
        for p in (inside, beside, beyond)
    )
    # A printed line is dark only beside the shape, and not further out.
    darker = np.maximum(dark, further) <= _CONTRAST * light
    has_table = seen.mean(axis=1) > 0.5
    share = (darker & seen).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    return bool(has_table.any() and (share[has_table] >= _DARKER).all())


def _in_order(corners: Points) -> Points:
    """The corners clockwise, of four the upper left one first."""
    middle = corners.mean(axis=0)
    x, y = (corners - middle).T
    corners = corners[np.argsort(np.arctan2(y, x), kind="stable")]
    if len(corners) != 4:
        return corners
    # The side whose direction is nearest to the right is the upper one.
    sides = np.roll(corners, -1, axis=0) - corners
    turn = np.abs(np.arctan2(sides[:, 1], sides[:, 0]))
    return np.roll(corners, -int(turn.argmin()), axis=0)


def flattened(gray: Gray, sheet: Sheet) -> tuple[Gray, Matrix]:
    """The sheet as it is seen from straight above.

    A sheet whose corners do not all lie in the picture stays as it is seen; what surrounds it is
    painted over with its own colour.

    Args:
        gray: `[H, W]`.
        sheet: in it.

    Returns:
        the sheet, `[h, w]`, and the matrix that leads from a point of it to one of `gray`.
    """
    if len(sheet.corners) != 4:
        return _alone(gray, sheet), np.eye(3)
    sides = np.hypot(*(np.roll(sheet.corners, -1, axis=0) - sheet.corners).T)
    width, height = max(sides[0], sides[2]), max(sides[1], sides[3])
    inset = _INSET * max(1.0, max(gray.shape) / _SIDE)
    size = (max(1, round(float(width - 2 * inset))), max(1, round(float(height - 2 * inset))))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - inset
    matrix = cv2.getPerspectiveTransform(flat.astype(np.float32), sheet.corners)
    way = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen: Gray = cv2.warpPerspective(gray, matrix, size, flags=way, borderMode=cv2.BORDER_REPLICATE)
    return seen, matrix


def _alone(gray: Gray, sheet: Sheet) -> Gray:
    """The picture with the sheet's colour where it is not the sheet."""
    height, width = gray.shape
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    inside = np.zeros_like(small)
    corners = (sheet.corners + 0.5) * scale - 0.5
    cv2.fillConvexPoly(inside, np.rint(corners).astype(np.int32), 1)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if not _on_one_edge(start, end, size):
            # A little longer, so that nothing is left where the side meets the picture's edge.
            more = 2 * _INSET * (end - start) / max(float(np.hypot(*(end - start))), 1e-6)
            ends = np.rint([start - more, end + more]).astype(int).tolist()
            cv2.line(inside, ends[0], ends[1], 0, 2 * round(_INSET) + 1)
    paper = cv2.dilate(small * inside, np.ones((7, 7), np.uint8)).astype(np.float32) * inside
    spread = (0, 0), _SIDE / 10
    known = cv2.GaussianBlur(inside.astype(np.float32), *spread)
    around = cv2.GaussianBlur(paper, *spread) / np.maximum(known, 1e-3)
    around = np.where(known > 1e-2, around, cv2.mean(paper, inside)[0]).astype(np.uint8)
    wide: Gray = cv2.resize(around, (width, height), interpolation=cv2.INTER_LINEAR)
    mask = cv2.resize(inside * np.uint8(255), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(mask > 127, gray, wide)


def _on_one_edge(start: Points, end: Points, size: tuple[int, int]) -> bool:
    """Whether both ends of a side lie on the same edge of a picture, to about a pixel."""
    last = np.array(size) - 1
    both = np.abs([start, end, start - last, end - last]) <= _ON_EDGE
    return bool((both[:2].all(axis=0) | both[2:].all(axis=0)).any())
