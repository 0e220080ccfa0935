"""Which language each person has chosen: in the database, and of those who write, in memory."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from cachetools import LRUCache, TTLCache

from bot.speech import LANGUAGES
from bot.storage import StorageDown

if TYPE_CHECKING:
    from bot.signing import Keys
    from bot.storage import Database

log = logging.getLogger(__name__)

MOST: Final = 4000
"""People whose choice is in memory: at most about a megabyte."""
ALONE_SECONDS: Final = 24 * 3600.0
"""How long a choice is remembered by the only process that answers."""
SHARED_SECONDS: Final = 30.0
"""The same where another process may be told another."""
PATIENCE: Final = 1.0
"""Seconds that an answer waits for it, as just after a start."""
_NONE: Final = ""


class ChosenLanguages:
    """What people have chosen; where the database is away, what they choose now holds as well."""

    def __init__(self, database: Database, keys: Keys, *, shared: bool) -> None:
        """Nothing is in memory yet.

        Args:
            database: where it is kept.
            keys: stand for people there.
            shared: whether other processes answer the same people.
        """
        self._database = database
        self._keys = keys
        self._known: TTLCache[int, str] = TTLCache(
            MOST, SHARED_SECONDS if shared else ALONE_SECONDS
        )
        self._unkept: LRUCache[int, str] = LRUCache(MOST)
        self._loading: dict[int, asyncio.Task[None]] = {}
        self._changes = 0

    def known(self, person: int) -> str | None:
        """What somebody has chosen, as far as it is in memory; `None` for nothing."""
        found = self._unkept.get(person)
        return (self._known.get(person) if found is None else found) or None

    async def of(self, person: int) -> str | None:
        """What somebody has chosen; `None` for nothing, or where it cannot be had now."""
        if person not in self._known and person not in self._unkept:
            loading = self._loading.get(person)
            if loading is None:
                loading = self._loading[person] = asyncio.create_task(self._load(person))
                loading.add_done_callback(lambda _: self._loading.pop(person, None))
            # What is late is not cancelled: aiosqlite may then wait for ever as the loop is closed.
            await asyncio.wait({loading}, timeout=PATIENCE)
        return self.known(person)

    async def choose(self, person: int, language: str | None) -> bool:
        """Speak a language with somebody from now on.

        Args:
            person: Telegram's number.
            language: its code; `None` for the one that the person's app is set to.

        Returns:
            Whether the database keeps it; else it holds as long as this process does.
        """
        self._changes += 1
        try:
            await self._database.languages.choose(self._keys.user(person), language)
        except StorageDown:
            self._unkept[person] = language or _NONE
            return False
        self._unkept.pop(person, None)
        self._known[person] = language or _NONE
        return True

    def forgotten(self, person: int) -> None:
        """What somebody had chosen is no longer in the database."""
        self._changes += 1
        self._known.pop(person, None)
        self._unkept.pop(person, None)

    async def _load(self, person: int) -> None:
        before = self._changes
        await self._database.loaded()
        try:
            found = await self._database.languages.of(self._keys.user(person))
        except StorageDown:
            return
        except Exception:  # nobody goes without an answer for this
            log.exception("the chosen language cannot be had")
            return
        if before == self._changes:  # else it may be out of date already
            self._known[person] = found if found in LANGUAGES else _NONE
