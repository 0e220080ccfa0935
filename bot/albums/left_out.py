"""Parts of albums that were refused when they came: the answer to the others counts them too."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from cachetools import TTLCache

from bot.albums.in_memory import sender_of
from bot.albums.limits import together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Message

    from bot.albums.limits import Sender

REMEMBERED: Final = 60.0
"""Seconds; albums are answered sooner than that."""
MOST: Final = 1000


class LeftOut:
    """Remembers them for a while; a refused update is to cost no more than that."""

    def __init__(self) -> None:
        self._parts: TTLCache[tuple[int, int], Message] = TTLCache(MOST, REMEMBERED, time.monotonic)

    def add(self, part: Message) -> None:
        """Note a part that is not read."""
        self._parts[part.chat.id, part.message_id] = part

    def take(self, album: Sequence[Message]) -> list[Message]:
        """What was left out of what was sent at once with an album, or of itself; asked once.

        Args:
            album: the parts that are read, in order.
        """
        first = album[0]
        beside = [part for part in self._parts.values() if part.chat.id == first.chat.id]
        parts: dict[str, list[tuple[Sender, int]]] = {}
        for part in sorted([*album, *beside], key=lambda part: part.message_id):
            parts.setdefault(_album_of(part), []).append((sender_of(part), part.message_id))
        names = together(parts, _album_of(first))
        names = names[names.index(_album_of(first)) :]  # what came before was told of by itself
        found = [part for part in beside if _album_of(part) in names]
        for part in found:
            del self._parts[part.chat.id, part.message_id]
        return found


def _album_of(part: Message) -> str:
    assert part.media_group_id is not None
    return part.media_group_id
