"""How far a training run is, in a form that the database keeps and every process can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from bot.contract import Batch, Began, Epoch, Event, Stage
from bot.lifecycle.gate import Verdict, as_json, from_json
from bot.lifecycle.promotion import Outcome

PREPARING: Final = "preparing"
TRAINING: Final = "training"
CHECKING: Final = "checking"
SHARES: Final = {
    PREPARING: 0.0,
    "calibrate": 0.9,
    "export": 0.92,
    "evaluate": 0.94,
    "figures": 0.96,
    CHECKING: 0.98,
}
"""How much is done when a stage begins, about; training fills what is between the first two."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        stage: a key of `SHARES`, or `TRAINING`.
        epochs: how many there will be; 0 before it is known.
        steps: batches of an epoch.
        epoch: the one that goes on, from 1.
        step: the last batch of it that is done.
        accuracy: on what is trained on, 0 to 1; `None` before the first batch.
        validated: on the validation split, after the last whole epoch.
        left: seconds that training still takes, about.
        outcome: what became of the model, once that is known; see `with_outcome`.
    """

    stage: str = PREPARING
    epochs: int = 0
    steps: int = 0
    epoch: int = 0
    step: int = 0
    accuracy: float | None = None
    validated: float | None = None
    left: float | None = None
    outcome: Mapping[str, Any] | None = None

    @property
    def done(self) -> float:
        """The share of the whole run that is done, 0 to 1."""
        if self.stage != TRAINING:
            return SHARES.get(self.stage, 0.0)
        steps = self.epochs * self.steps
        trained = ((self.epoch - 1) * self.steps + self.step) / steps if self.epoch else 0.0
        return min(1.0, trained) * SHARES["calibrate"]

    def after(self, event: Event) -> Progress:
        """How far it is after `event`."""
        match event:
            case Began():
                return replace(self, stage=TRAINING, epochs=event.epochs, steps=event.steps)
            case Batch():
                return replace(
                    self,
                    epoch=event.epoch,
                    step=event.step,
                    accuracy=event.accuracy,
                    left=event.left_s,
                )
            case Epoch():
                return replace(self, accuracy=event.accuracy, validated=event.val_accuracy)
            case Stage():
                return replace(self, stage=event.name, left=None)
            case _:
                return self

    def with_outcome(self, outcome: Outcome) -> Progress:
        """The end of it."""
        kept = {
            "version": outcome.version,
            "name": outcome.name,
            "active": outcome.active,
            "verdict": as_json(outcome.verdict),
        }
        return replace(self, outcome=kept)

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        return asdict(self)


def progress_of(kept: Mapping[str, Any]) -> Progress:
    """What the database has kept."""
    names = {field.name for field in fields(Progress)}
    return Progress(**{name: value for name, value in kept.items() if name in names})


def outcome_of(progress: Progress) -> Outcome | None:
    """What became of the model; `None` where there is none, or it is not known."""
    kept = progress.outcome
    if kept is None:
        return None
    verdict = from_json(kept["verdict"]) or Verdict(())
    return Outcome(kept["version"], kept["name"], verdict, kept["active"])
