"""What a person or a program sees while training runs.

`--progress rich` is a live bar. `--progress json` prints one JSON object a line, each with `event`:

- `start`: `recipe`, `data`, `checksum`, `train`, `validation`, `parameters`, `epochs`, `steps`
- `batch`, at most twice a second: `epoch` (from 1), `step` (of the epoch), `loss`, `accuracy`,
  `left_s` (estimate of the seconds that training still takes)
- `epoch`: `epoch`, `loss`, `accuracy`, `val_loss`, `val_accuracy`, `seconds`
- `stage`: `name`, what is done before training (drawing lines, for the line network) or after it:
  calibrate, export, evaluate, figures
- `evaluate`: `accuracy`, `errors`, `loss`, `ece` on MNIST's test set
- `done`: `out`, `version`, `seconds`, `peak_mb` (null where the system does not say)
- `error`: `message`; the exit status is then not 0 and no model was written
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any, Protocol

Value = Any
BATCH_EVERY = 0.5
"""Seconds between two `batch` events at least."""


class Progress(Protocol):
    """Somebody who is told how training goes."""

    def tell(self, event: str, **values: Value) -> None:
        """Takes one event; which there are, see the module."""

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
        now = time.monotonic()
        if event == "batch":
            if now - self._last < BATCH_EVERY:
                return
            self._last = now
        print(json.dumps({"event": event, **_rounded(values)}), flush=True)  # noqa: T201

    def close(self) -> None:
        """Nothing to give back."""


class RichProgress:
    """A live bar for a person, and a line for each epoch."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        self._console = Console()
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
        show = {
            "start": self._start,
            "batch": self._batch,
            "epoch": self._epoch,
            "stage": self._stage,
            "evaluate": self._evaluate,
            "done": self._done,
            "error": self._error,
        }
        show[event](values)

    def close(self) -> None:
        """Takes the bar away."""
        self._bar.stop()

    def _start(self, told: dict[str, Any]) -> None:
        self._epochs, self._steps = told["epochs"], told["steps"]
        self._console.print(
            f"[bold]{told['recipe']}[/bold]: {told['parameters']:,} parameters, "
            f"{told['train']:,} pictures to train with, {told['validation']:,} to validate, "
            f"from {told['data']}"
        )
        self._bar.update(self._task, total=self._epochs * self._steps, description="starting")

    def _batch(self, told: dict[str, Any]) -> None:
        left = round(told["left_s"])
        self._bar.update(
            self._task,
            completed=(told["epoch"] - 1) * self._steps + told["step"],
            description=f"epoch {told['epoch']}/{self._epochs}",
            said=f"batch {told['step']}/{self._steps}  loss {told['loss']:.4f}  "
            f"accuracy {told['accuracy']:.2%}  {left // 60}:{left % 60:02} left",
        )

    def _epoch(self, told: dict[str, Any]) -> None:
        self._console.print(
            f"epoch {told['epoch']:>2}/{self._epochs}  loss {told['loss']:.4f}  "
            f"accuracy {told['accuracy']:.2%}  validation loss {told['val_loss']:.4f}  "
            f"accuracy [bold]{told['val_accuracy']:.2%}[/bold]  {told['seconds']:.0f} s"
        )

    def _stage(self, told: dict[str, Any]) -> None:
        self._bar.update(self._task, total=None, description=told["name"], said="")

    def _evaluate(self, told: dict[str, Any]) -> None:
        self._console.print(
            f"MNIST test: [bold]{told['accuracy']:.2%}[/bold] ({told['errors']} wrong), "
            f"loss {told['loss']:.4f}, calibration error {told['ece']:.4f}"
        )

    def _done(self, told: dict[str, Any]) -> None:
        self._bar.remove_task(self._task)
        peak = told["peak_mb"]
        self._console.print(
            f"Wrote [bold]{told['out']}[/bold] ({told['version']}) in {told['seconds']:.0f} s"
            + (f", {peak:.0f} MB at most" if peak is not None else "")
        )

    def _error(self, told: dict[str, Any]) -> None:
        self._bar.stop()
        sys.stderr.write(f"{told['message']}\n")


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
