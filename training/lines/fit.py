"""Training the line network: CTC, and to begin with also the place of each symbol.

CTC finds by itself which column belongs to which symbol, but it takes its time. The lines are
drawn, so the places are known; saying them in the first part of the training (a cross-entropy at
each column, whose weight falls to nothing) spares the network the search, and makes the columns
that it marks the middles of the symbols.
"""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf

from training.finetune.weight_interpolation import Weights
from training.lines import network, pool
from training.lines.losses import ctc_loss, forgiven, place_loss
from training.lines.recipe import STATE, LineRecipe
from training.optimisers.compiling import OneCycle
from training.optimisers.muon import KernelMuon
from training.process.array_files import arrays
from training.process.errors import TrainingError
from training.process.progress import Progress

Tensor = Any

CLIP: Final = 5.0
_OTHER: Final = {
    "recipe": "it is of another recipe",
    "data": "it went on from another model file, or learnt from other data",
}
"""Why a checkpoint is not gone on from, by what differs."""


class Fit:
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
        self.recipe, self.state = recipe, folder / STATE
        self._made_of = {
            "recipe": json.dumps(dataclasses.asdict(recipe)),
            "data": json.dumps(dict(data or {}), sort_keys=True),
        }
        keras.utils.set_random_seed(recipe.seed)
        self.model = network.make()
        if start is not None:
            self.model.set_weights(start)
        self.optimizer = KernelMuon(
            OneCycle(recipe.rate, recipe.steps, rise=0.05),
            weight_decay=recipe.decay,
            adam_weight_decay=recipe.decay,
            exclude_layers=["conv1", "logits"],
            global_clipnorm=CLIP,
            use_ema=True,
            ema_momentum=recipe.average,
        )
        self.optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
        self.optimizer.build(self.model.trainable_variables)
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
        self.history: dict[str, list[float]] = {"loss": [], "seconds": []}
        self.rounds = self._restored()

    def run(self, drawer: pool.Drawer, progress: Progress) -> None:
        """All rounds that are left; leaves the averaged weights in the model.

        Args:
            drawer: draws the lines of a round while the one before is learnt.
            progress: is told of each batch and round.
        """
        recipe, began, first = self.recipe, time.monotonic(), self.rounds
        drawing = drawer.begin(recipe.pool, (recipe.seed, first)) if first < recipe.rounds else None
        while drawing is not None:
            number, lines = self.rounds, drawing.pool()
            more = number + 1 < recipe.rounds
            drawing = drawer.begin(recipe.pool, (recipe.seed, number + 1)) if more else None
            round_began, losses = time.monotonic(), []
            rng = np.random.default_rng([recipe.seed, number])
            for step, batch in enumerate(self._batches(lines, rng), start=1):
                done = number * recipe.steps_a_round + step - 1
                places = recipe.places * max(0.0, 1 - done / (recipe.placed * recipe.steps))
                given = batch.lines, batch.labels, batch.counts, batch.columns
                losses.append(float(self.step(*given, places)))
                learnt = done + 1 - first * recipe.steps_a_round
                left = (time.monotonic() - began) / learnt * (recipe.steps - done - 1)
                progress.tell("batch", epoch=number + 1, step=step, loss=losses[-1], left_s=left)
            seconds = time.monotonic() - round_began
            self.history["loss"].append(float(np.mean(losses)))
            self.history["seconds"].append(seconds)
            self.rounds += 1
            self._save()
            progress.tell("epoch", epoch=number + 1, loss=self.history["loss"][-1], seconds=seconds)
        self.optimizer.finalize_variable_values(self.model.trainable_variables)

    def _batches(self, lines: pool.Pool, rng: np.random.Generator) -> Iterator[pool.Batch]:
        for _ in range(self.recipe.uses):
            yield from pool.batches(lines, self.recipe.batch, rng)

    def renew(self, lines: pool.Pool) -> None:
        """Measures the normalisations anew, for the averaged weights."""
        for batch in pool.batches(
            lines, self.recipe.batch, np.random.default_rng(self.recipe.seed)
        ):
            self.model(batch.lines, training=True)

    def _variables(self) -> dict[str, keras.Variable]:
        """What a checkpoint keeps, by its name there."""
        parts = {"m": self.model.variables, "o": self.optimizer.variables}
        return {f"{key}{i}": v for key, own in parts.items() for i, v in enumerate(own)}

    def _save(self) -> None:
        learnt = {name: v.numpy() for name, v in self._variables().items()}
        part = self.state.with_suffix(".part.npz")
        told: dict[str, Any] = {"rounds": self.rounds, "history": json.dumps(self.history)}
        try:
            np.savez(part, **told, **self._made_of, **learnt)  # type: ignore[arg-type]
            part.replace(self.state)
        finally:
            part.unlink(missing_ok=True)

    def _restored(self) -> int:
        """Takes over a checkpoint of the same training; how many rounds are done."""
        if not self.state.exists():
            return 0
        variables = self._variables()
        try:
            names = ("rounds", "history", *self._made_of, *variables)
            found = arrays(self.state, names)
            if len(found) < len(names):
                raise ValueError("it is incomplete")
            for name, wanted in self._made_of.items():
                if str(found[name]) != wanted:
                    raise ValueError(_OTHER[name])
            for name, variable in variables.items():
                variable.assign(found[name])
            self.history = json.loads(str(found["history"]))
            return int(found["rounds"])
        except (OSError, ValueError, TypeError) as error:
            raise TrainingError(
                f"The checkpoint {self.state} cannot be gone on from: {error}. Delete it to begin "
                "anew, or pass another --out."
            ) from error

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
