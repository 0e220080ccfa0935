"""What is looked at when somebody asks how the bot is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.gateway.update_queue import UpdateQueue
    from bot.lifecycle.registry import ModelRegistry
    from bot.observability.counters import Counters
    from bot.storage import Database


@dataclass(frozen=True, slots=True)
class Observed:
    """The parts that are looked at.

    Attributes:
        counters: what the bot has done.
        update_queue: updates that are not finished.
        models: what it reads with.
        database: what is kept.
    """

    counters: Counters
    update_queue: UpdateQueue
    models: ModelRegistry
    database: Database
