"""What is looked at when somebody asks how the bot is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.gateway.update_queue import Inbox
    from bot.lifecycle.registry import ModelShelf
    from bot.observability.counters import Vitals
    from bot.storage import Database


@dataclass(frozen=True, slots=True)
class Observed:
    """The parts that are looked at.

    Attributes:
        vitals: what the bot has done.
        inbox: updates that are not finished.
        models: what it reads with.
        database: what is kept.
    """

    vitals: Vitals
    inbox: Inbox
    models: ModelShelf
    database: Database
