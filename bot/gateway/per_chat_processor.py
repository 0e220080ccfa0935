"""In which order updates are worked on, and how many at a time."""

from __future__ import annotations

import asyncio
import contextlib
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from telegram.ext import BaseUpdateProcessor

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable

NO_LIMIT = 1_000_000
"""For the base class, whose own limit would let one busy chat take every place."""


class Place:
    """One of the places, as long as it is taken."""

    __slots__ = ("_of", "_taken", "owner")

    def __init__(self, of: asyncio.Semaphore, owner: asyncio.Task[Any] | None) -> None:
        self.owner = owner
        self._of = of
        self._taken = True

    def give_away(self) -> None:
        """Let another chat have it, for good: who wanted it back might wait for who waits here."""
        if self._taken:
            self._taken = False
            self._of.release()


_place: ContextVar[Place | None] = ContextVar("_place", default=None)


def own_place() -> Place | None:
    """The place of this task's turn; `None` outside of a turn, and in tasks begun within one."""
    place = _place.get()
    return place if place is not None and place.owner is asyncio.current_task() else None


class PerChatProcessor(BaseUpdateProcessor):
    """Updates of one chat one after another, those of different chats side by side.

    An update that waits for an earlier one of its chat, or until Telegram takes more from the bot
    in its chat, takes no place of those that other chats could use.
    """

    __slots__ = ("_ended", "_key", "_lines", "_places", "_waited")

    def __init__(
        self,
        places: int,
        key: Callable[[object], Hashable | None],
        waited: Callable[[float], None] = lambda _: None,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        """Work on updates of at most `places` chats at a time.

        Args:
            places: how many.
            key: updates with the same key keep their order; those with `None` are handled at
                once, outside of every order and limit, and so must be quick.
            waited: is told the seconds that each update has waited for its turn.
            ended: is told whenever a turn has ended.
        """
        super().__init__(NO_LIMIT)
        self._places = asyncio.Semaphore(places)
        self._key = key
        self._waited = waited
        self._ended = ended
        self._lines: dict[Hashable, tuple[asyncio.Lock, int]] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await `coroutine` when it is its turn."""
        try:
            key = self._key(update)
            if key is None:
                await coroutine
                return
            came = time.perf_counter()
            async with self.turn(key):
                self._waited(time.perf_counter() - came)
                await coroutine
        finally:
            if asyncio.iscoroutine(coroutine):
                coroutine.close()  # does nothing, unless its turn never came

    @contextlib.asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncGenerator[None]:
        """Wait until everything earlier with this key is done, and keep what is later waiting."""
        # asyncio.Lock lets those who wait in as they came, which is the order within a chat.
        lock, waiting = self._lines.get(key) or (asyncio.Lock(), 0)
        self._lines[key] = (lock, waiting + 1)
        try:
            async with lock:
                # Only now: who waits for an earlier one of its chat takes no place from others.
                await self._places.acquire()
                place = Place(self._places, asyncio.current_task())
                token = _place.set(place)
                try:
                    yield
                finally:
                    _place.reset(token)
                    place.give_away()  # does nothing where it was given away while waiting
                    self._ended()
        finally:
            # A chat in which nothing waits is forgotten, or there would be a lock for each ever.
            lock, waiting = self._lines.pop(key)
            if waiting > 1:
                self._lines[key] = (lock, waiting - 1)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""
