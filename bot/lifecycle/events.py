"""What a training tells, line by line: `training.process.progress` says it, this reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Began:
    """Training begins.

    Attributes:
        epochs: how many there will be.
        steps: batches of each.
    """

    epochs: int
    steps: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch is done.

    Attributes:
        epoch: from 1.
        step: of the epoch, from 1.
        accuracy: on what was trained on in this epoch so far, 0 to 1.
        left: estimate of the seconds that training still takes.
    """

    epoch: int
    step: int
    accuracy: float
    left: float


@dataclass(frozen=True, slots=True)
class Epoch:
    """An epoch is done.

    Attributes:
        epoch: from 1.
        accuracy: on what was trained on, 0 to 1.
        validated: accuracy on the validation split, 0 to 1.
    """

    epoch: int
    accuracy: float
    validated: float


@dataclass(frozen=True, slots=True)
class Stage:
    """What comes after training begins: calibrate, export, evaluate, figures."""

    name: str


@dataclass(frozen=True, slots=True)
class Done:
    """The files are written."""

    version: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It ends without a model; the text says why, for people."""

    message: str


@dataclass(frozen=True, slots=True)
class Alive:
    """Something else was told, which shows that it goes on."""


Event: TypeAlias = Began | Batch | Epoch | Stage | Done | Failed | Alive


def parse(line: bytes) -> Event | None:
    """The event that a line tells; `None` if it is not one."""
    try:
        told = json.loads(line)
        return _event(told) if isinstance(told, dict) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _event(told: dict[str, Any]) -> Event | None:
    match told["event"]:
        case "start":
            return Began(int(told["epochs"]), int(told["steps"]))
        case "batch":
            return Batch(
                int(told["epoch"]),
                int(told["step"]),
                float(told["accuracy"]),
                float(told["left_s"]),
            )
        case "epoch":
            return Epoch(int(told["epoch"]), float(told["accuracy"]), float(told["val_accuracy"]))
        case "stage":
            return Stage(str(told["name"]))
        case "done":
            return Done(str(told["version"]))
        case "error":
            return Failed(str(told["message"]))
        case str():
            return Alive()
        case _:
            return None
