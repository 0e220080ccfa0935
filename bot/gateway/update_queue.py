"""Updates that have come and are not finished yet: how many there may be, and whether they move."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Final

BATCH: Final = 100
"""As many updates as one getUpdates brings at most."""
PATIENCE: Final = 10.0
"""Seconds without room or movement after which people are told instead of left waiting."""
LOOK: Final = 0.5
"""Seconds between two looks at the clock while there is no room."""


class UpdateQueue(asyncio.Queue[object]):
    """The update queue, with a bound on the updates that are not finished yet.

    The application turns every queued update into a task at once, so the queue itself is always
    empty and `maxsize` would bound nothing. While there is no `room` here, nothing is fetched and
    Telegram keeps the rest, so that a backlog is worked off without losing any of it. Only when
    nothing has moved for a while, because the machine or Telegram is too slow, updates are let in
    all the same, for their senders to be told: see `bot.gateway.admission`.

    Attributes:
        limit: how many may be unfinished, as long as they move.
        unfinished: how many are.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.unfinished = 0
        self._enough = max(1, limit - BATCH)
        self._still_since: float | None = None
        self._news = asyncio.Event()
        self._closed = False

    @property
    def stuck(self) -> bool:
        """Whether, without room, nothing has moved for longer than people should wait in silence.

        Movement is a turn that ends. Who is turned away has none, so that telling people does not
        count.
        """
        return self._still_since is not None and time.monotonic() - self._still_since > PATIENCE

    @property
    def closed(self) -> bool:
        """Whether nothing more may come, because the bot stops."""
        return self._closed

    @property
    def has_room(self) -> bool:
        """Whether more may come now."""
        return self.unfinished < (2 * self.limit if self.stuck else self._enough)

    async def room(self) -> bool:
        """Wait until more may come.

        Returns:
            False when nothing more may, because the bot stops.
        """
        while not self._closed:
            if self.has_room:
                return True
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._news.wait()
        return False

    def put_nowait(self, item: object) -> None:
        """Add an update, whether or not there is room; so does `put`, which never waits.

        A batch that is cut in half would be brought again whole. What else the bot has to do
        something about, such as `bot.gateway.updates.PassedOver`, is added as well.
        """
        self.unfinished += 1
        if self.unfinished >= self._enough and self._still_since is None:
            self._still_since = time.monotonic()
        super().put_nowait(item)

    def moved(self) -> None:
        """An update's turn has ended, so that the next one's may begin."""
        if self._still_since is not None:
            self._still_since = time.monotonic()

    def task_done(self) -> None:
        """One update is finished."""
        super().task_done()
        self.unfinished -= 1
        if self.unfinished < self._enough:
            self._still_since = None
        self._news.set()

    def close(self) -> None:
        """Let nothing more in, and let nobody wait for room."""
        self._closed = True
        self._news.set()
