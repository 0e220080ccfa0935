"""How wide the strokes of some ink are."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def stroke_width(ink: NDArray[np.uint8], level: int) -> float:
    """Mean width of the strokes, in pixels: twice the area over the length of the outline.

    Args:
        ink: `[h, w]`, ink bright on a ground of 0.
        level: what is at least so bright belongs to a stroke.
    """
    mask = cv2.copyMakeBorder(ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    _, mask = cv2.threshold(mask, level - 1, 1, cv2.THRESH_BINARY)
    area = cv2.countNonZero(mask)
    inner = cv2.countNonZero(cv2.erode(mask, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))))
    return 2.0 * area / max(area - inner, 1)
