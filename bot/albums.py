"""Albums: several messages that belong together, of which Telegram never says how many."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from telegram import Message

MOST: Final = 10
"""As many as Telegram puts into one album."""


@dataclass
class _Album:
    messages: list[Message]
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Albums:
    """Collects the messages of each album until no more come."""

    def __init__(self, quiet: float) -> None:
        """An album is complete when nothing of it has come for `quiet` seconds."""
        self._quiet = quiet
        self._open: dict[tuple[int, str], _Album] = {}
        self._closed = False

    async def gather(self, message: Message) -> list[Message] | None:
        """Wait for the rest of the album that `message` belongs to.

        Returns:
            The whole album in order, to whoever brought its first message; `None` to the others,
            at once.
        """
        assert message.media_group_id is not None
        key = (message.chat.id, message.media_group_id)
        if (album := self._open.get(key)) is not None:
            album.messages.append(message)
            album.news.set()
            return None
        album = self._open[key] = _Album([message])
        try:
            while len(album.messages) < MOST and not self._closed:
                album.news.clear()
                async with asyncio.timeout(self._quiet):
                    await album.news.wait()
        except TimeoutError:
            pass
        finally:
            del self._open[key]
        return sorted(album.messages, key=lambda item: item.message_id)

    def close(self) -> None:
        """Wait no longer for any album."""
        self._closed = True
        for album in self._open.values():
            album.news.set()
