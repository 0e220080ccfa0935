"""Percentiles of bytes, by counting: many times as fast as sorting them."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray


def percentile(pixels: NDArray[np.uint8], percent: float) -> float:
    """The same as `numpy.percentile`.

    Args:
        pixels: of any shape, at least one.
        percent: 0 to 100.
    """
    counts = cv2.calcHist([pixels], [0], None, [256], [0, 256])
    upto = np.cumsum(counts, dtype=np.int64)
    place = (pixels.size - 1) * percent / 100
    low, high = np.searchsorted(upto, (math.floor(place), math.ceil(place)), side="right")
    return float(low + (high - low) * (place - math.floor(place)))
