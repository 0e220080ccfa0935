"""What a database's error means for people."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy import exc

from bot.speech import N_
from bot.storage.errors import AWAY, StorageDown

# Translators: at most 200 characters.
OPENING: Final = N_("I have only just started. Please try this again in a few seconds.")
# Translators: at most 200 characters.
LOCKED: Final = N_(
    "My database is busy with something else. I go on reading digits; please try this again in "
    "a minute."
)
# Translators: at most 200 characters.
FULL: Final = N_(
    "My database has no room left, so I cannot keep this. I go on reading digits; whoever runs "
    "me has to make room."
)
# Translators: at most 200 characters.
READ_ONLY: Final = N_(
    "My database may not be written to, so I cannot keep this. I go on reading digits; whoever "
    "runs me has to allow it."
)
# Translators: at most 200 characters.
REFUSED: Final = N_(
    "My database does not let me in. I go on reading digits; whoever runs me has to check "
    "DATABASE_URL."
)
# Translators: at most 200 characters.
CANNOT_OPEN: Final = N_(
    "The file of my database cannot be opened. I go on reading digits; whoever runs me has to "
    "check the folder that DATABASE_URL names."
)
# Translators: at most 200 characters.
BROKEN: Final = N_(
    "My database is damaged. I go on reading digits; whoever runs me has to repair or replace it."
)
# Translators: at most 200 characters.
NEWER: Final = N_(
    "My database was made by a newer version of me. I go on reading digits; whoever runs me has "
    "to install that version."
)

_SQLITE: Final = {
    "SQLITE_BUSY": (LOCKED, "locked", False),
    "SQLITE_LOCKED": (LOCKED, "locked", False),
    "SQLITE_FULL": (FULL, "full", False),
    "SQLITE_READONLY": (READ_ONLY, "read_only", False),
    "SQLITE_PERM": (READ_ONLY, "read_only", False),
    "SQLITE_CANTOPEN": (CANNOT_OPEN, "cannot_open", True),
    "SQLITE_CORRUPT": (BROKEN, "damaged", True),
    "SQLITE_NOTADB": (BROKEN, "damaged", True),
}
"""By the first two words of SQLite's extended result codes."""
_POSTGRES: Final = {
    "53100": (FULL, "full", False),
    "25006": (READ_ONLY, "read_only", False),
    "55P03": (LOCKED, "locked", False),
    "40001": (LOCKED, "locked", False),
    "40P01": (LOCKED, "locked", False),
    "28000": (REFUSED, "refused", True),
    "28P01": (REFUSED, "refused", True),
    "3D000": (REFUSED, "no_database", True),
    "42501": (REFUSED, "not_allowed", False),
    "42P01": (AWAY, "no_tables", True),
}
"""By SQLSTATE. No tables: the database was made anew, and is to be migrated again."""


def storage_down(error: Exception) -> StorageDown | None:
    """What `error` means for people; `None` where it is a mistake in this program."""
    if isinstance(error, StorageDown):
        return error
    if isinstance(error, exc.TimeoutError):  # all connections are in use
        return StorageDown(LOCKED, "busy")
    if isinstance(error, TimeoutError):
        return StorageDown(AWAY, "timeout", lost=True)
    if isinstance(error, OSError):  # of the file's folder
        return StorageDown(CANNOT_OPEN, "cannot_open", lost=True, detail=type(error).__name__)
    if not isinstance(error, exc.DBAPIError):
        return None
    origin = error.orig
    if isinstance(origin, sqlite3.Error):
        return _of_sqlite(origin)
    return _of_postgres(error)


def _of_sqlite(error: sqlite3.Error) -> StorageDown | None:
    if "no such table" in str(error):
        return StorageDown(AWAY, "no_tables", lost=True)
    name = getattr(error, "sqlite_errorname", "")
    known = _SQLITE.get("_".join(name.split("_")[:2]))
    if known is not None:
        text, why, lost = known
        return StorageDown(text, why, lost=lost, detail=name)
    if name != "SQLITE_ERROR" and isinstance(error, sqlite3.OperationalError):
        return StorageDown(AWAY, "unreachable", lost=True, detail=name or str(error))
    return None


def _of_postgres(error: exc.DBAPIError) -> StorageDown | None:
    """By psycopg's `sqlstate`, without importing psycopg where nobody uses it."""
    code = getattr(error.orig, "sqlstate", None) or ""
    if known := _POSTGRES.get(code):
        text, why, lost = known
        return StorageDown(text, why, lost=lost, detail=code)
    if isinstance(error, (exc.OperationalError, exc.InterfaceError)):
        return _of_connection(str(error.orig), code)
    return None


def _of_connection(words: str, code: str) -> StorageDown:
    """Refusals while connecting come without a code, in the server's words."""
    if "authentication failed" in words or "no pg_hba.conf entry" in words:
        return StorageDown(REFUSED, "refused", lost=True)
    if "does not exist" in words and "FATAL" in words:
        return StorageDown(REFUSED, "no_database", lost=True)
    return StorageDown(AWAY, "unreachable", lost=True, detail=code)
