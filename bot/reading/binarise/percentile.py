"""Percentiles of bytes, by counting: many times as fast as sorting them; and medians."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray


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


def median(values: ArrayLike) -> float:
    """The middle of some numbers; of an even count, the mean of the two in the middle.

    It is numpy's without masked arrays, whose module numpy loads for the first median only: a
    tenth of the time in which a process that has just begun reads a picture.
    """
    ordered = np.sort(np.asarray(values), axis=None)
    low, high = ordered[(ordered.size - 1) // 2], ordered[ordered.size // 2]
    return (float(low) + float(high)) / 2
