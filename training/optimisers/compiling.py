"""Compiling: how the weights are moved, and towards what."""

from __future__ import annotations

import math
from typing import Any

import keras

from training.data import NOT_A_DIGIT
from training.optimisers.muon import KernelMuon
from training.recipes import Recipe

Tensor = Any

NO_MUON = ["conv1", "logits"]
"""Layers that Muon leaves to Adam: the first, which is all scale, and the last."""


def accuracy(labels: Tensor, said: Tensor) -> Tensor:
    """Whether a digit is the likeliest of the ten, or its kind of no digit the likeliest of all."""
    labels = keras.ops.cast(keras.ops.reshape(labels, (-1,)), "int32")
    ten, every = keras.ops.argmax(said[:, :10], axis=-1), keras.ops.argmax(said, axis=-1)
    return keras.ops.where(labels < NOT_A_DIGIT, labels == ten, labels == every)


def optimizer(recipe: Recipe, steps: int) -> keras.optimizers.Optimizer:
    """Adam or Muon, with the recipe's schedule, decay and moving average.

    Args:
        recipe: every choice.
        steps: of the whole training.
    """
    rate: Any = recipe.rate
    if recipe.schedule == "one-cycle":
        rate = OneCycle(recipe.rate, steps)
    average = {"use_ema": True, "ema_momentum": recipe.average} if recipe.average else {}
    if not recipe.muon:
        return keras.optimizers.Adam(rate, **average)
    optimizer = KernelMuon(
        rate,
        weight_decay=recipe.decay,
        adam_weight_decay=recipe.decay,
        exclude_layers=NO_MUON,
        **average,
    )
    optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
    return optimizer


@keras.saving.register_keras_serializable("training")
class OneCycle(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """Up in a straight line, down in half a cosine (Smith and Topin 2018, "Super-Convergence").

    Args:
        peak: the highest learning rate.
        steps: of the whole training.
        rise: share of the steps that go up.
        first: where it begins, as a share of the peak.
        last: where it ends, as a share of the peak.
    """

    def __init__(
        self, peak: float, steps: int, rise: float = 0.25, first: float = 0.1, last: float = 0.002
    ) -> None:
        self.peak, self.steps, self.rise, self.first, self.last = peak, steps, rise, first, last

    def __call__(self, step: Tensor) -> Tensor:
        """The learning rate of this step."""
        at = keras.ops.cast(step, "float32") / self.steps
        up = self.first + (1 - self.first) * at / self.rise
        turn = keras.ops.minimum((at - self.rise) / (1 - self.rise), 1.0)
        down = self.last + (1 - self.last) * (1 + keras.ops.cos(math.pi * turn)) / 2
        return self.peak * keras.ops.where(at < self.rise, up, down)

    def get_config(self) -> dict[str, float]:
        """What Keras needs to make it again."""
        names = ("peak", "steps", "rise", "first", "last")
        return {name: getattr(self, name) for name in names}
