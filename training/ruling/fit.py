"""Training the ruling network: a cross-entropy at each pixel, most of all at those with ink."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf

from bot.reading.layout.ruling import LAYERS
from training.optimisers.compiling import OneCycle
from training.process.rounds import Rounds
from training.ruling import network
from training.ruling.batches import Batch, batches
from training.ruling.recipe import STATE, RulingRecipe
from training.ruling.scenes import Scene

Tensor = Any

CLIP: Final = 1.0


class Fit(Rounds[Scene, Batch]):
    """A training that can be stopped after any round and gone on with.

    Args:
        recipe: every choice.
        folder: for the checkpoint.
        data: what it learns from, as JSON has it; a checkpoint of other data is not gone on from.
        parent: the model file that is gone on from, if one is.

    Raises:
        TrainingError: there is a checkpoint that is damaged, or of another training; or the model
            file cannot be gone on from.
    """

    def __init__(
        self,
        recipe: RulingRecipe,
        folder: Path,
        data: Mapping[str, Any],
        parent: Path | None = None,
    ) -> None:
        self.recipe = recipe
        keras.utils.set_random_seed(recipe.seed)
        model = network.make(folded=parent is not None)
        if parent is not None:
            network.start_from(model, parent)
        optimizer = keras.optimizers.AdamW(
            OneCycle(recipe.rate, recipe.steps, rise=0.1),
            weight_decay=recipe.decay,
            global_clipnorm=CLIP,
        )
        optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
        optimizer.build(model.trainable_variables)
        square = (None, None, None)
        self.step = tf.function(
            self._step,
            input_signature=[
                tf.TensorSpec((*square, 2), tf.float32),
                tf.TensorSpec((*square, LAYERS), tf.float32),
                tf.TensorSpec(square, tf.float32),
            ],
        )
        super().__init__(recipe, folder / STATE, model, optimizer, data)

    def batches(self, drawn: list[Scene], rng: np.random.Generator) -> Iterator[Batch]:
        """The scenes once, but for what does not fill a batch."""
        return batches(drawn, self.recipe.batch, rng)

    def learn(self, batch: Batch, done: int) -> float:
        """One step."""
        return float(self.step(batch.ink, batch.layers, batch.inked))

    def _step(self, ink: Tensor, layers: Tensor, inked: Tensor) -> Tensor:
        recipe = self.recipe
        rules, writing = layers[..., 0], layers[..., 1]
        weights = inked + recipe.around * (1 - inked) + (recipe.written - 1) * writing
        weights += (recipe.crossed - recipe.written) * rules * writing
        with tf.GradientTape() as tape:
            logits = self.model(ink, training=True)
            losses = tf.nn.sigmoid_cross_entropy_with_logits(layers, logits)
            loss = tf.reduce_sum(tf.reduce_mean(losses, -1) * weights) / tf.reduce_sum(weights)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply(gradients, self.model.trainable_variables)
        return loss
