"""What only some recipes do besides fitting: each hooks into the one path of `training.fit`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from training import network
from training.data import Digits, Images, shuffled
from training.finetune.restore import restore
from training.finetune.weight_interpolation import go, go_partway
from training.optimisers import split_batch
from training.process.errors import TrainingError

if TYPE_CHECKING:
    from training.recipes import Recipe

RENEWING = 200
"""Batches that the normalisations are measured on."""

Make = Callable[[], keras.Model]
Logits = Callable[[keras.Model, Images], NDArray[np.float32]]
Weights = list[NDArray[np.float32]]


class Variation:
    """What the tutorial does; each method is called once, in this order."""

    def before(self) -> None:
        """Before TensorFlow computes anything."""

    def data(self, train: Digits) -> Digits:
        """What is trained on, of MNIST's training part."""
        return train

    def model(self, make: Make) -> keras.Model:
        """The model to compile; `make` gives a fresh one."""
        return make()

    def fitted(self, model: keras.Model, again: Callable[[], tf.data.Dataset]) -> float | None:
        """Changes the weights of a fitted model.

        Args:
            model: as it was fitted.
            again: gives the batches of the beginning of the training once more.

        Returns:
            How much of the way from its start the model has gone; None where that is not meant.
        """
        return None

    def folded(self, model: keras.Model) -> keras.Model:
        """The fitted model without batch normalisation."""
        return network.fold(model)


class Replay(Variation):
    """A part of MNIST is enough to remember it by."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def data(self, train: Digits) -> Digits:
        """So many of it."""
        return shuffled(train, self._recipe.seed).take(slice(self._recipe.replay))


class SplitBatches(Variation):
    """Each batch is computed as two halves side by side."""

    def before(self) -> None:
        """Shares the cores out."""
        split_batch.share_cores()

    def model(self, make: Make) -> keras.Model:
        """The same model, with another step."""
        model = make()
        return split_batch.SplitBatch(model.input, model.output, name=model.name)


class Averaging(Variation):
    """The optimiser's moving average of the weights takes their place, as it does by itself."""

    def fitted(self, model: keras.Model, again: Callable[[], tf.data.Dataset]) -> None:
        """Measures the normalisations' means anew, since averaged weights give others."""
        for images, _ in again().take(RENEWING):
            model(images, training=True)


class FromFile(Variation):
    """Goes on from a model file, and only a part of the way from it.

    Args:
        recipe: says how much of the way, or leaves it to the corrections.
        start: the file.
        corrections: what people corrected.
        logits: what a model says of pictures.
    """

    def __init__(
        self, recipe: Recipe, start: Path, corrections: Digits | None, logits: Logits
    ) -> None:
        self._recipe, self._start = recipe, start
        self._corrections, self._logits = corrections, logits
        self._before: Weights = []

    def model(self, make: Make) -> keras.Model:
        """The model of the file; raises `TrainingError` where it has too few classes."""
        restored = restore(self._start)
        if restored.output.shape[-1] < self._recipe.classes:
            raise TrainingError(
                f"{self._start} knows the ten digits alone, not what is none, so it cannot be "
                "trained further. Pass --from models/digits.onnx, or a model of --recipe quick "
                "or release."
            )
        self._before = restored.get_weights()
        return restored

    def fitted(self, model: keras.Model, again: Callable[[], tf.data.Dataset]) -> float | None:
        """Moves the model back, see `training.finetune.weight_interpolation`."""
        if self._recipe.way:
            go(model, self._before, self._recipe.way)
            return self._recipe.way
        if self._corrections is None:
            return None
        return go_partway(model, self._before, self._corrections, self._logits)

    def folded(self, model: keras.Model) -> keras.Model:
        """The model itself, for that of a file is folded already."""
        return model


class Several(Variation):
    """Some variations, one after the other."""

    def __init__(self, parts: list[Variation]) -> None:
        self._parts = parts

    def before(self) -> None:
        """Of each."""
        for part in self._parts:
            part.before()

    def data(self, train: Digits) -> Digits:
        """What the last leaves."""
        for part in self._parts:
            train = part.data(train)
        return train

    def model(self, make: Make) -> keras.Model:
        """Made by the first, changed by those after it."""
        for part in self._parts:
            make = functools.partial(part.model, make)
        return make()

    def fitted(self, model: keras.Model, again: Callable[[], tf.data.Dataset]) -> float | None:
        """Of each; what the one says that has a say."""
        said = [part.fitted(model, again) for part in self._parts]
        return next((share for share in said if share is not None), None)

    def folded(self, model: keras.Model) -> keras.Model:
        """As a model from a file is, where there is one."""
        own = [part for part in self._parts if isinstance(part, FromFile)]
        return own[0].folded(model) if own else network.fold(model)


def variation_of(
    recipe: Recipe, start: Path | None, corrections: Digits | None, logits: Logits
) -> Variation:
    """What a recipe does besides; nothing, where it is the tutorial's."""
    parts: list[Variation] = []
    if recipe.average:
        parts.append(Averaging())
    if recipe.replay:
        parts.append(Replay(recipe))
    if start is not None:
        parts.append(FromFile(recipe, start, corrections, logits))
    if recipe.split_batch:
        parts.append(SplitBatches())
    return Several(parts) if parts else Variation()
