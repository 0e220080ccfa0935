"""Going only part of the way from a model to its fine-tuned self.

Between the weights before and after fine-tuning lie models that have learned nearly as much and
forgotten much less (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"). Of a few of
them the first is taken that is as sure of the corrections as the one at the end of the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import keras
import numpy as np
from numpy.typing import NDArray

from training.data import Digits, Images

WAY: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""The shares of the way that are tried."""
SURE: Final = 0.6
"""What the probability of the right answer has to be for a correction to count as learned."""
ENOUGH: Final = 0.99
"""The share, of what the whole way has learned, that is enough."""

Weights = list[NDArray[np.float32]]


def go_partway(
    model: keras.Model,
    before: Weights,
    corrections: Digits,
    logits: Callable[[keras.Model, Images], NDArray[np.float32]],
) -> float:
    """Takes back as much of a fine-tuning as the corrections can do without.

    Args:
        model: fine-tuned; its weights are changed.
        before: its weights before that.
        corrections: what it was fine-tuned on.
        logits: what a model says of pictures, `[N, classes]`.

    Returns:
        The share of the way that it has gone, to 1.
    """
    after = model.get_weights()
    wanted = ENOUGH * learned(logits(model, corrections.images), corrections)
    for share in WAY:
        model.set_weights(after)
        go(model, before, share)
        if learned(logits(model, corrections.images), corrections) >= wanted:
            return share
    model.set_weights(after)
    return 1.0


def go(model: keras.Model, before: Weights, share: float) -> None:
    """Moves a fine-tuned model back, so that it has gone that share of the way from `before`."""
    pairs = zip(before, model.get_weights(), strict=True)
    model.set_weights([old + share * (new - old) for old, new in pairs])


def learned(logits: NDArray[np.float32], corrections: Digits) -> int:
    """Of how many corrections a model is sure.

    Args:
        logits: `[N, classes]`.
        corrections: what is right.
    """
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    right = powers[np.arange(len(logits)), corrections.labels] / powers.sum(axis=1)
    return int((right > SURE).sum())
