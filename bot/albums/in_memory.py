"""Albums: several messages that belong together, of which Telegram never says how many."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from telegram import Message

MOST: Final = 10
"""As many as Telegram puts into one album."""


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
    messages: list[Message]
    addressed: bool
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Albums:
    """Collects albums of which all parts come to this process."""

    def __init__(self, quiet: float) -> None:
        """An album is complete when nothing of it has come for `quiet` seconds."""
        self._quiet = quiet
        self._open: dict[tuple[int, str], _Arriving] = {}
        self._closed = False

    async def gather(self, message: Message, *, addressed: bool) -> Album | None:
        """Wait for the rest of an album; it goes to whoever brought its first message."""
        assert message.media_group_id is not None
        key = (message.chat.id, message.media_group_id)
        if (album := self._open.get(key)) is not None:
            album.messages.append(message)
            album.addressed |= addressed
            album.news.set()
            return None
        album = self._open[key] = _Arriving([message], addressed)
        try:
            while len(album.messages) < MOST and not self._closed:
                album.news.clear()
                async with asyncio.timeout(self._quiet):
                    await album.news.wait()
        except TimeoutError:
            pass
        finally:
            del self._open[key]
        return Album(sorted(album.messages, key=lambda item: item.message_id), album.addressed)

    def close(self) -> None:
        """Wait no longer for any album."""
        self._closed = True
        for album in self._open.values():
            album.news.set()
