"""Why the database cannot be used, in words for whoever runs the bot."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from bot.storage.address import parted, sqlite_file

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
    "incomplete": "lacks tables that it had; restore it whole, or let DATABASE_URL name another",
    "newer": "was made by a newer version of the bot; install that version",
    "foreign": "has another program's tables; DATABASE_URL should name a database of the bot's own",
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
    cause = await asyncio.to_thread(_cause, address) if file is None else down.detail or down.why
    return f"{where} does not answer ({cause}). DATABASE_URL says where the database is."


def _host(address: str) -> str:
    return ":".join(str(part) for part in _place(address))


def _place(address: str) -> tuple[str, int]:
    parts = parted(address)
    named = parse_qs(parts.query).get("host", [""])[0]
    return parts.hostname or named, parts.port or PORT


def _cause(address: str) -> str:
    """Why nothing answers there, as a connection without any name or password finds."""
    host, port = _place(address)
    try:
        if host.startswith("/"):
            with socket.socket(socket.AF_UNIX) as end:
                end.connect(f"{host}/.s.PGSQL.{port}")
        else:
            socket.create_connection((host, port), SECONDS).close()
    except TimeoutError:
        return "nothing came back in time"
    except OSError as error:
        return error.strerror or type(error).__name__
    return "something listens, but does not answer as PostgreSQL does"
