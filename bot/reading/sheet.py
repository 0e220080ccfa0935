"""A picture of a sheet lying on something darker -> the same picture, all of it paper.

Where much of the table is seen, the sheet is what departs from the ground, and its writing is lost
as holes in it. Once the sheet is known, what surrounds it can be painted over.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.ground import Gray

_SMALLEST: Final = 100
"""A picture whose shorter side has fewer pixels is no photograph of a table."""
_SIDE: Final = 160
"""Longer side, in pixels, at which a sheet is looked for."""
_LEAST: Final = 0.02
"""Share of the picture that a sheet covers, at least."""
_MOST: Final = 0.92
_STRAIGHT: Final = 0.9
"""Share of its convex hull that a sheet fills, at least, and of its hull that four to six straight
sides enclose."""
_MOST_SIDES: Final = 6
_LEAST_CONTRAST: Final = 30
_BORDER: Final = 3
"""Pixels at that size by which a sheet is taken to be smaller than it looks."""


def without_table(gray: Gray) -> Gray | None:
    """Paints over what lies around a sheet, with the sheet's own colour.

    Args:
        gray: `[H, W]`, 0 black to 255 white.

    Returns:
        a picture of the same size, or `None` where there is no sheet on something darker.
    """
    height, width = gray.shape
    if min(height, width) < _SMALLEST:
        return None
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    sheet = _sheet(small)
    if sheet is None:
        return None
    paper = _carried_on(small, sheet)
    mask = cv2.resize(sheet, (width, height), interpolation=cv2.INTER_LINEAR) > 127
    around: Gray = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(mask, gray, around)


def _sheet(small: Gray) -> NDArray[np.uint8] | None:
    """255 where the sheet is, a little within its edges."""
    smooth = cv2.medianBlur(small, 3)
    _, light = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    sheet = _straight(small, light)
    darker = smooth[light == 0]
    if sheet is None and darker.size:
        # Half of a sheet may lie in a shadow, which is darker than it but not so dark as the table.
        level, _ = cv2.threshold(darker, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        sheet = _straight(small, cv2.threshold(smooth, level, 255, cv2.THRESH_BINARY)[1])
    return sheet


def _straight(small: Gray, light: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """255 a little within the largest light shape, if its sides are straight."""
    contours, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    outline = max(contours, key=cv2.contourArea)
    area = cv2.contourArea(outline)
    if not _LEAST * small.size <= area <= _MOST * small.size:
        return None
    hull = cv2.convexHull(outline)
    whole = cv2.contourArea(hull)
    sides = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, closed=True), closed=True)
    if area < _STRAIGHT * whole or cv2.contourArea(sides) < _STRAIGHT * whole:
        return None
    if not 4 <= len(sides) <= _MOST_SIDES:
        return None
    mask = cv2.drawContours(np.zeros_like(small), [hull], 0, 255, cv2.FILLED)
    # Outside of the picture the sheet may well go on.
    inner, deeper = (_grown(mask, -pixels) for pixels in (_BORDER, 3 * _BORDER))
    outer, further = (_grown(mask, pixels) for pixels in (_BORDER, 3 * _BORDER))
    within, around = inner & ~deeper & light, further & ~outer
    if not within.any() or not around.any():
        return None
    # At its edge: light that falls off has no edge.
    contrast = cv2.mean(small, within)[0] - cv2.mean(small, around)[0]
    return inner if contrast >= _LEAST_CONTRAST else None


def _grown(mask: NDArray[np.uint8], pixels: int) -> NDArray[np.uint8]:
    """A shape with so many pixels more around it, or fewer."""
    window = np.ones((2 * abs(pixels) + 1,) * 2, np.uint8)
    change = cv2.dilate if pixels > 0 else cv2.erode
    return np.asarray(change(mask, window, borderType=cv2.BORDER_REPLICATE), np.uint8)


def _carried_on(small: Gray, sheet: NDArray[np.uint8]) -> Gray:
    """The sheet's own brightness, without its writing, in it and around it."""
    window = max(3, min(small.shape) // 8) | 1
    within = np.where(sheet > 0, small, 0).astype(np.uint8)
    paper = cv2.morphologyEx(within, cv2.MORPH_CLOSE, np.ones((window, window), np.uint8))
    known = (sheet > 0).astype(np.float32)
    level = paper.astype(np.float32) * known
    # Each level of a pyramid knows twice as far around; the finest that knows anything counts.
    levels = [(level, known)]
    while min(levels[-1][0].shape) > 2:
        levels.append((cv2.pyrDown(levels[-1][0]), cv2.pyrDown(levels[-1][1])))
    carried = np.zeros_like(levels[-1][0])
    for level, known in reversed(levels):
        carried = cv2.resize(carried, level.shape[::-1], interpolation=cv2.INTER_LINEAR)
        carried = np.where(known > 0.05, level / np.maximum(known, 0.05), carried)
    around: Gray = np.clip(carried, 0, 255).astype(np.uint8)
    return around
