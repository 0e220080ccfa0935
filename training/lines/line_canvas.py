"""The canvas that a line is written on, and what is already on it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.handwriting import UNIT
from training.synthesis.pen import Patch

HEIGHT: Final = int(4.6 * UNIT)
TALLEST: Final = HEIGHT - 8
"""A mark that would be taller than this is cut off."""

BASE: Final = int(2.9 * UNIT)
"""Where digits stand, on the canvas."""

LEFT: Final = 2 * UNIT
"""Where the first mark begins."""


class Canvas:
    """Ink, and the box of each mark of it.

    Attributes:
        ink: `[HEIGHT, W]`, 0 to 255.
        boxes: x, y, width and height of each mark; of rules, frames and specks there are none.
    """

    def __init__(self, width: int) -> None:
        self.ink: Patch = np.zeros((HEIGHT, width), np.uint8)
        self.boxes: list[tuple[int, int, int, int]] = []

    def extent(self) -> tuple[float, float, float, float]:
        """Left, top, right and foot of the marks; of a digit where there are none."""
        if not self.boxes:
            return LEFT, BASE - UNIT, LEFT + 2.0 * UNIT, float(BASE)
        x, y, w, h = np.array(self.boxes, float).T
        return float(x.min()), float(y.min()), float((x + w).max()), float((y + h).max())

    def stroke(self, points: NDArray[np.float64], pen: int) -> None:
        """Draws a line through points `[n, 2]`, `pen` pixels wide."""
        fixed = np.round(points * 16).astype(np.int32)
        cv2.polylines(self.ink, [fixed], False, 255, pen, cv2.LINE_AA, 4)

    def blit(self, patch: Patch, x: int, y: int) -> None:
        """Lays ink on the canvas; what would be beyond it is cut off."""
        x, y = max(x, 0), min(max(y, 0), HEIGHT - 1)
        part = self.ink[y : y + patch.shape[0], x : x + patch.shape[1]]
        np.maximum(part, patch[: part.shape[0], : part.shape[1]], out=part)
