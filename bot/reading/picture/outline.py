"""A sheet on a table as digits: its outline looks like a zero, a corner of the table like a one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.rectify import Sheet
from bot.reading.box import Box
from bot.reading.layout.page import Page
from bot.reading.result import Reading

_INK: Final = 0.5
"""A light shape of which more is ink is a broad stroke, and no sheet."""
_AT_EDGE: Final = 0.005
"""What is so near to the picture's edge, as a share of its longer side, reaches it."""


def is_of_table(reading: Reading, sheet: Sheet | None, page: Page) -> bool:
    """Whether what was read is a sheet's own outline, or nothing but the table around it.

    Args:
        reading: of the page.
        sheet: in pixels of the full picture, if it shows one.
        page: as it was read; what is flattened has no outline.
    """
    if sheet is None or page.sheet is not None:
        return False
    boxes = [digit.box for digit in reading.digits]
    cut_off = [_is_cut_off(box, sheet, page.size) for box in boxes]
    return bool(boxes) and (all(cut_off) or _surrounds(boxes, sheet, page))


def _is_cut_off(box: Box, sheet: Sheet, size: tuple[int, int]) -> bool:
    """Whether something beside the sheet reaches the picture's edge, as a table does."""
    middle = box.x + box.w / 2, box.y + box.h / 2
    if cv2.pointPolygonTest(sheet.corners, middle, measureDist=False) > 0:
        return False
    room = min(box.x, box.y, size[0] - box.x - box.w, size[1] - box.y - box.h)
    return room <= _AT_EDGE * max(size)


def _surrounds(boxes: Sequence[Box], sheet: Sheet, page: Page) -> bool:
    """Whether a box is around the sheet, and the sheet is no broad stroke."""
    x, y = sheet.corners.mean(axis=0)
    if not any(0 < x - box.x < box.w and 0 < y - box.y < box.h for box in boxes):
        return False
    inside = np.zeros_like(page.ink.mask)
    corners = sheet.corners / (page.scale * page.ink.factor)
    cv2.fillConvexPoly(inside, np.rint(corners).astype(np.int32), 1)
    inked = cv2.countNonZero(page.ink.mask & inside)
    return inked <= _INK * cv2.countNonZero(inside)
