"""Presses of inline buttons: each is answered once, and soon."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from cachetools import FIFOCache

from localtelegram.errors import bad_request

_MAX_OPEN = 1_000


@dataclass(slots=True)
class Press:
    """One press of a button.

    Attributes:
        query_id: `id` of the callback query.
        user_id: who pressed.
        chat_id: where.
        message_id: on which message.
        made: when, in seconds of a monotonic clock.
        answer: the parameters of answerCallbackQuery, once it came.
    """

    query_id: str
    user_id: int
    chat_id: int
    message_id: int
    made: float
    answer: asyncio.Future[dict[str, Any]]


class CallbackBook:
    """The presses that are still to be answered.

    Attributes:
        lifetime: seconds after which a press can no longer be answered.
    """

    def __init__(self, lifetime: float) -> None:
        self.lifetime = lifetime
        self._open: FIFOCache[str, Press] = FIFOCache(_MAX_OPEN)
        self._next_id = 4_000_000_000_000_001

    def press(self, user_id: int, chat_id: int, message_id: int) -> Press:
        """Notes a press."""
        query_id = str(self._next_id)
        self._next_id += 1
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        press = Press(query_id, user_id, chat_id, message_id, time.monotonic(), answer)
        self._open[query_id] = press
        return press

    def answer(self, query_id: str, answer: dict[str, Any]) -> Press:
        """Answers a press.

        Raises:
            ApiError: there is no such press, it is too old, or was answered.
        """
        press = self._open.pop(query_id, None)
        if press is None or time.monotonic() - press.made > self.lifetime:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        if not press.answer.done():
            press.answer.set_result(answer)
        return press
