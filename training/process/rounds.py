"""A training in rounds, each with new drawings; it can be stopped after any and gone on with."""

from __future__ import annotations

import dataclasses
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import keras
import numpy as np

from training.process.array_files import arrays
from training.process.drawers import Drawer
from training.process.errors import TrainingError
from training.process.progress import Progress
from training.process.rounds_recipe import RoundsRecipe

Drawn = TypeVar("Drawn")
Batch = TypeVar("Batch")

_OTHER = {
    "recipe": "it is of another recipe",
    "data": "it went on from another model file, or learnt from other data",
}
"""Why a checkpoint is not gone on from, by what differs."""


class Rounds(ABC, Generic[Drawn, Batch]):
    """A training.

    Args:
        recipe: every choice.
        state: the checkpoint's file.
        model: what learns.
        optimizer: built for its variables.
        data: what it learns from and which file it began with, as JSON has it; a checkpoint of
            other data is not gone on from.

    Attributes:
        history: per round: loss, seconds.
        rounds: how many are done.

    Raises:
        TrainingError: there is a checkpoint that is damaged, or of another training.
    """

    def __init__(
        self,
        recipe: RoundsRecipe,
        state: Path,
        model: keras.Model,
        optimizer: keras.optimizers.Optimizer,
        data: Mapping[str, Any],
    ) -> None:
        self._recipe, self.state = recipe, state
        self.model, self.optimizer = model, optimizer
        self._made_of = {
            "recipe": json.dumps(dataclasses.asdict(recipe)),
            "data": json.dumps(dict(data), sort_keys=True),
        }
        self.history: dict[str, list[float]] = {"loss": [], "seconds": []}
        self.rounds = self._restored()

    @abstractmethod
    def batches(self, drawn: list[Drawn], rng: np.random.Generator) -> Iterator[Batch]:
        """The drawings of a round once, in batches."""

    @abstractmethod
    def learn(self, batch: Batch, done: int) -> float:
        """One step, after so many; returns its loss."""

    def announce(self, mnist: str, checksum: str, held: int, progress: Progress) -> None:
        """Tells what is about to be learnt.

        Args:
            mnist: where MNIST is from,
            checksum: and its file's.
            held: drawings by writers that are held back, on which it is measured.
            progress: is told.
        """
        recipe = self._recipe
        progress.tell(
            "start",
            recipe=recipe.name,
            data=mnist,
            checksum=checksum,
            train=recipe.pool * recipe.rounds,
            validation=held,
            parameters=self.model.count_params(),
            epochs=recipe.rounds,
            steps=recipe.steps_a_round,
        )

    def run(self, drawer: Drawer[Drawn], progress: Progress) -> None:
        """All rounds that are left.

        Args:
            drawer: draws for a round while the one before is learnt.
            progress: is told of each batch and round.
        """
        recipe, began, first = self._recipe, time.monotonic(), self.rounds
        drawing = drawer.begin(recipe.pool, (recipe.seed, first)) if first < recipe.rounds else None
        while drawing is not None:
            number, drawn = self.rounds, drawing.drawn()
            more = number + 1 < recipe.rounds
            drawing = drawer.begin(recipe.pool, (recipe.seed, number + 1)) if more else None
            round_began, losses = time.monotonic(), []
            rng = np.random.default_rng([recipe.seed, number])
            every = (batch for _ in range(recipe.uses) for batch in self.batches(drawn, rng))
            for step, batch in enumerate(every, start=1):
                losses.append(self.learn(batch, number * recipe.steps_a_round + step - 1))
                learnt = (number - first) * recipe.steps_a_round + step
                rest = (recipe.rounds - first) * recipe.steps_a_round - learnt
                left = (time.monotonic() - began) / learnt * rest
                progress.tell("batch", epoch=number + 1, step=step, loss=losses[-1], left_s=left)
            seconds = time.monotonic() - round_began
            self.history["loss"].append(float(np.mean(losses)))
            self.history["seconds"].append(seconds)
            self.rounds += 1
            self.save()
            progress.tell("epoch", epoch=number + 1, loss=self.history["loss"][-1], seconds=seconds)

    def save(self) -> None:
        """Writes the checkpoint; where that fails, the one before is left as it was."""
        learnt = {name: v.numpy() for name, v in self._variables().items()}
        part = self.state.with_suffix(".part.npz")
        told: dict[str, Any] = {"rounds": self.rounds, "history": json.dumps(self.history)}
        try:
            np.savez(part, **told, **self._made_of, **learnt)  # type: ignore[arg-type]
            part.replace(self.state)
        finally:
            part.unlink(missing_ok=True)

    def _variables(self) -> dict[str, keras.Variable]:
        """What a checkpoint keeps, by its name there."""
        parts = {"m": self.model.variables, "o": self.optimizer.variables}
        return {f"{key}{i}": v for key, own in parts.items() for i, v in enumerate(own)}

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
