"""Why the database cannot be used, in words for whoever runs the bot."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from bot.storage.address import sqlite_file

if TYPE_CHECKING:
    from bot.storage import StorageDown

PORT: Final = 5432
SECONDS: Final = 5.0
WORDS: Final = {
    "refused": "does not let the user in whom DATABASE_URL names: see its user and password",
    "no_database": "has no database, or no user, of the name that DATABASE_URL has",
    "not_allowed": "does not allow the user in DATABASE_URL to make and change tables",
    "cannot_open": "cannot be opened; is its folder there, and may this user write to it?",
    "read_only": "may not be written to; see its owner and permissions",
    "full": "has no room left on its disk",
    "damaged": "is damaged, or no database",
    "newer": "was made by a newer version of the bot; install that version",
    "locked": "is in use by something else that does not let go of it",
    "busy": "is in use by something else that does not let go of it",
}
"""By the word that `StorageDown` has for the log; after where the database is."""


async def in_words(down: StorageDown, address: str) -> str:
    """What is wrong, and where; never the user, the password or the database's name.

    Args:
        down: what became of a call.
        address: `DATABASE_URL`.
    """
    file = sqlite_file(address)
    where = str(file) if file is not None else _host(address)
    if down.why in WORDS:
        words = WORDS[down.why]
        return f"{where} {words}" + ("" if words.endswith("?") else ".")
    cause = await _cause(address) if file is None else down.detail or down.why
    return f"{where} does not answer ({cause}). DATABASE_URL says where the database is."


def _host(address: str) -> str:
    return ":".join(str(part) for part in _place(address))


def _place(address: str) -> tuple[str, int]:
    parts = urlsplit(f"//{address.partition('://')[2]}")
    named = parse_qs(parts.query).get("host", [""])[0]
    return parts.hostname or named, parts.port or PORT


async def _cause(address: str) -> str:
    """Why nothing answers there, as a connection without any name or password finds."""
    host, port = _place(address)
    try:
        async with asyncio.timeout(SECONDS):
            if host.startswith("/"):
                opening = asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
            else:
                opening = asyncio.open_connection(host, port)
            _, writer = await opening
    except TimeoutError:
        return "nothing came back in time"
    except OSError as error:
        return os.strerror(error.errno) if (error.errno or 0) > 0 else str(error.strerror)
    writer.close()
    return "something listens, but it does not answer as PostgreSQL does"
