"""The languages that people have chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.storage.tables import languages
from bot.storage.transactions import insert

if TYPE_CHECKING:
    from bot.storage.transactions import Transactions


class Languages:
    """One of each who chose. Methods raise `StorageDown` when the database does not answer."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    async def of(self, user: str) -> str | None:
        """What somebody has chosen; `None` for nothing.

        Args:
            user: keyed hash of the person.
        """
        query = select(languages.c.language).where(languages.c.user_hash == user)
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def choose(self, user: str, language: str | None) -> None:
        """Keeps a choice in place of an earlier one, or none any more.

        Args:
            user: keyed hash of the person.
            language: its code; `None` for no choice.
        """
        async with self._database.writing() as connection:
            if language is None:
                await connection.execute(delete(languages).where(languages.c.user_hash == user))
                return
            await connection.execute(
                insert(connection, languages)
                .values(user_hash=user, language=language)
                .on_conflict_do_update(
                    index_elements=[languages.c.user_hash], set_={"language": language}
                )
            )
