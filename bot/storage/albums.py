"""Albums whose pictures reach different processes: their parts meet here, for seconds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Delete, delete, select

from bot.storage.tables import album_parts
from bot.storage.transactions import insert, now

if TYPE_CHECKING:
    from bot.storage.transactions import Transactions

LOST: Final = timedelta(hours=1)
"""Age at which a part is deleted that no process has asked for, because it was killed."""


class AlbumParts:
    """The parts. Every method raises `StorageDown` when the database does not answer."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    async def add(self, chat: int, album: str, message: int, part: Mapping[str, Any]) -> None:
        """Keeps a part; one that is brought twice is one.

        Args:
            chat: its chat.
            album: which one of the chat.
            message: its number in the chat.
            part: what is needed to answer it; JSON.
        """
        key = {"chat": chat, "album": album, "message": message}
        async with self._database.writing() as connection:
            await connection.execute(_lost())  # else it might be taken for a part of what comes
            await connection.execute(
                insert(connection, album_parts)
                .values(key | {"part": dict(part), "came": now()})
                .on_conflict_do_nothing()
            )

    async def expire(self) -> None:
        """Deletes what is lost."""
        async with self._database.writing() as connection:
            await connection.execute(_lost())

    async def waiting(self, chat: int) -> dict[str, list[dict[str, Any]]]:
        """The parts of all albums of a chat that nobody has taken yet, by album."""
        query = select(album_parts.c.album, album_parts.c.part).where(album_parts.c.chat == chat)
        found: dict[str, list[dict[str, Any]]] = {}
        async with self._database.reading() as connection:
            for row in await connection.execute(query):
                found.setdefault(row.album, []).append(row.part)
        return found

    async def take(self, chat: int, albums: Collection[str]) -> list[dict[str, Any]]:
        """The parts of albums in order, to the first who asks; nothing to all others."""
        async with self._database.writing() as connection:
            rows = await connection.execute(
                delete(album_parts)
                .where(album_parts.c.chat == chat, album_parts.c.album.in_(albums))
                .returning(album_parts.c.message, album_parts.c.part)
            )
            return [row.part for row in sorted(rows, key=lambda row: row.message)]


def _lost() -> Delete:
    return delete(album_parts).where(album_parts.c.came < now() - LOST)
