"""The queue of updates that wait for the bot, and the one poller that may take them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from localtelegram.errors import ApiError, bad_request, conflict

Update = dict[str, Any]

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    }
)
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_MAX_WAITING = 100_000
_MAX_TIMEOUT = 50


class UpdateQueue:
    """Updates in order, confirmed by the offset of getUpdates.

    Attributes:
        webhook: whether updates go to a webhook, so that getUpdates is refused.
        on_push: called when an update was added.
    """

    def __init__(self, first_id: int = 500_000_001) -> None:
        self._waiting: deque[Update] = deque(maxlen=_MAX_WAITING)
        self._next_id = first_id
        self._allowed: frozenset[str] | None = None
        self._poller: asyncio.Future[None] | None = None
        self.webhook = False
        self.on_push: Callable[[], None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def allowed(self) -> list[str] | None:
        """The kinds of updates that the bot asked for, None for Telegram's default."""
        return None if self._allowed is None else sorted(self._allowed)

    def allow(self, kinds: list[str] | None) -> None:
        """Sets which kinds of updates the bot receives from now on; None leaves it as it is."""
        if kinds is not None:
            self._allowed = frozenset(kind for kind in kinds if kind in KINDS) or None

    def push(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Adds an update.

        Returns:
            Its id, or None where the bot doesn't want that kind.
        """
        wanted = kind not in _NOT_BY_DEFAULT if self._allowed is None else kind in self._allowed
        if not wanted:
            return None
        update_id = self._next_id
        self._next_id += 1
        self._waiting.append({"update_id": update_id, kind: payload})
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        if self.on_push is not None:
            self.on_push()
        return update_id

    def pop(self) -> Update | None:
        """Takes the oldest update, for a webhook."""
        return self._waiting.popleft() if self._waiting else None

    def put_back(self, updates: list[Update]) -> None:
        """Returns updates that a webhook could not deliver."""
        self._waiting.extendleft(sorted(updates, key=lambda u: -int(u["update_id"])))

    def clear(self) -> None:
        """Forgets all that waits."""
        self._waiting.clear()

    def interrupt(self, error: ApiError) -> None:
        """Ends the getUpdates that is waiting now, if any, with an error."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(error)
        self._poller = None

    async def poll(
        self, offset: int, limit: int, seconds: int, allowed: list[str] | None
    ) -> list[Update]:
        """Carries out getUpdates.

        Raises:
            ApiError: a webhook is set, another getUpdates takes over, or `limit` is out of range.
        """
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete "
                "the webhook first"
            )
        if not 1 <= limit <= 100:
            raise bad_request("limit must be between 1 and 100")
        self.interrupt(
            conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is "
                "running"
            )
        )
        self.allow(allowed)
        self._confirm(offset)
        if not self._waiting and seconds > 0:
            await self._wait(min(seconds, _MAX_TIMEOUT))
        return [self._waiting[i] for i in range(min(limit, len(self._waiting)))]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    async def _wait(self, seconds: float) -> None:
        poller: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = poller
        timer = asyncio.get_running_loop().call_later(
            seconds, lambda: None if poller.done() else poller.set_result(None)
        )
        try:
            await poller
        finally:
            timer.cancel()
            if self._poller is poller:
                self._poller = None
