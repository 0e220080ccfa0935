"""How a database stands, found out without changing anything in it."""

from __future__ import annotations

import asyncio
import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bot.storage.address import sqlite_file
from bot.storage.errors import StorageDown
from bot.storage.opening import load, why_not

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

IN_USE: Final = ("-wal", "-journal")
"""Ends the names of the files beside SQLite's that hold what is not in it yet."""
MAY: Final = (
    "SELECT current_setting('transaction_read_only') = 'on', "
    "has_schema_privilege(current_schema(), 'CREATE')"
)


class Standing(Enum):
    """What the bot would find when it starts."""

    NO_FILE = "no file"
    NO_TABLES = "no tables"
    OLDER = "older"
    CURRENT = "current"


async def look(address: str) -> Standing:
    """How a database stands; `Database`, which would make and change tables, is not needed.

    Raises:
        StorageDown: it cannot be used, or does not allow what a start would have to do.
    """
    try:
        await asyncio.to_thread(load)
        file = sqlite_file(address)
        if file is None:
            from bot.storage.engine import make_engine

            return await _look(make_engine(address))
        if not await asyncio.to_thread(_is_there, file):
            return Standing.NO_FILE
        return await _look(_reading(file))
    except Exception as error:
        raise why_not(error) from error


async def _look(engine: AsyncEngine) -> Standing:
    from bot.storage.migrate import check_owner, check_whole, revision
    from bot.storage.tables import HEAD

    try:
        async with engine.connect() as connection:
            await connection.run_sync(check_owner)
            found = await connection.run_sync(revision)
            if found == HEAD:
                await connection.run_sync(check_whole)
            if connection.dialect.name == "postgresql":
                await _may(connection, makes=found != HEAD)
    finally:
        await engine.dispose()
    if found is None:
        return Standing.NO_TABLES
    if found == HEAD:
        return Standing.CURRENT
    await asyncio.to_thread(_known, found)
    return Standing.OLDER


def _reading(file: Path) -> AsyncEngine:
    """An engine that only reads a file.

    Even so, SQLite makes files beside one of the bot's, and leaves them there; unless it is told
    that nobody writes, which holds where there is none of those yet.
    """
    from sqlalchemy.ext.asyncio import create_async_engine

    used = any(Path(f"{file}{end}").exists() for end in IN_USE)
    options = "mode=ro" if used else "mode=ro&immutable=1"
    name = quote(str(file.absolute()))
    return create_async_engine(f"sqlite+aiosqlite:///file:{name}?{options}&uri=true")


def _is_there(file: Path) -> bool:
    """Whether there is a file, which may be written to; where not, it can be made.

    Raises:
        StorageDown: it may not be written to, or cannot be made.
    """
    from bot.storage.faults import CANNOT_OPEN, READ_ONLY

    there = file.exists()
    folder = next(place for place in file.absolute().parents if place.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise StorageDown(CANNOT_OPEN, "cannot_open", lost=True)
    if there and not os.access(file, os.W_OK):
        raise StorageDown(READ_ONLY, "read_only")
    return there


async def _may(connection: AsyncConnection, *, makes: bool) -> None:
    """Ask a server whether the bot may write there, and make tables where it has to.

    Raises:
        StorageDown: it may not.
    """
    from bot.storage.faults import READ_ONLY, REFUSED

    only_reads, may_make = (await connection.exec_driver_sql(MAY)).one()
    if only_reads:
        raise StorageDown(READ_ONLY, "read_only")
    if makes and not may_make:
        raise StorageDown(REFUSED, "not_allowed")


def _known(revision: str) -> None:
    """Does nothing where this program has the migration that the tables are at.

    Raises:
        StorageDown: they are newer.
    """
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    from bot.storage.faults import NEWER
    from bot.storage.migrate import FOLDER

    try:
        ScriptDirectory(str(FOLDER)).get_revision(revision)
    except CommandError as error:
        raise StorageDown(NEWER, "newer", lost=True, detail=str(error)) from error
