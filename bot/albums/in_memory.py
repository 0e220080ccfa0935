"""Albums: several messages that belong together, of which Telegram never says how many."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bot.albums.limits import Sender, together, waits

if TYPE_CHECKING:
    from telegram import Message


@dataclass(frozen=True, slots=True)
class Album:
    """An album that is complete.

    Attributes:
        messages: in order.
        addressed: whether any of them is meant for the bot.
    """

    messages: list[Message]
    addressed: bool


class Gathering(Protocol):
    """Collects the messages of each album until no more come."""

    async def gather(self, message: Message, *, addressed: bool) -> Album | None:
        """Wait for the rest of the album that `message` belongs to.

        Args:
            message: a part of it that has just come.
            addressed: whether that part is meant for the bot; in a group often only one says so.

        Returns:
            The whole album to one caller, who answers it; `None` to the others.
        """

    def close(self) -> None:
        """Wait no longer for any album."""


@dataclass
class _Arriving:
    messages: list[Message] = field(default_factory=list)
    addressed: bool = False
    last: float = 0.0

    def add(self, message: Message, *, addressed: bool) -> None:
        self.messages.append(message)
        self.addressed |= addressed
        self.last = time.monotonic()


class Albums:
    """Collects albums of which all parts come to this process."""

    def __init__(self, quiet: float) -> None:
        """An album is complete when nothing of it has come for `quiet` seconds."""
        self._quiet = quiet
        self._open: dict[int, dict[str, _Arriving]] = {}
        self._news: dict[int, asyncio.Event] = {}
        self._closed = False

    async def gather(self, message: Message, *, addressed: bool) -> Album | None:
        """Wait for the rest of an album; it goes to whoever brought its first message."""
        assert message.media_group_id is not None
        chat, name = message.chat.id, message.media_group_id
        here = self._open.setdefault(chat, {})
        brought_first = name not in here
        here.setdefault(name, _Arriving()).add(message, addressed=addressed)
        self._wake(chat)
        if not brought_first:
            return None
        try:
            return await self._complete(chat, name)
        finally:
            here.pop(name, None)
            if not here and self._open.get(chat) is here:  # else it is that of later albums
                del self._open[chat]
            self._wake(chat)

    def _wake(self, chat: int) -> None:
        """Let those who wait for albums of a chat look again."""
        if (news := self._news.pop(chat, None)) is not None:
            news.set()

    async def _complete(self, chat: int, name: str) -> Album | None:
        """Wait until an album and those after it are whole; `None` where another caller has it."""
        here = self._open[chat]
        while name in here:
            parts = {
                each: [(sender_of(item), item.message_id) for item in album.messages]
                for each, album in here.items()
            }
            names = together(parts, name)
            found = [here[each] for each in names]
            quiet = self._quiet * waits([len(album.messages) for album in found])
            left = max(album.last for album in found) + quiet - time.monotonic()
            if names[0] == name and (self._closed or left <= 0):
                for each in names:
                    del here[each]
                messages = [item for album in found for item in album.messages]
                messages.sort(key=lambda item: item.message_id)
                return Album(messages, any(album.addressed for album in found))
            news = self._news.setdefault(chat, asyncio.Event())
            with contextlib.suppress(TimeoutError):
                # Where another caller is about to take it, there is only that to wait for.
                async with asyncio.timeout(left if left > 0 else None):
                    await news.wait()
        return None

    def close(self) -> None:
        """Wait no longer for any album."""
        self._closed = True
        for chat in tuple(self._news):
            self._wake(chat)


def sender_of(message: Message) -> Sender:
    """Who sent a message, as far as it tells albums of different people apart."""
    sender = message.sender_chat or message.from_user
    return sender.id if sender is not None else None, message.message_thread_id
