"""Training the line reader: CTC, and to begin with also the place of each symbol.

CTC finds by itself which column belongs to which symbol, but it takes its time. The lines are
drawn, so the places are known; saying them in the first part of the training (a cross-entropy at
each column, whose weight falls to nothing) spares the network the search, and makes the columns
that it marks the middles of the digits.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf

from training.data import Mnist, split
from training.digit_lines import data, network
from training.digit_lines.recipe import DigitLineRecipe
from training.lines.losses import ctc_loss, place_loss
from training.optimisers.compiling import OneCycle
from training.optimisers.muon import KernelMuon
from training.process.progress import Progress
from training.synthesis.skeletons import fields_of

Tensor = Any


HELD: Final = 3_000
"""Lines of digits that are never trained on, to calibrate and to report with."""

CLIP: Final = 5.0
FIGURES: Final = ("loss", "accuracy", "val_loss", "val_accuracy")


@dataclass(frozen=True)
class TrainedLines:
    """What training gives.

    Attributes:
        model: folded, from `line` to `logits`.
        held: lines that were not trained on, by writers that were not either.
        history: per epoch: loss, accuracy, val_loss, val_accuracy.
        seconds: of the training itself.
    """

    model: keras.Model
    held: data.Pool
    history: dict[str, list[float]]
    seconds: float


def train(recipe: DigitLineRecipe, mnist: Mnist, progress: Progress) -> TrainedLines:
    """Draws the lines and trains a line reader.

    Args:
        recipe: every choice.
        mnist: the digits to write with; those of the validation split write the held lines.
        progress: is told of each batch and epoch.
    """
    keras.utils.set_random_seed(recipe.seed)
    train_part, validation = split(mnist.train)
    progress.tell("stage", name="drawing lines")
    pool = data.draw_pool(
        recipe.pool, recipe.seed, fields_of(train_part.take(slice(recipe.writers)))
    )
    held = data.draw_pool(HELD, recipe.seed + 1, fields_of(validation))
    began = time.monotonic()
    model = network.make()
    steps = len(pool) // recipe.batch
    progress.tell(
        "start",
        recipe=recipe.name,
        data=mnist.source,
        checksum=mnist.checksum,
        train=len(pool),
        validation=len(held),
        parameters=model.count_params(),
        epochs=recipe.epochs,
        steps=steps,
    )
    history = _Fit(recipe, model, steps * recipe.epochs).run(pool, held, progress)
    return TrainedLines(network.fold(model), held, history, time.monotonic() - began)


class _Fit:
    """The loop."""

    def __init__(self, recipe: DigitLineRecipe, model: keras.Model, steps: int) -> None:
        self.recipe, self.model, self.steps = recipe, model, steps
        self.optimizer = KernelMuon(
            OneCycle(recipe.rate, steps, rise=0.05),
            weight_decay=recipe.decay,
            adam_weight_decay=recipe.decay,
            exclude_layers=["conv1", "logits"],
            global_clipnorm=CLIP,
            use_ema=True,
            ema_momentum=recipe.average,
        )
        self.optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
        self.optimizer.build(model.trainable_variables)
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

    def run(self, pool: data.Pool, held: data.Pool, progress: Progress) -> dict[str, list[float]]:
        """All epochs; leaves the averaged weights in the model.

        Returns:
            For each epoch: loss and accuracy (share of the columns that say the right symbol, where
            it is known), also of the held lines.
        """
        recipe, rng = self.recipe, np.random.default_rng(self.recipe.seed)
        history: dict[str, list[float]] = {}
        began, done = time.monotonic(), 0
        for epoch in range(1, recipe.epochs + 1):
            steps: list[tuple[float, float]] = []
            epoch_began = time.monotonic()
            for number, batch in enumerate(data.batches(pool, recipe.batch, rng), start=1):
                places = recipe.places * max(0.0, 1 - done / (recipe.placed * self.steps))
                loss, accuracy = (float(value) for value in self.step(*_given(batch), places))
                steps.append((loss, accuracy))
                done += 1
                left = (time.monotonic() - began) / done * (self.steps - done)
                progress.tell(
                    "batch", epoch=epoch, step=number, loss=loss, accuracy=accuracy, left_s=left
                )
            unseen = [
                tuple(float(value) for value in self._look(*_given(batch)))
                for batch in data.batches(held, recipe.batch, np.random.default_rng(0))
            ]
            figures = dict(
                zip(FIGURES, [*np.mean(steps, axis=0), *np.mean(unseen, axis=0)], strict=True)
            )
            for name, value in figures.items():
                history.setdefault(name, []).append(float(value))
            seconds = time.monotonic() - epoch_began
            progress.tell("epoch", epoch=epoch, seconds=seconds, **figures)
        self.optimizer.finalize_variable_values(self.model.trainable_variables)
        return history

    def _step(
        self, lines: Tensor, labels: Tensor, counts: Tensor, columns: Tensor, places: Tensor
    ) -> tuple[Tensor, Tensor]:
        with tf.GradientTape() as tape:
            logits = self.model(lines, training=True)
            loss = tf.reduce_mean(ctc_loss(labels, counts, logits))
            total = loss + places * place_loss(columns, logits)
        gradients = tape.gradient(total, self.model.trainable_variables)
        self.optimizer.apply(gradients, self.model.trainable_variables)
        return loss, share_right(columns, logits)

    def _look(
        self, lines: Tensor, labels: Tensor, counts: Tensor, columns: Tensor
    ) -> tuple[Tensor, Tensor]:
        logits = self.model(lines, training=False)
        return tf.reduce_mean(ctc_loss(labels, counts, logits)), share_right(columns, logits)


def _given(batch: data.Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    return batch.lines, batch.labels, batch.counts, batch.columns


def share_right(columns: Tensor, logits: Tensor) -> Tensor:
    """Share of the known columns whose likeliest symbol is the right one."""
    known = tf.cast(columns >= 0, tf.float32)
    right = tf.cast(tf.argmax(logits, axis=-1, output_type=tf.int32) == columns, tf.float32)
    return tf.reduce_sum(right * known) / tf.maximum(tf.reduce_sum(known), 1)
