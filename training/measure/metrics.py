"""The measures, each as its field defines it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
BINS = 15


def cross_entropy(probabilities: Floats, labels: NDArray[np.integer[Any]]) -> float:
    """Mean negative log-likelihood, in nats. `probabilities` is `[N, 10]`."""
    chosen = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    return float(-np.log(np.clip(chosen, 1e-12, 1)).mean())


def calibration_error(confidence: Floats, right: NDArray[np.bool_], bins: int = BINS) -> float:
    """Expected calibration error with bins of equal width (Guo et al. 2017, equation 3)."""
    return sum(
        count / len(right) * abs(accuracy - said)
        for said, accuracy, count in reliability(confidence, right, bins)
    )


def reliability(
    confidence: Floats, right: NDArray[np.bool_], bins: int = BINS
) -> list[tuple[float, float, int]]:
    """The reliability diagram: mean confidence, accuracy and count of each filled bin."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    found = []
    for index in range(bins):
        chosen = place == index
        if chosen.any():
            found.append(
                (float(confidence[chosen].mean()), float(right[chosen].mean()), int(chosen.sum()))
            )
    return found


def auroc(positive: Floats, negative: Floats) -> float:
    """The chance that a positive scores above a negative, ties half (Mann and Whitney 1947).

    Returns:
        0 to 1; not a number when either side is empty.
    """
    if not len(positive) or not len(negative):
        return float("nan")
    order = np.sort(negative)
    below = np.searchsorted(order, positive, "left")
    upto = np.searchsorted(order, positive, "right")
    return float((below + upto).mean() / 2 / len(negative))


def confusion(said: NDArray[np.integer[Any]], labels: NDArray[np.integer[Any]]) -> NDArray[np.intp]:
    """How often each digit (row) was read as each digit (column), `[10, 10]`."""
    return np.bincount(labels.astype(int) * 10 + said, minlength=100).reshape(10, 10)


def edits(said: str, wanted: str) -> int:
    """Levenshtein distance: the fewest insertions, deletions and replacements."""
    row = list(range(len(wanted) + 1))
    for i, a in enumerate(said, start=1):
        above, row = row, [i]
        for j, b in enumerate(wanted, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]
