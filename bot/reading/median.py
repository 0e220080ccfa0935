"""The median of some numbers, and other quantiles.

`statistics` takes as long to import as a digit to be read.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def median(values: ArrayLike) -> float:
    """The middle of some numbers; of an even count, the mean of the two in the middle.

    It is numpy's without masked arrays, whose module numpy loads for the first median only: a
    tenth of the time in which a process that has just begun reads a picture.

    Raises:
        IndexError: there are none.
    """
    ordered = np.sort(np.asarray(values), axis=None)
    low, high = ordered[(ordered.size - 1) // 2], ordered[ordered.size // 2]
    return (float(low) + float(high)) / 2


def weighted_quantile(values: Sequence[float], weights: ArrayLike, share: float) -> float:
    """The least of some numbers up to which so much of all weight lies.

    Args:
        values: at least one.
        weights: of each.
        share: of the weight, from 0 to 1.
    """
    order = np.argsort(values)
    upto = np.cumsum(np.asarray(weights)[order])
    return float(values[order[int(np.searchsorted(upto, share * upto[-1]))]])
