"""A picture of a sheet lying on something darker -> the sheet alone, seen from above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray
from bot.reading.binarise.sheet_outlines import Points

Matrix = NDArray[np.float64]
"""`[3, 3]`, a perspective transform."""

SIDE: Final = 160
"""Longer side, in pixels, at which a sheet is looked for,"""
FINE_SIDE: Final = 320
"""and where there may be many small ones."""
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


def sides_within(sheet: Sheet, size: tuple[int, int]) -> int:
    """How many sides of a sheet do not lie on an edge of the picture, of some width and height."""
    scale = min(1.0, SIDE / max(size))
    corners = (sheet.corners + 0.5) * scale - 0.5
    last = round(size[0] * scale), round(size[1] * scale)
    ends = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    return sum(not _on_one_edge(start, end, last) for start, end in ends)


def shrunk(gray: Gray, side: int = SIDE) -> tuple[Gray, float]:
    """A picture at a size at which sheets are looked for, and how many times as large it is."""
    height, width = gray.shape
    scale = min(1.0, side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(gray, size, interpolation=cv2.INTER_AREA), scale


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
        return alone(gray, [sheet]), np.eye(3)
    sides = np.hypot(*(np.roll(sheet.corners, -1, axis=0) - sheet.corners).T)
    width, height = max(sides[0], sides[2]), max(sides[1], sides[3])
    inset = _INSET * max(1.0, max(gray.shape) / SIDE)
    size = (max(1, round(float(width - 2 * inset))), max(1, round(float(height - 2 * inset))))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - inset
    matrix = cv2.getPerspectiveTransform(flat.astype(np.float32), sheet.corners)
    way = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen: Gray = cv2.warpPerspective(gray, matrix, size, flags=way, borderMode=cv2.BORDER_REPLICATE)
    return seen, matrix


def alone(gray: Gray, sheets: Sequence[Sheet], side: int = SIDE) -> Gray:
    """The picture with the colour of the nearest sheets where it is none of them.

    Args:
        gray: `[H, W]`.
        sheets: in it.
        side: at which they were looked for.
    """
    small, scale = shrunk(gray, side)
    inside = np.zeros_like(small)
    for sheet in sheets:
        _fill(inside, (sheet.corners + 0.5) * scale - 0.5)
    return painted_around(gray, small, inside, side / 10)


def painted_around(gray: Gray, small: Gray, inside: Gray, spread: float) -> Gray:
    """The picture with the colour of what is nearest inside where it is outside.

    Args:
        gray: `[H, W]`.
        small: `[h, w]`, the same at another size.
        inside: `[h, w]`, 1 for inside.
        spread: how far around colours run together, in pixels of `small`.
    """
    height, width = gray.shape
    paper = cv2.dilate(small * inside, np.ones((7, 7), np.uint8)).astype(np.float32) * inside
    known = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), spread)
    around = cv2.GaussianBlur(paper, (0, 0), spread) / np.maximum(known, 1e-3)
    around = np.where(known > 1e-2, around, cv2.mean(paper, inside)[0]).astype(np.uint8)
    wide: Gray = cv2.resize(around, (width, height), interpolation=cv2.INTER_LINEAR)
    mask = cv2.resize(inside * np.uint8(255), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(mask > 127, gray, wide)


def _fill(inside: Gray, corners: Points) -> None:
    """Sets what is surely within a shape to 1."""
    own = np.zeros_like(inside)
    cv2.fillConvexPoly(own, np.rint(corners).astype(np.int32), 1)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if not _on_one_edge(start, end, own.shape[::-1]):
            # A little longer, so that nothing is left where the side meets the picture's edge.
            more = 2 * _INSET * (end - start) / max(float(np.hypot(*(end - start))), 1e-6)
            ends = np.rint([start - more, end + more]).astype(int).tolist()
            cv2.line(own, ends[0], ends[1], 0, 2 * round(_INSET) + 1)
    np.maximum(inside, own, out=inside)


def _on_one_edge(start: Points, end: Points, size: tuple[int, int]) -> bool:
    """Whether both ends of a side lie on the same edge of a picture, to about a pixel."""
    last = np.array(size) - 1
    both = np.abs([start, end, start - last, end - last]) <= _ON_EDGE
    return bool((both[:2].all(axis=0) | both[2:].all(axis=0)).any())
