"""Who carries out trainings, as the settings say: in the bot, and in the trainer's process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lifecycle.training_runner import Conductor
from bot.machine.cores import sensible_threads

if TYPE_CHECKING:
    from bot.lifecycle.promotion import Proposals
    from bot.settings import Settings
    from bot.storage import Database


def conductor(
    settings: Settings, database: Database, proposals: Proposals, *, keep: int
) -> Conductor:
    """The one who carries out runs in this process.

    Args:
        settings: what the operator chose.
        database: where the run, the corrections and the models are.
        proposals: takes the model that a run makes.
        keep: how many cores are for others, where the operator did not choose.
    """
    return Conductor(
        database,
        proposals,
        settings.model_path,
        threads=settings.training_threads or sensible_threads(keep),
        patience=60 * settings.training_patience_minutes,
    )
