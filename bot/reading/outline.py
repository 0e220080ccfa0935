"""The outline of a sheet that lies on a table, which in the whole picture looks like a zero."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.rectify import Sheet
from bot.reading.layout.page import Page
from bot.reading.result import Reading

_INK: Final = 0.5
"""A light shape of which more is ink is a broad stroke, and no sheet."""


def surrounds(reading: Reading, sheet: Sheet | None, page: Page) -> bool:
    """Whether a digit that was read is a sheet's own outline.

    Args:
        reading: of the page.
        sheet: in pixels of the full picture, if it shows one.
        page: as it was read; what is flattened has no outline.
    """
    if sheet is None or page.sheet is not None:
        return False
    x, y = sheet.corners.mean(axis=0)
    around = any(
        0 < x - box.x < box.w and 0 < y - box.y < box.h
        for box in (digit.box for digit in reading.digits)
    )
    if not around:
        return False
    inside = np.zeros_like(page.ink.mask)
    corners = sheet.corners / (page.scale * page.ink.factor)
    cv2.fillConvexPoly(inside, np.rint(corners).astype(np.int32), 1)
    inked = cv2.countNonZero(page.ink.mask & inside)
    return inked <= _INK * cv2.countNonZero(inside)
