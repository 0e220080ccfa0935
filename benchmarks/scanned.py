"""What a scanner or a camera makes of a printed form that was filled in; see `forms.py`."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from benchmarks.papers import Floats, Rng, write

_PENS: Final = ((30, 30, 30), (120, 50, 20), (60, 40, 40), (35, 40, 60))
_PRINTS: Final = ((20, 20, 20), (20, 20, 20), (150, 110, 60))
"""Black, or blue; blue, green, red of each, as of the pens."""


def scan(printed: Floats, written: Floats, wide: float, rng: Rng) -> bytes:
    """A form that is pale, worn, patterned, askew, coarse, or black and white alone.

    Args:
        printed: `[h, w]`, how much ink of its own it has, 0 to 1.
        written: `[h, w]`, how much of the pen.
        wide: of a box, in pixels.
        rng: every choice.

    Returns:
        A JPEG file.
    """
    tint = [rng.uniform(0.9, 1), rng.uniform(0.95, 1), rng.uniform(0.93, 1)]
    page = np.full((*printed.shape, 3), rng.uniform(215, 255), np.float32) * np.array(tint)
    if rng.random() < 0.35:
        coarse = rng.random([max(2, side // 6) for side in printed.shape]).astype(np.float32)
        worn = cv2.resize(coarse, printed.shape[::-1]) > rng.uniform(0.1, 0.3)
        printed = printed * worn
    if rng.random() < 0.3:
        rings = np.zeros_like(printed)
        for _ in range(6):
            at = int(rng.uniform(0, rings.shape[1])), int(rng.uniform(0, rings.shape[0]))
            thick = max(1, int(wide * rng.uniform(0.05, 0.4)))
            cv2.circle(rings, at, int(wide * rng.uniform(0.3, 1.2)), 1.0, thick)
        page -= (rings * rng.uniform(8, 25))[..., None]
    page = write(page.astype(np.float32), printed, _PRINTS[rng.integers(3)], rng.uniform(0.5, 1))
    page = write(page, written, _PENS[rng.integers(4)], rng.uniform(0.6, 1))
    middle = page.shape[1] / 2, page.shape[0] / 2
    turn = cv2.getRotationMatrix2D(middle, rng.normal(0, 0.8), 1)
    page = cv2.warpAffine(page, turn, page.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    scale = rng.uniform(0.35, 1.0)
    page = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    page = cv2.GaussianBlur(page, (0, 0), rng.uniform(0.3, 0.9))
    page += rng.normal(0, rng.uniform(0, 4), page.shape)
    if rng.random() < 0.25:
        page = np.where(
            page.mean(axis=2, keepdims=True) < rng.uniform(140, 190), 15, 250
        ) * np.ones(3)
    pixels = np.clip(page, 0, 255).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(70, 96))]
    return bytes(cv2.imencode(".jpg", pixels, quality)[1])
