"""What a person or a program sees while training runs.

`--progress rich` is a live bar. `--progress json` prints one JSON object a line, each
with `event`, a word, and the values of the event in `bot.contract` that has this word.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any, Protocol

from bot import contract
from bot.contract import Batch, Began, Done, Epoch, Evaluated, Failed, Stage
from bot.machine.output import printing

Value = Any
BATCH_EVERY = 0.5
"""Seconds between two `batch` events at least."""


class Progress(Protocol):
    """Somebody who is told how training goes."""

    def tell(self, event: str, **values: Value) -> None:
        """Takes one event; which there are, see `bot.contract.EVENTS`."""

    def close(self) -> None:
        """Gives the terminal back."""


class NoProgress:
    """Says nothing but what went wrong."""

    def tell(self, event: str, **values: Value) -> None:
        """Takes one event."""
        if event == "error":
            sys.stderr.write(f"{values['message']}\n")

    def close(self) -> None:
        """Nothing to give back."""


class JsonProgress:
    """One JSON object a line on standard output."""

    def __init__(self) -> None:
        self._last = 0.0

    def tell(self, event: str, **values: Value) -> None:
        """Takes one event."""
        contract.event(event, values)  # or it could not be read
        now = time.monotonic()
        if event == "batch":
            if now - self._last < BATCH_EVERY:
                return
            self._last = now
        with printing():
            sys.stdout.write(json.dumps({"event": event, **_rounded(values)}) + "\n")

    def close(self) -> None:
        """Nothing to give back."""


class RichProgress:
    """A live bar for a person, and a line for each epoch."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        self._console, self._escape = Console(), escape
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[said]}"),
            TimeElapsedColumn(),
            console=self._console,
        )
        self._task = self._bar.add_task("loading", total=None, said="")
        self._bar.start()
        self._epochs = self._steps = 0

    def tell(self, event: str, **values: Value) -> None:
        """Takes one event."""
        match contract.event(event, values):
            case Began() as told:
                self._start(told)
            case Batch() as told:
                self._batch(told)
            case Epoch() as told:
                self._epoch(told)
            case Stage(name):
                self._bar.update(self._task, total=None, description=name, said="")
            case Evaluated() as told:
                self._evaluate(told)
            case Done() as told:
                self._done(told)
            case Failed(message):
                self._bar.stop()
                sys.stderr.write(f"{message}\n")

    def close(self) -> None:
        """Takes the bar away."""
        self._bar.stop()

    def _start(self, told: Began) -> None:
        self._epochs, self._steps = told.epochs, told.steps
        self._console.print(
            f"[bold]{told.recipe}[/bold]: {_count(told.parameters)} parameters, "
            f"{_count(told.train)} pictures to train with, {_count(told.validation)} to validate, "
            f"from {self._escape(str(told.data))}"
        )
        self._bar.update(self._task, total=self._epochs * self._steps, description="starting")

    def _batch(self, told: Batch) -> None:
        left = round(told.left_s)
        self._bar.update(
            self._task,
            completed=(told.epoch - 1) * self._steps + told.step,
            description=f"epoch {told.epoch}/{self._epochs}",
            said=f"batch {told.step}/{self._steps}  {_figures(told.loss, told.accuracy)}  "
            f"{left // 60}:{left % 60:02} left",
        )

    def _epoch(self, told: Epoch) -> None:
        self._console.print(
            f"epoch {told.epoch:>2}/{self._epochs}  {_figures(told.loss, told.accuracy)}  "
            f"validation {_figures(told.val_loss, told.val_accuracy)}  {told.seconds or 0:.0f} s"
        )

    def _evaluate(self, told: Evaluated) -> None:
        self._console.print(
            f"MNIST test: [bold]{told.accuracy:.2%}[/bold] ({told.errors} wrong), "
            f"loss {told.loss or 0:.4f}, calibration error {told.ece or 0:.4f}"
        )

    def _done(self, told: Done) -> None:
        self._bar.remove_task(self._task)
        self._console.print(
            f"Wrote [bold]{self._escape(str(told.out))}[/bold] ({told.version}) "
            f"in {told.seconds or 0:.0f} s"
            + (f", {told.peak_mb:.0f} MB at most" if told.peak_mb is not None else "")
        )


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _figures(loss: float | None, accuracy: float | None) -> str:
    told = [] if loss is None else [f"loss {loss:.4f}"]
    return "  ".join(told + ([] if accuracy is None else [f"accuracy {accuracy:.2%}"]))


def make(kind: str) -> Progress:
    """The progress that `--progress` names: rich, json or none."""
    kinds: dict[str, type[Progress]] = {
        "rich": RichProgress,
        "json": JsonProgress,
        "none": NoProgress,
    }
    return kinds[kind]()


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {k: round(v, 6) if isinstance(v, float) else v for k, v in values.items()}
