"""Albums where several processes serve one bot: each may be given other parts of one album."""

from __future__ import annotations

import asyncio
import contextlib
import time
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from telegram import Message

from bot.albums.in_memory import Album, Albums
from bot.albums.limits import Sender, together, waits
from bot.storage import StorageDown

if TYPE_CHECKING:
    from bot.storage import Database

LOOKS: Final = 4
"""How often the database is asked for news within the time that an album must be quiet."""
KEPT: Final = frozenset({
    "message_id", "date", "message_thread_id", "is_topic_message", "direct_messages_topic",
    "business_connection_id", "media_group_id", "photo",
})  # fmt: skip
"""What of a message is needed to answer it, and is nobody's name or words."""
NOBODY: Final = {"type": "hidden_user", "sender_user_name": ""}
"""Whoever something was forwarded from."""


class SharedAlbums:
    """Collects albums in the database; the process that finds one complete first answers it.

    While the database does not answer, each process collects what it is given itself.
    """

    def __init__(self, database: Database, quiet: float) -> None:
        """An album is complete when nothing of it has come for `quiet` seconds."""
        self._database = database
        self._quiet = quiet
        self._alone = Albums(quiet)
        self._open: dict[tuple[int, str], list[tuple[Message, bool]]] = {}
        self._closing = asyncio.Event()

    async def gather(self, message: Message, *, addressed: bool) -> Album | None:
        """As `Albums.gather`; the answer may also fall to another process."""
        assert message.media_group_id is not None
        key = (message.chat.id, message.media_group_id)
        part = essence(message) | {"addressed": addressed}
        try:
            await self._parts.add(*key, message.message_id, part)
        except StorageDown:
            return await self._alone.gather(message, addressed=addressed)
        if (here := self._open.get(key)) is not None:
            here.append((message, addressed))
            return None
        here = self._open[key] = [(message, addressed)]
        try:
            names = await self._until_quiet(*key)
        except StorageDown:
            names = [message.media_group_id]
        finally:
            del self._open[key]  # before it is taken: who comes now looks again
        try:
            parts = await self._parts.take(message.chat.id, names)
        except StorageDown:
            messages = sorted((item for item, _ in here), key=lambda item: item.message_id)
            return Album(messages, any(named for _, named in here))
        if not parts:
            return None
        named = [part.pop("addressed") for part in parts]
        return Album([_message(part, message) for part in parts], any(named))

    def close(self) -> None:
        """Wait no longer for any album."""
        self._closing.set()
        self._alone.close()

    @property
    def _parts(self) -> Any:
        from bot.storage.albums import AlbumParts  # SQLAlchemy takes time to load

        return AlbumParts(self._database)

    async def _until_quiet(self, chat: int, album: str) -> list[str]:
        """Wait until no more comes, or another process has taken what came.

        Returns:
            The album, and those that were sent at once with it; nothing where it was taken.
        """
        seen, since = 0, time.monotonic()
        while True:
            albums = {
                name: [(_sender_of(part), int(part["message_id"])) for part in parts]
                for name, parts in (await self._parts.waiting(chat)).items()
            }
            if album not in albums:
                return []
            names = together(albums, album)
            counts = [len(albums[name]) for name in names]
            if sum(counts) != seen:
                seen, since = sum(counts), time.monotonic()
            enough = time.monotonic() - since >= self._quiet * waits(counts)
            if enough or self._closing.is_set():
                return names
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._quiet / LOOKS):
                    await self._closing.wait()


def essence(message: Message) -> dict[str, Any]:
    """What a process needs to know of a message to answer it; no name, no words, no picture."""
    whole = message.to_dict()
    part = {key: value for key, value in whole.items() if key in KEPT}
    for place in ("chat", "sender_chat"):
        if place in whole:
            part[place] = {"id": whole[place]["id"], "type": whole[place]["type"]}
    if "from" in whole:
        part["from"] = {key: whole["from"][key] for key in ("id", "is_bot")} | {"first_name": ""}
    if (origin := message.forward_origin) is not None:
        # All that matters is whether it was the sender's own.
        own = getattr(origin, "sender_user", None) == message.from_user
        who = {"type": "user", "sender_user": part["from"]} if own else NOBODY
        part["forward_origin"] = who | {"date": whole["date"]}
    for kind in ("document", "animation"):
        if kind in whole:
            part[kind] = _file(whole[kind])
    return part


def _sender_of(part: dict[str, Any]) -> Sender:
    """As `bot.albums.in_memory.sender_of`, of what was kept of a message."""
    sender = part.get("sender_chat") or part.get("from") or {}
    return sender.get("id"), part.get("message_thread_id")


def _file(whole: dict[str, Any]) -> dict[str, Any]:
    """A file without its name, of which the ending says what it may be."""
    file = {key: value for key, value in whole.items() if key != "thumbnail"}
    if "file_name" in file:
        file["file_name"] = f"file{PurePath(file['file_name']).suffix}"
    return file


def _message(part: dict[str, Any], of_here: Message) -> Message:
    return Message.de_json(part, of_here.get_bot())
