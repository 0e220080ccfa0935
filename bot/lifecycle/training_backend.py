"""Who trains: a child process of the bot, or another machine. The bot sees only this much of it.

A run is a row of the database. Who trains writes its progress and its end there, and looks there
whether it is to stop; whoever shows it reads it there. So the bot that began a run and the machine
that carries it out need to share nothing but the database.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Protocol

from bot import contract
from bot.contract import Preflight, RecipeName
from bot.storage.model_values import Run

SWITCHED_OFF: Final = "Training is switched off here: TRAINING=off."


class Kind(StrEnum):
    """What `/train` is asked for."""

    QUICK = "quick"
    FULL = "full"
    FINE_TUNE = "fine-tune"

    @property
    def recipe(self) -> RecipeName:
        """What `python -m training --recipe` calls it."""
        return RecipeName.RELEASE if self is Kind.FULL else RecipeName(self.value)


def elsewhere(kind: Kind) -> str:
    """The command that trains on another machine."""
    return contract.elsewhere(kind.recipe)


class Trainer(Protocol):
    """Carries out training runs."""

    async def check(self, kind: Kind, corrections: int) -> Preflight:
        """Look whether a run can succeed.

        Args:
            kind: of the run.
            corrections: how many there are to train on.
        """

    async def begin(self, run: Run) -> None:
        """Take over a run that stands in the database; return as soon as that is sure.

        From then on the trainer sees to it that the run ends in the database, however it ends.
        """

    async def close(self) -> None:
        """The bot stops: let go of everything, within a few seconds."""


class NoTrainer:
    """The operator wants no training."""

    async def check(self, kind: Kind, corrections: int) -> Preflight:
        """Nothing can succeed."""
        del corrections
        return Preflight.refused(kind.recipe, SWITCHED_OFF)

    async def begin(self, run: Run) -> None:
        """Is not called, for the check lets nothing through."""
        raise AssertionError(run.id)

    async def close(self) -> None:
        """Nothing goes on."""
