"""What is kept does not grow without end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.storage.database import Database

VERSIONS: Final = 30
"""Model files of about a megabyte, besides those that a kept decision is for."""
DECISIONS: Final = 20
"""For a model; to roll back, and to find one that loads."""
RUNS: Final = 300
"""Training runs, besides those whose end is still to be told."""
VERDICTS: Final = 10_000
"""On answers; /stats counts no more than these."""


async def prune(database: Database, sparing: int | None = None) -> None:
    """Deletes the oldest of what is kept.

    Args:
        database: all of it.
        sparing: a version that stays, however old.

    Raises:
        StorageDown: the database does not answer.
    """
    await database.versions.prune(VERSIONS, DECISIONS, sparing)
    await database.runs.prune(RUNS)
    await database.corrections.prune(VERDICTS)
