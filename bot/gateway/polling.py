"""Fetching updates: patiently, also beside another copy of the bot, and as there is room."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import aiohttp
from telegram.error import Conflict, NetworkError, RetryAfter, TelegramError

from bot.gateway.retry import seconds_of
from bot.gateway.transport import AiohttpRequest, Patience, why
from bot.gateway.updates import readable

if TYPE_CHECKING:
    from telegram.request import RequestData

    from bot.gateway.update_queue import UpdateQueue
    from bot.gateway.updates import Hear

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 20
"""How long one getUpdates waits for something to happen."""
FIRST_PAUSE: Final = 0.5
"""Seconds before fetching is tried again; doubled each time that it fails again."""
LONGEST_PAUSE: Final = 10.0
CONFIRMING: Final = Patience(pool=1, connect=2, read=2)
"""With a call that may as well come to nothing."""
CALM: Final = 15.0
"""Seconds without a conflict after which the other copy is taken to be gone."""
REFUSALS: Final = 3
"""How often in a row Telegram must refuse the token before that is believed."""
NOTHING_NEW: Final = b'{"ok": true, "result": []}'
NOT_ACCEPTED: Final = {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}


class PollingWatch:
    """One log line when polling stops working, one when it works again.

    Attributes:
        asked: set when the first getUpdates has been sent.
        refused: set when Telegram no longer accepts the token.
    """

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.refused = asyncio.Event()
        self._trouble: str | None = None
        self._conflict: float | None = None

    def failed(self, error: TelegramError) -> None:
        """Polling failed; it will be tried again."""
        if isinstance(error, Conflict):
            trouble = "Another copy of this bot fetches its updates; waiting until it stops"
            self._conflict = time.monotonic()
        else:
            trouble = f"Telegram cannot be reached, trying again: {why(error)}"
        if trouble != self._trouble:
            log.warning(trouble)
        self._trouble = trouble

    def answered(self) -> None:
        """Telegram answered a getUpdates."""
        if self._trouble is None:
            return
        # Two copies take turns in being answered, until one of them stops.
        if self._conflict is None or time.monotonic() - self._conflict >= CALM:
            log.info("Fetching updates works again")
            self._trouble = self._conflict = None


class PollingRequest(AiohttpRequest):
    """The connection for getUpdates.

    It repeats what failed itself: unlike those of python-telegram-bot's own loop, its pauses end
    when the bot is to stop, so that what was fetched is confirmed in time.
    """

    def __init__(self, watch: PollingWatch, update_queue: UpdateQueue, hear: Hear) -> None:
        """Ask for more whenever there is room in `update_queue`.

        Args:
            watch: hears how that goes.
            update_queue: whether there is room.
            hear: is told of updates that cannot be understood.
        """
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(self._on_sent)
        super().__init__(1, Patience(pool=15, connect=10, read=10), [trace])
        self._watch = watch
        self._update_queue = update_queue
        self._hear = hear

    async def _on_sent(self, *_: object) -> None:
        self._watch.asked.set()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One getUpdates, as often as it takes; only once when the bot stops."""
        if not self._update_queue.has_room:
            await self._confirm(*args, **kwargs)
        pause, refusals = FIRST_PAUSE, 0
        while await self._update_queue.room():
            wait = pause
            try:
                status, payload = await super().do_request(*args, **kwargs)
                trouble = trouble_in(status, payload)
                if trouble is None:
                    if status != HTTPStatus.OK:
                        return status, payload
                    if (understood := readable(payload, self._hear)) is not None:
                        self._watch.answered()
                        # What comes when the bot has begun to stop is the next process's to answer:
                        # it stays unconfirmed.
                        closed = self._update_queue.closed
                        return status, NOTHING_NEW if closed else understood
                    trouble = NetworkError("no list of updates")
                refusals = refusals + 1 if is_refusal(status, payload) else 0
                if refusals >= REFUSALS:
                    self._watch.refused.set()
                    return status, payload
                if isinstance(trouble, RetryAfter):
                    wait = max(pause, seconds_of(trouble))
                raise trouble
            except (NetworkError, Conflict, RetryAfter) as error:
                self._watch.failed(error)
            await asyncio.sleep(wait)
            pause = min(LONGEST_PAUSE, 2 * pause)
        status, payload = await super().do_request(*args, **kwargs)
        understood = readable(payload, self._hear) if status == HTTPStatus.OK else None
        return status, understood or payload

    async def _confirm(self, url: str, method: str, request_data: RequestData, **_: object) -> None:
        """Tells Telegram what has come before no more is asked for during a while.

        Else a copy of the bot that takes over meanwhile would be given the same, and answer it too.
        """
        body = request_data.json_parameters | {"limit": "1", "timeout": "0"}
        with contextlib.suppress(TelegramError):
            await self.send(url, method, body, CONFIRMING)


def trouble_in(status: int, payload: bytes) -> TelegramError | None:
    """What is wrong with an answer to getUpdates, if it is worth to ask again.

    What stands between the bot and Telegram may answer with a page, and with any status.
    """
    if status == HTTPStatus.OK:
        whole = payload[:1] == b"{" and payload.rstrip()[-1:] == b"}"
        return None if whole else NetworkError("no answer of the Bot API")
    said = error_in(payload)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = (said or {}).get("parameters", {}).get("retry_after", 0)
        return RetryAfter(seconds)
    if status == HTTPStatus.CONFLICT:
        return Conflict("another getUpdates")
    if said is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in NOT_ACCEPTED:
        return NetworkError(f"status {status}")
    return None


def is_refusal(status: int, payload: bytes) -> bool:
    """Whether Telegram itself says that it does not know the token."""
    return status in NOT_ACCEPTED and error_in(payload) is not None


def error_in(payload: bytes) -> dict[str, Any] | None:
    """The error that the Bot API tells of; `None` where this is something else."""
    try:
        said = json.loads(payload)
    except ValueError:
        return None
    return said if isinstance(said, dict) and said.get("ok") is False else None
