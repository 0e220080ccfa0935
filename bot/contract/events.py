"""What a training tells while it goes on: one JSON object a line, of which `event` says which."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Began:
    """`start`: training begins.

    Attributes:
        epochs: how many there will be.
        steps: batches of each.
        recipe: its name.
        data: where the pictures come from, for people.
        checksum: SHA-256 of the data.
        train: pictures to train with.
        validation: pictures to validate with.
        parameters: weights of the network.
    """

    epochs: int
    steps: int
    recipe: str | None = None
    data: str | None = None
    checksum: str | None = None
    train: int | None = None
    validation: int | None = None
    parameters: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """`batch`, at most twice a second: a batch is done.

    Attributes:
        epoch: from 1.
        step: of the epoch, from 1.
        left_s: estimate of the seconds that training still takes.
        accuracy: on what was trained on in this epoch so far, 0 to 1.
        loss: the same.
    """

    epoch: int
    step: int
    left_s: float
    accuracy: float | None = None
    loss: float | None = None


@dataclass(frozen=True, slots=True)
class Epoch:
    """`epoch`: an epoch is done.

    Attributes:
        epoch: from 1.
        accuracy: on what was trained on, 0 to 1.
        val_accuracy: on the validation split, 0 to 1.
        loss: on what was trained on.
        val_loss: on the validation split.
        seconds: it took.
    """

    epoch: int
    accuracy: float | None = None
    val_accuracy: float | None = None
    loss: float | None = None
    val_loss: float | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """`stage`: what is done before training, or after it: calibrate, export, evaluate, figures."""

    name: str


@dataclass(frozen=True, slots=True)
class Evaluated:
    """`evaluate`: what came of MNIST's test set.

    Attributes:
        accuracy: 0 to 1.
        errors: wrong answers.
        loss: mean cross-entropy.
        ece: expected calibration error.
    """

    accuracy: float
    errors: int | None = None
    loss: float | None = None
    ece: float | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """`done`: the files are written.

    Attributes:
        version: what the model calls itself.
        out: its file.
        seconds: of the whole run.
        peak_mb: memory at most; `None` where the system does not say.
    """

    version: str
    out: str | None = None
    seconds: float | None = None
    peak_mb: float | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """`error`: it ends without a model; the text says why, for people. The status is not 0."""

    message: str


@dataclass(frozen=True, slots=True)
class Alive:
    """An event that this version does not know, which shows that it goes on."""


Event: TypeAlias = Began | Batch | Epoch | Stage | Evaluated | Done | Failed | Alive

EVENTS: Final[dict[str, type[Event]]] = {
    "start": Began,
    "batch": Batch,
    "epoch": Epoch,
    "stage": Stage,
    "evaluate": Evaluated,
    "done": Done,
    "error": Failed,
}
"""By the word that stands under `event` in the JSON object."""
_CONVERTED: Final = {"int": int, "float": float, "str": str}


def event(name: str, told: Mapping[str, Any]) -> Event:
    """An event of its values; those that it does not have are passed over.

    Raises:
        TypeError: one that it needs is missing, or of another type.
        ValueError: one of them is no number.
    """
    kind = EVENTS.get(name, Alive)
    values = {field.name: field for field in fields(kind) if field.name in told}
    return kind(**{name: _value(str(field.type), told[name]) for name, field in values.items()})


def parse(line: bytes) -> Event | None:
    """The event that a line tells; `None` if it is not one."""
    try:
        told = json.loads(line)
        name = told.pop("event")
        return event(name, told) if isinstance(name, str) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _value(kind: str, value: Any) -> Any:
    first, _, optional = kind.partition(" | ")
    return None if optional and value is None else _CONVERTED[first](value)
