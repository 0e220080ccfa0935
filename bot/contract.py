"""What the bot and a training say to each other, as both sides write it; imports nothing of either.

A training is another process: `python -m training`. It prints one JSON object, or one a line, and
whoever started it reads that. Everything that crosses over has its form here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Final, TypeAlias, TypedDict


class RecipeName(StrEnum):
    """What `--recipe` takes of the recipes for the digit model."""

    SEED = "seed"
    QUICK = "quick"
    RELEASE = "release"
    FINE_TUNE = "fine-tune"


CURVES: Final = "curves.png"
CONFUSION: Final = "confusion.png"
"""Of the pictures that a run draws, those that are shown in a chat."""


def elsewhere(recipe: str) -> str:
    """The command that makes the same model on another machine, in the project's folder."""
    given = " --corrections corrections.npz" if recipe == RecipeName.FINE_TUNE else ""
    return f"uv run --extra training python -m training --recipe {recipe}{given}"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a run needs.

    Attributes:
        name: libraries, memory, data, disk or corrections; empty where nothing could be asked.
        ok: whether it is there.
        message: what was found; where it is not there, what to do.
    """

    name: str
    ok: bool
    message: str


@dataclass(frozen=True, slots=True)
class Preflight:
    """Whether a run can succeed where it would be carried out: `python -m training check`.

    Attributes:
        recipe: of the run.
        checks: everything that was looked at.
    """

    recipe: str
    checks: tuple[Check, ...]

    @property
    def obstacles(self) -> tuple[str, ...]:
        """A plain sentence for each thing that is missing, with what to do."""
        return tuple(check.message for check in self.checks if not check.ok)

    @property
    def ok(self) -> bool:
        """Whether everything is there."""
        return not self.obstacles

    @property
    def elsewhere(self) -> str:
        """The command that trains on another machine."""
        return elsewhere(self.recipe)

    def as_json(self) -> dict[str, Any]:
        """As `--json` prints it, and the queue carries it."""
        checks = [asdict(check) for check in self.checks]
        return {
            "recipe": self.recipe,
            "ok": self.ok,
            "checks": checks,
            "elsewhere": self.elsewhere,
        }

    @classmethod
    def of_json(cls, told: Any) -> Preflight:
        """What `as_json` gave.

        Raises:
            ValueError: it is not of that form.
        """
        try:
            checks = [
                Check(str(one["name"]), bool(one["ok"]), str(one["message"]))
                for one in told["checks"]
            ]
            return cls(str(told["recipe"]), tuple(checks))
        except (KeyError, TypeError) as error:
            raise ValueError("not what a check prints") from error

    @classmethod
    def refused(cls, recipe: str, why: str) -> Preflight:
        """Nothing could be looked at, and so no run can succeed."""
        return cls(recipe, (Check("", False, why),))


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


class Share(TypedDict):
    """So many right answers, of how many."""

    right: int
    count: int


class ModelFigures(TypedDict, total=False):
    """What was measured of a model; what could not be measured is not there.

    Attributes:
        error: why it does not load or answer; `None` where it does.
        version: what it calls itself.
        recipe: that made it.
        created: when.
        bytes: size of its file.
        mnist: of MNIST's validation split.
        corrections: of those that are never trained on.
        scenes: of drawn pictures with numbers.
        batch_ms: median milliseconds for a batch.
    """

    error: str | None
    version: str
    recipe: str
    created: str
    bytes: int
    mnist: Share
    corrections: Share
    scenes: Share
    batch_ms: float


class Comparison(TypedDict):
    """A candidate beside the active model: `python -m training gate --json`.

    Attributes:
        candidate: its figures.
        active: those of the active model.
        unchecked: by the name of a figure, or `speed`, why there is none.
    """

    candidate: ModelFigures
    active: ModelFigures
    unchecked: dict[str, str]
