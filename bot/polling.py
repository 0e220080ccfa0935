"""Fetching updates: patiently, also beside another copy of the bot, and as there is room."""

from __future__ import annotations

import asyncio
import logging
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from telegram.error import Conflict, NetworkError, TelegramError
from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    from bot.inbox import Inbox

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 20
"""How long one getUpdates waits for something to happen."""
FIRST_PAUSE: Final = 0.5
"""Seconds before fetching is tried again; doubled each time that it fails again."""
LONGEST_PAUSE: Final = 10.0
CALM: Final = 15.0
"""Seconds without a conflict after which the other copy is taken to be gone."""


class PollingWatch:
    """One log line when polling stops working, one when it works again.

    Attributes:
        refused: set when Telegram no longer accepts the token.
    """

    def __init__(self) -> None:
        self.refused = asyncio.Event()
        self._trouble: str | None = None
        self._conflict: float | None = None

    def failed(self, error: TelegramError) -> None:
        """Polling failed; it will be tried again."""
        if isinstance(error, Conflict):
            trouble = "Another copy of this bot fetches its updates; waiting until it stops"
            self._conflict = time.monotonic()
        else:
            trouble = f"Telegram cannot be reached, trying again: {error.__class__.__name__}"
        if trouble != self._trouble:
            log.warning(trouble)
        self._trouble = trouble

    def answered(self, status: int) -> None:
        """Telegram answered a getUpdates."""
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            self.refused.set()
        if status != HTTPStatus.OK or self._trouble is None:
            return
        # Two copies take turns in being answered, until one of them stops.
        if self._conflict is None or time.monotonic() - self._conflict >= CALM:
            log.info("Fetching updates works again")
            self._trouble = self._conflict = None


class PollingRequest(HTTPXRequest):
    """The connection for getUpdates.

    It repeats what failed itself: unlike those of python-telegram-bot's own loop, its pauses end
    when the bot is to stop, so that what was fetched is confirmed in time.
    """

    def __init__(self, watch: PollingWatch, inbox: Inbox) -> None:
        """Ask for more whenever there is room in `inbox`; `watch` hears how that goes."""
        super().__init__(
            connection_pool_size=1, connect_timeout=10, read_timeout=10, pool_timeout=5
        )
        self._watch = watch
        self._inbox = inbox

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One getUpdates, as often as it takes; only once when the bot stops."""
        pause = FIRST_PAUSE
        while await self._inbox.room():
            try:
                status, payload = await super().do_request(*args, **kwargs)
            except NetworkError as error:
                self._watch.failed(error)
            else:
                self._watch.answered(status)
                if status == HTTPStatus.CONFLICT:
                    self._watch.failed(Conflict("another getUpdates"))
                elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    self._watch.failed(NetworkError(f"status {status}"))
                else:
                    return status, payload
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, 2 * pause)
        return await super().do_request(*args, **kwargs)
