"""What the repositories need of the database: a transaction at a time."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


class Transactions(Protocol):
    """Gives transactions; each raises `StorageDown` when the database does not answer."""

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that only reads."""

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that writes; committed when its block ends without an exception."""


def insert(connection: AsyncConnection, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT, which both databases spell alike."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def now() -> datetime:
    """The time that is written into rows."""
    return datetime.now(UTC)
