"""Training the line network: CTC, and to begin with also the place of each symbol.

CTC finds by itself which column belongs to which symbol, but it takes its time. The lines are
drawn, so the places are known; saying them in the first part of the training (a cross-entropy at
each column, whose weight falls to nothing) spares the network the search, and makes the columns
that it marks the middles of the symbols.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf

from training.finetune.weight_interpolation import Weights
from training.lines import network, pool
from training.lines.losses import ctc_loss, forgiven, place_loss
from training.lines.pictures import Line
from training.lines.recipe import STATE, LineRecipe
from training.optimisers.compiling import OneCycle
from training.optimisers.muon import KernelMuon
from training.process.drawers import Drawer
from training.process.progress import Progress
from training.process.rounds import Rounds

Tensor = Any

CLIP: Final = 5.0


class Fit(Rounds[Line, pool.Batch]):
    """A training that can be stopped after any round and gone on with.

    Args:
        recipe: every choice.
        folder: for the checkpoint.
        start: the weights to begin with; fresh ones where it is None.
        data: what it learns from and which file it began with, as JSON has it; a checkpoint of
            other data is not gone on from.

    Raises:
        TrainingError: there is a checkpoint that is damaged, or of another training.
    """

    def __init__(
        self,
        recipe: LineRecipe,
        folder: Path,
        start: Weights | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.recipe = recipe
        keras.utils.set_random_seed(recipe.seed)
        model = network.make()
        if start is not None:
            model.set_weights(start)
        optimizer = KernelMuon(
            OneCycle(recipe.rate, recipe.steps, rise=0.05),
            weight_decay=recipe.decay,
            adam_weight_decay=recipe.decay,
            exclude_layers=["conv1", "logits"],
            global_clipnorm=CLIP,
            use_ema=True,
            ema_momentum=recipe.average,
        )
        optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
        optimizer.build(model.trainable_variables)
        self.step = tf.function(
            self._step,
            input_signature=[
                tf.TensorSpec((None, None, None, 1), tf.float32),
                tf.TensorSpec((None, None), tf.int32),
                tf.TensorSpec((None,), tf.int32),
                tf.TensorSpec((None, None), tf.int32),
                tf.TensorSpec((), tf.float32),
            ],
        )
        super().__init__(recipe, folder / STATE, model, optimizer, data or {})

    def run(self, drawer: Drawer[Line], progress: Progress) -> None:
        """All rounds that are left; leaves the averaged weights in the model; as `Rounds.run`."""
        super().run(drawer, progress)
        self.optimizer.finalize_variable_values(self.model.trainable_variables)

    def batches(self, drawn: list[Line], rng: np.random.Generator) -> Iterator[pool.Batch]:
        """The lines once, but for the widest few."""
        return pool.batches(pool.Pool.of(drawn), self.recipe.batch, rng)

    def learn(self, batch: pool.Batch, done: int) -> float:
        """One step; in the first of them the places are said as well."""
        recipe = self.recipe
        places = recipe.places * max(0.0, 1 - done / (recipe.placed * recipe.steps))
        given = batch.lines, batch.labels, batch.counts, batch.columns
        return float(self.step(*given, places))

    def renew(self, lines: pool.Pool) -> None:
        """Measures the normalisations anew, for the averaged weights."""
        for batch in pool.batches(
            lines, self.recipe.batch, np.random.default_rng(self.recipe.seed)
        ):
            self.model(batch.lines, training=True)

    def _step(
        self, lines: Tensor, labels: Tensor, counts: Tensor, columns: Tensor, places: Tensor
    ) -> Tensor:
        with tf.GradientTape() as tape:
            logits = self.model(lines, training=True)
            losses = ctc_loss(labels, counts, logits)
            total = tf.reduce_mean(forgiven(losses, counts, self.recipe.forgiving))
            total += places * place_loss(columns, logits)
        gradients = tape.gradient(total, self.model.trainable_variables)
        self.optimizer.apply(gradients, self.model.trainable_variables)
        return tf.reduce_mean(losses)
