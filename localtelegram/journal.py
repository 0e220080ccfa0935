"""The record of what the bot asked for."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Call:
    """One request of the bot.

    Attributes:
        method: of the Bot API, or `download`.
        values: its parameters as they came (text from forms).
        files: `(file name, media type, bytes)` of its files, by the name of their part.
        began: seconds of a monotonic clock.
        status: HTTP status of the answer; 0 while it is being worked on, or was cut off.
        result: the answer's `result`, or its description where it was refused.
    """

    method: str
    values: dict[str, Any]
    files: dict[str, tuple[str, str, int]]
    began: float
    status: int = 0
    result: Any = None


class Journal:
    """The latest calls, bounded.

    Attributes:
        calls: oldest first.
    """

    def __init__(self, length: int) -> None:
        self.calls: deque[Call] = deque(maxlen=length)
        self._changed = asyncio.Event()

    def open(
        self, method: str, values: dict[str, Any], files: dict[str, tuple[str, str, int]]
    ) -> Call:
        """Notes a call that begins."""
        call = Call(method, values, files, time.monotonic())
        self.calls.append(call)
        self._changed.set()
        return call

    def close(self, call: Call, status: int, result: object) -> None:
        """Notes how a call ended."""
        call.status, call.result = status, result
        self._changed.set()

    async def wait_for(self, condition: Callable[[Sequence[Call]], bool], within: float) -> None:
        """Waits until the record meets a condition; looked at when a call begins or ends.

        Raises:
            TimeoutError: it did not within that many seconds.
        """
        async with asyncio.timeout(within):
            while not condition(self.calls):
                self._changed.clear()
                await self._changed.wait()
