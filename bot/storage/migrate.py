"""Brings a database's tables to the newest form, with Alembic."""

from __future__ import annotations

import asyncio
import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

from bot.storage.engine import WRITES
from bot.storage.errors import AWAY, StorageDown
from bot.storage.faults import BROKEN, NEWER
from bot.storage.tables import HEAD, metadata

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

FOLDER: Final = Path(__file__).parent / "migrations"
LOCK: Final = 0x646967697473
"""PostgreSQL's advisory lock while tables change: any number that no other program uses."""


async def migrate(engine: AsyncEngine) -> None:
    """Applies what is missing, all or nothing. Two processes at once do it one after the other.

    Raises:
        StorageDown: the tables are newer than this program, or another program's, or some that
            should be there are not.
        sqlalchemy.exc.DBAPIError: the database cannot be reached or changed.
    """
    async with engine.connect() as connection:
        if await connection.run_sync(revision) == HEAD:
            await connection.run_sync(check_whole)
            return
    await asyncio.to_thread(importlib.import_module, "alembic.command")  # not within the lock
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITES: True})
        async with connection.begin():
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            await connection.run_sync(check_owner)
            await connection.run_sync(upgrade)


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Upgrades within the transaction that `connection` is in.

    Raises:
        StorageDown: the tables are newer than this program.
    """
    # A third of a second, and only needed when something is to be done.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise StorageDown(NEWER, "newer", lost=True, detail=str(error)) from error


def revision(connection: Connection) -> str | None:
    """The migration that the tables are at; `None` where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_owner(connection: Connection) -> None:
    """Does nothing where the tables, if there are any, are the bot's.

    Raises:
        StorageDown: another program has tables of these names, or keeps its own migrations there.
    """
    names = set(inspect(connection).get_table_names())
    found = revision(connection)  # after the names: both may just have been made, at once
    if found is None and (taken := sorted(names & metadata.tables.keys())):
        raise StorageDown(AWAY, "foreign", lost=True, detail=", ".join(taken))
    if found is not None and not re.fullmatch(r"\d{4}", found):
        raise StorageDown(AWAY, "foreign", lost=True, detail="alembic_version")


def check_whole(connection: Connection) -> None:
    """Does nothing where all tables of the newest migration are there, which it is said to be at.

    Raises:
        StorageDown: some are not, as after half a copy was restored; no migration makes them anew.
    """
    names = inspect(connection).get_table_names()
    if missing := sorted(metadata.tables.keys() - set(names)):
        raise StorageDown(BROKEN, "incomplete", lost=True, detail=", ".join(missing))
