"""The queue between the bot and a trainer: Procrastinate's, in the PostgreSQL that both share."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.storage.address import libpq_form
from bot.storage.errors import AWAY, StorageDown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from procrastinate import App

    from bot.storage import Database

QUEUE: Final = "training"
TRAIN: Final = "train"
CHECK: Final = "check"
CONNECT_SECONDS: Final = 10
HEARTBEAT: Final = 10.0
"""Seconds between two signs of life of a trainer that listens."""
SILENT: Final = 30.0
"""Seconds without one after which it counts as gone."""
LOCK: Final = 0x71756575
"""PostgreSQL's advisory lock while the queue's tables change."""
VERSION: Final = "queue"
"""Under this key the database keeps which Procrastinate its tables are for."""

THERE: Final = "SELECT to_regclass('procrastinate_workers') IS NOT NULL AS there"
ALIVE: Final = (
    "SELECT count(*) AS alive FROM procrastinate_workers "
    "WHERE last_heartbeat > now() - make_interval(secs => %(silent)s)"
)


@contextlib.asynccontextmanager
async def queue_at(address: str, connections: int = 1) -> AsyncIterator[App]:
    """The queue in a database, as long as the block runs.

    Args:
        address: of a PostgreSQL server.
        connections: how many it may hold.

    Raises:
        StorageDown: the database does not answer, at the beginning or within the block.
    """
    import psycopg
    import psycopg_pool
    from procrastinate import App, PsycopgConnector
    from procrastinate.exceptions import ConnectorException

    connector = PsycopgConnector(
        conninfo=libpq_form(address),
        min_size=1,
        max_size=connections,
        timeout=CONNECT_SECONDS,
        # A pooler such as PgBouncer may give each transaction another connection.
        kwargs={"connect_timeout": CONNECT_SECONDS, "prepare_threshold": None},
    )
    queue = App(connector=connector)
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await queue.open_async()
        yield queue
    except (ConnectorException, psycopg_pool.PoolTimeout, psycopg.Error, TimeoutError) as error:
        raise StorageDown(AWAY, "queue", detail=type(error).__name__) from error
    finally:
        await queue.close_async()


async def listeners(queue: App) -> int:
    """How many trainers listen."""
    if not (await _one(queue, THERE))["there"]:
        return 0  # none ever has
    return int((await _one(queue, ALIVE, silent=SILENT))["alive"])


async def prepare(queue: App, database: Database) -> None:
    """Bring the queue's tables to what the installed Procrastinate wants, and drop dead jobs.

    A job whose trainer was killed is not given to another: its run has ended with it.

    Raises:
        StorageDown: the database does not answer.
    """
    import procrastinate
    from procrastinate.jobs import Status
    from sqlalchemy import text

    async with database.writing() as connection:  # one process at a time
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        if not (await _one(queue, THERE))["there"]:
            await queue.schema_manager.apply_schema_async()
        else:
            for script in _newer(str(await database.state.get(VERSION) or "")):
                await queue.connector.execute_query_async(query=_literal(script))
        await database.state.put(VERSION, procrastinate.__version__)
    for job in await queue.job_manager.get_stalled_jobs(queue=QUEUE):
        await queue.job_manager.finish_job(job, Status.FAILED, delete_job=True)


def _newer(version: str) -> list[Path]:
    """Procrastinate's scripts that change tables made for `version`, in their order."""
    from procrastinate.schema import migrations_path

    if not version:
        return []
    scripts = sorted(migrations_path.glob("*.sql"))
    return [script for script in scripts if _numbers(script.name) > _numbers(version)]


def _numbers(name: str) -> tuple[int, ...]:
    """The version that a text begins with: of `03.02.00_01_pre_x.sql`, 3, 2 and 0."""
    return tuple(int(part) for part in name.split("_", maxsplit=1)[0].split("."))


def _literal(script: Path) -> Any:
    """An SQL script as a query without parameters."""
    return script.read_text(encoding="utf-8").replace("%", "%%")


async def _one(queue: App, query: Any, **values: Any) -> dict[str, Any]:
    row: dict[str, Any] = await queue.connector.execute_query_one_async(query, **values)
    return row
