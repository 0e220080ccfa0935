"""Delivery of updates to the bot's own address, as Telegram does it for setWebhook."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from localtelegram.errors import bad_request, conflict
from localtelegram.updates import Update, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_ANSWER_SECONDS = 60.0
_LONGEST_PAUSE = 60.0


class Webhook:
    """Posts each update until the bot answers 2xx, in order within a chat.

    Like a self-hosted Bot API server in local mode, it takes http addresses and any port.
    """

    def __init__(self, updates: UpdateQueue, *, first_pause: float = 1.0) -> None:
        self._updates = updates
        self._first_pause = first_pause
        self._url = ""
        self._secret: str | None = None
        self._max_connections = 40
        self._error: tuple[int, str] | None = None
        self._task: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()
        self._in_flight: dict[int, Update] = {}
        self._last_of_chat: dict[int, asyncio.Task[None]] = {}

    async def set(self, url: str, secret: str | None, max_connections: int) -> None:
        """Starts delivery to `url`.

        Raises:
            ApiError: the address, the secret or the number of connections is not allowed.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            raise bad_request("bad webhook: URL is invalid") from None
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise bad_request("bad webhook: URL host is empty")
        if secret is not None and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if not 1 <= max_connections <= 100:
            raise bad_request("max_connections must be between 1 and 100")
        await self._stop()
        self._url, self._secret, self._max_connections = url, secret, max_connections
        self._error = None
        self._updates.webhook = True
        self._updates.interrupt(conflict("terminated by setWebhook request"))
        self._updates.on_push = self._arrived.set
        self._arrived.set()
        self._task = asyncio.create_task(self._run())

    async def delete(self) -> None:
        """Stops delivery; what was not delivered waits for getUpdates."""
        await self._stop()
        self._url = ""
        self._updates.webhook = False
        self._updates.on_push = None

    def info(self) -> dict[str, Any]:
        """The `WebhookInfo` object."""
        info: dict[str, Any] = {
            "url": self._url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates) + len(self._in_flight),
        }
        if self._url:
            info["max_connections"] = self._max_connections
        if self._error is not None:
            info["last_error_date"], info["last_error_message"] = self._error
        if self._updates.allowed is not None:
            info["allowed_updates"] = self._updates.allowed
        return info

    async def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self._updates.put_back(list(self._in_flight.values()))
        self._in_flight.clear()
        self._last_of_chat.clear()

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as group:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                while len(self._in_flight) < self._max_connections:
                    update = self._updates.pop()
                    if update is None:
                        break
                    self._in_flight[update["update_id"]] = update
                    chat = _chat_of(update)
                    before = self._last_of_chat.get(chat)
                    task = group.create_task(self._deliver(session, update, chat, before))
                    self._last_of_chat[chat] = task

    async def _deliver(
        self,
        session: aiohttp.ClientSession,
        update: Update,
        chat: int,
        before: asyncio.Task[None] | None,
    ) -> None:
        if before is not None:
            await asyncio.wait([before])
        pause = self._first_pause
        while not await self._post(session, update):
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        del self._in_flight[update["update_id"]]
        if self._last_of_chat.get(chat) is asyncio.current_task():
            del self._last_of_chat[chat]
        self._arrived.set()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> bool:
        headers = {SECRET_HEADER: self._secret} if self._secret is not None else {}
        try:
            async with session.post(self._url, json=update, headers=headers) as response:
                if response.status // 100 == 2:
                    return True
                why = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            why = f"Connection failed: {type(error).__name__}"
        self._error = int(time.time()), why
        return False


def _chat_of(update: Update) -> int:
    for value in update.values():
        if isinstance(value, dict):
            message = value.get("message", value)
            chat_id: int = message.get("chat", {}).get("id", 0)
            return chat_id
    return 0
