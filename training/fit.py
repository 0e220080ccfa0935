"""Compiling and training: one recipe from data to a calibrated model. `run` makes files of it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from training import network
from training.calibrate import Calibration, calibrate
from training.data import NOT_A_DIGIT, Digits, Images, Mnist, split
from training.optimisers import compiling
from training.optimisers.variations import RENEWING, variation_of
from training.process.progress import Progress
from training.recipes import Recipe
from training.synthesis import batches
from training.synthesis.characters import Characters
from training.synthesis.prefetch import Prefetch
from training.synthesis.stroke_bank import hands_of

VALIDATION_BATCH = 500
WRITERS = 1_000
"""Digits of MNIST whose skeletons come with the pen strokes."""


@dataclass(frozen=True)
class Trained:
    """What training made.

    Attributes:
        model: folded, from `image` to `logits`.
        calibration: fitted on the validation split.
        history: per epoch: loss, accuracy, val_loss, val_accuracy.
        seconds: of the training itself.
        validation: the part of the training set that was not trained on.
        interpolation: how much of the way to its fine-tuned self the model has gone, to 1, see
            `training.finetune.weight_interpolation`; `None` without a fine-tuning.
    """

    model: keras.Model
    calibration: Calibration
    history: dict[str, list[float]]
    seconds: float
    validation: Digits
    interpolation: float | None = None


def train(
    recipe: Recipe,
    mnist: Mnist,
    progress: Progress,
    *,
    corrections: Digits | None = None,
    characters: Characters | None = None,
    start: Path | None = None,
    prefetch: Prefetch | None = None,
) -> Trained:
    """Trains one model by a recipe: made, compiled, fitted, calibrated.

    What some recipes do besides hooks in from `training.optimisers.variations`.

    Args:
        recipe: every choice.
        mnist: the data; its test part is not looked at.
        progress: is told of each batch and epoch.
        corrections: what people corrected, mixed in where the recipe says how much.
        characters: pen strokes, drawn where the recipe says how many.
        start: the model file that a fine-tuning recipe starts from.
        prefetch: draws pictures already.
    """
    varied = variation_of(recipe, start, corrections, logits_of)
    varied.before()
    keras.utils.set_random_seed(recipe.seed)
    if recipe.repeatable:
        tf.config.experimental.enable_op_determinism()
    began = time.monotonic()
    train_part, validation = split(mnist.train, tutorial=recipe.split == "tutorial")
    train_part = varied.data(train_part)
    steps = batches.steps_per_epoch(recipe, train_part)
    model = varied.model(lambda: network.make(recipe.network, recipe.classes))
    model.compile(
        optimizer=compiling.optimizer(recipe, steps * recipe.epochs),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[compiling.accuracy],
        jit_compile=False,
    )
    progress.tell(
        "start",
        recipe=recipe.name,
        data=mnist.source,
        checksum=mnist.checksum,
        train=len(train_part),
        validation=len(validation),
        parameters=model.count_params(),
        epochs=recipe.epochs,
        steps=steps,
    )
    stream, source = _stream(recipe, train_part, corrections, characters, prefetch)
    history = model.fit(
        stream(recipe),
        epochs=recipe.epochs,
        steps_per_epoch=steps,
        validation_data=_plain(validation),
        callbacks=[_Teller(progress, recipe.epochs, steps)],
        shuffle=False,
        verbose=0,
    ).history
    few = dataclasses.replace(recipe, epochs=min(recipe.epochs, -(-RENEWING // steps)))
    interpolation = varied.fitted(model, lambda: stream(few))
    source.clear()
    folded = varied.folded(model)
    progress.tell("stage", name="calibrate")
    shown = prefetch.calibration() if prefetch else batches.for_calibration(recipe, validation)
    calibration = _calibrated(folded, shown)
    seconds = time.monotonic() - began
    return Trained(folded, calibration, history, seconds, validation, interpolation)


def logits_of(model: keras.Model, images: Images) -> NDArray[np.float32]:
    """What the network says, `[N, classes]`, without Keras's own progress."""
    logits = [
        model(tf.cast(images[at : at + 500, ..., None], tf.float32) / 255.0, training=False)
        for at in range(0, len(images), 500)
    ]
    return np.concatenate(logits)


def _stream(
    recipe: Recipe,
    train: Digits,
    corrections: Digits | None,
    characters: Characters | None,
    prefetch: Prefetch | None,
) -> tuple[Callable[[Recipe], tf.data.Dataset], list[Digits]]:
    """What gives the batches of a recipe, and the list to empty when they are no longer wanted."""
    source = [train]
    negatives_of = prefetch.negatives if prefetch else batches.draw_negatives
    hands = hands_of(characters, train.take(slice(WRITERS))) if characters else None

    def stream(of: Recipe) -> tf.data.Dataset:
        return _dataset(
            lambda: batches.batches(of, source[0], corrections, negatives_of, hands), recipe.batch
        )

    return stream, source


def _dataset(source: Callable[[], Iterator[batches.Batch]], size: int) -> tf.data.Dataset:
    """The batches as TensorFlow takes them, the next few made ahead.

    TensorFlow never lets the generator go: what it draws on has to come in a list that is emptied.
    """
    return _untuned(
        tf.data.Dataset.from_generator(
            source,
            output_signature=(
                tf.TensorSpec((size, 28, 28), tf.uint8),
                tf.TensorSpec((size,), tf.uint8),
            ),
        )
        .map(_scaled)
        .prefetch(4)
    )


def _plain(part: Digits) -> tf.data.Dataset:
    """Pictures as they are, for validation."""
    pair = (part.images, part.labels)
    return _untuned(tf.data.Dataset.from_tensor_slices(pair).batch(VALIDATION_BATCH).map(_scaled))


def _untuned(stream: tf.data.Dataset) -> tf.data.Dataset:
    """Without the tuner of tf.data, which has nothing to tune here.

    Its thread sleeps ever longer, and the end of a training sometimes waits for it: half a minute
    after a minute.
    """
    options = tf.data.Options()
    options.autotune.enabled = False
    return stream.with_options(options)


def _scaled(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Normalises the matrix, as the tutorial says: pixels from 0-255 to 0-1."""
    return tf.cast(images[..., None], tf.float32) / 255.0, tf.cast(labels, tf.int32)


def _calibrated(model: keras.Model, shown: Digits) -> Calibration:
    """Fits the calibration, see `batches.for_calibration`."""
    logits, digit = logits_of(model, shown.images), shown.labels < NOT_A_DIGIT
    return calibrate(logits[digit], shown.labels[digit], logits[~digit])


class _Teller(keras.callbacks.Callback):  # type: ignore[misc]
    """Passes on what Keras says of each batch and epoch."""

    def __init__(self, progress: Progress, epochs: int, steps: int) -> None:
        super().__init__()
        self._progress, self._epochs, self._steps = progress, epochs, steps
        self._epoch = 0
        self._began = self._epoch_began = time.monotonic()

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Remembers which."""
        self._epoch, self._epoch_began = epoch + 1, time.monotonic()

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Tells the loss, and how long it still takes."""
        done = (self._epoch - 1) * self._steps + batch + 1
        left = (time.monotonic() - self._began) / done * (self._epochs * self._steps - done)
        figures = logs or {}
        self._progress.tell(
            "batch",
            epoch=self._epoch,
            step=batch + 1,
            loss=float(figures["loss"]),
            accuracy=float(figures["accuracy"]),
            left_s=round(left, 1),
        )

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Tells the figures of the epoch."""
        figures = {name: float(value) for name, value in (logs or {}).items()}
        seconds = time.monotonic() - self._epoch_began
        self._progress.tell("epoch", epoch=epoch + 1, seconds=seconds, **figures)
