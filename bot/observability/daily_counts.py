"""What was counted reaches the database now and then, so that it outlives the process."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from typing import TYPE_CHECKING, Final

from bot.storage import StorageDown

if TYPE_CHECKING:
    from bot.observability.counters import Counters
    from bot.storage import Database

EVERY: Final = 60.0
"""Seconds between two entries."""
AT_THE_END: Final = 1.0
"""Seconds that the last entry may take."""
READ: Final = "read"
REFUSED: Final = "refused"


class DailyCounts:
    """Enters how many pictures were read, and how many had no digit, by day; no people."""

    def __init__(self, counters: Counters, database: Database) -> None:
        self._counters = counters
        self._database = database
        self._entered: Counter[str] = Counter()
        self._entering = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to enter, in the background."""
        if self._task is None:
            self._task = asyncio.create_task(self._keep_entering())

    async def close(self) -> None:
        """Enters what is left, if the database answers soon."""
        if self._task is None:
            return
        self._task.cancel()
        with contextlib.suppress(StorageDown, TimeoutError):
            async with asyncio.timeout(AT_THE_END):
                await self.enter()

    async def enter(self) -> None:
        """Adds what was counted since the last time.

        Raises:
            StorageDown: it is kept for the next time.
        """
        async with self._entering:
            pictures = self._counters.pictures
            seen = Counter({READ: pictures["read"], REFUSED: pictures["refused"]})
            if new := seen - self._entered:
                await self._database.state.count(new)
                self._entered = seen

    async def _keep_entering(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            with contextlib.suppress(StorageDown):
                await self.enter()
