"""What is kept for hours or a day only goes then, also where nothing more comes to that."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from bot.storage.errors import StorageDown

if TYPE_CHECKING:
    from bot.storage.database import Database

log = logging.getLogger(__name__)

EVERY: Final = 1800.0
"""Seconds between two looks."""


class Expiry:
    """Deletes questions and parts of albums that are too old: they have people's numbers in them.

    Whichever process made them, which may be gone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look, in the background; at once for the first time."""
        if self._task is None:
            self._task = asyncio.create_task(self._keep_looking())

    async def close(self) -> None:
        """Looks no longer."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def look(self) -> None:
        """Deletes what is too old now.

        Raises:
            StorageDown: the database does not answer.
        """
        await self._database.loaded()
        from bot.storage.albums import AlbumParts  # these two load SQLAlchemy
        from bot.storage.questions import PendingQuestions

        await PendingQuestions(self._database).expire()
        await AlbumParts(self._database).expire()

    async def _keep_looking(self) -> None:
        while True:
            try:
                await self.look()
            except StorageDown:
                pass  # told by the database itself; they are deleted the next time
            except Exception:
                log.exception("what is too old cannot be deleted")
            await asyncio.sleep(EVERY)
