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
    upto = cv2.calcHist([pixels], [0], None, [256], [0, 256]).cumsum(dtype=np.float64)
    place = (pixels.size - 1) * percent / 100
    below = math.floor(place)
    low = int(upto.searchsorted(below, "right"))
    if below == place or upto[low] > below + 1:
        return float(low)
    return low + (int(upto.searchsorted(below + 1, "right")) - low) * (place - below)
