"""Small regressions by Newton's method, held by a ridge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RIDGE: Final = 1e-2


def choice(
    seen: Sequence[tuple[Floats, int, float]], start: Sequence[float], steps: int = 50
) -> tuple[float, ...]:
    """Weights of a conditional logit (McFadden 1974), by Newton's method.

    Args:
        seen: for each choice the features `[K, F]` of what there was, which was right, and how much
            it counts.
        start: `[F]`, from where the search begins, and where it is held with a small ridge.
        steps: at most.
    """
    origin = np.array(start)

    def value(weights: Floats) -> float:
        loss = RIDGE / 2 * float(((weights - origin) ** 2).sum())
        for features, right, share in seen:
            scores = features @ weights
            loss += share * float(np.logaddexp.reduce(scores) - scores[right])
        return loss

    weights, loss = origin.copy(), value(origin)
    for _ in range(steps):
        gradient = -RIDGE * (weights - origin)
        curve = RIDGE * np.eye(len(weights))
        for features, right, share in seen:
            scores = features @ weights
            p = np.exp(scores - scores.max())
            p /= p.sum()
            mean = p @ features
            gradient += share * (features[right] - mean)
            curve += share * ((features.T * p) @ features - np.outer(mean, mean))
        step = np.linalg.solve(curve, gradient)
        # Where nearly all choices are certain the curve is flat, and a whole step goes too far.
        while (after := value(weights + step)) > loss and np.abs(step).max() > 1e-6:
            step /= 2
        if after >= loss - 1e-9:
            break
        weights, loss = weights + step, after
    return tuple(float(w) for w in weights)


def logistic(
    x: Floats, y: Floats, share: Floats | None = None, steps: int = 50
) -> tuple[float, ...]:
    """Weights of a logistic regression, by Newton's method with a small ridge.

    Args:
        x: `[N, F]`.
        y: `[N]`, 0 or 1.
        share: `[N]`, how much each counts; all alike where it is left out.
        steps: at most.
    """
    share = np.ones(len(x)) if share is None else share
    scale = np.maximum(np.abs(x).max(axis=0), 1e-9)
    z = x / scale
    weights = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(z @ weights, -30, 30)))
        gradient = z.T @ (share * (y - p)) - RIDGE * weights
        curve = (z * (share * p * (1 - p))[:, None]).T @ z + RIDGE * np.eye(len(weights))
        step = np.linalg.solve(curve, gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return tuple(float(w) for w in weights / scale)
