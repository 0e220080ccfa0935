"""To open the database: loading SQLAlchemy, which takes a while, and what failures mean."""

from __future__ import annotations

import contextlib
import logging

from bot.storage.errors import AWAY, StorageDown

log = logging.getLogger(__name__)


def load() -> None:
    """Loads SQLAlchemy and the repositories; to be run in a thread."""
    import bot.storage.corrections
    import bot.storage.migrate
    import bot.storage.runs
    import bot.storage.state
    import bot.storage.taught
    import bot.storage.versions  # noqa: F401


def why_not(error: Exception) -> StorageDown:
    """What it means that the database could not be opened; logged if nobody foresaw it."""
    with contextlib.suppress(ImportError, MemoryError):  # of SQLAlchemy
        from bot.storage.faults import storage_down

        if (down := storage_down(error)) is not None:
            return down
    log.error("the database cannot be opened, for a reason nobody foresaw", exc_info=error)
    return StorageDown(AWAY, type(error).__name__, lost=True)
