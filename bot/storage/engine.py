"""The SQLAlchemy engine: how connections are made, and what is asked of each."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage.address import driver_form
from bot.storage.portable import as_json

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

CONNECT_SECONDS: Final = 5
LOCK_SECONDS: Final = 8.0
"""How long SQLite waits for another process's transaction; a slow disk holds one for seconds."""
WRITES: Final = "writes"
"""Execution option: the transaction writes."""


def make_engine(address: str) -> AsyncEngine:
    """An engine for a database's address; connects to nothing yet.

    Raises:
        AddressError: the address names no database.
    """
    url = make_url(driver_form(address))
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_async_engine(
        url,
        # Small platforms allow few connections, and several processes share them.
        pool_size=2,
        max_overflow=2,
        pool_timeout=CONNECT_SECONDS,
        pool_pre_ping=True,
        pool_recycle=600,
        json_serializer=as_json,
        hide_parameters=True,  # an error's text must not have somebody's picture in it
        connect_args=_patience(url),
    )


def _patience(url: URL) -> dict[str, Any]:
    """Notices a server that is gone within seconds, unless the address says otherwise."""
    wanted = {
        "connect_timeout": CONNECT_SECONDS,
        "keepalives_idle": 30,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        "application_name": "digit-reader-bot",
    }
    given: dict[str, Any] = {k: v for k, v in wanted.items() if k not in url.query}
    # A pooler such as PgBouncer may give each transaction another connection.
    return given | {"prepare_threshold": None}


def _sqlite(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=2,
        max_overflow=2,
        pool_timeout=CONNECT_SECONDS,
        json_serializer=as_json,
        hide_parameters=True,
        connect_args={"timeout": LOCK_SECONDS},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: Any) -> None:
    """Readers and a writer side by side, foreign keys, and transactions that are begun below."""
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    # A file that may only be read, or a disk that cannot do it, keeps its journal as it is.
    with contextlib.suppress(sqlite3.OperationalError):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Takes the lock at the beginning where one will be needed: to wait for it later is refused."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
