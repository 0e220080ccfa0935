from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot.storage import Database, StorageDown
from bot.storage.engine import WRITES, make_engine
from bot.storage.migrate import FOLDER, migrate, upgrade
from bot.storage.tables import HEAD, metadata
from tests.storage.test_corrections import new

ROOT = Path(__file__).parents[2]
MIGRATE = """
import asyncio, sys
from bot.storage import engine as engines
from bot.storage.migrate import migrate
engines.LOCK_SECONDS = 60  # the others may be slow
async def main():
    engine = engines.make_engine(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    await migrate(engine)
    await engine.dispose()
asyncio.run(main())
"""


@pytest_asyncio.fixture
async def engine(address, tmp_path):
    (tmp_path / "folder").mkdir()
    made = make_engine(address)
    yield made
    await made.dispose()


def test_the_newest_migration_is_the_one_that_is_applied():
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


async def test_from_nothing_to_exactly_the_tables(engine):
    await migrate(engine)

    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_an_older_database_keeps_what_is_in_it(engine, address):
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITES: True})
        async with connection.begin():
            await connection.run_sync(upgrade, "0001")
            await connection.execute(
                metadata.tables["corrections"].insert(), [_row("a"), _row("b")]
            )
    database = Database(address)
    database.start()
    try:
        assert (await database.corrections.tally()).corrections == 2
        await database.corrections.keep(new("c"), None)
        assert await database.versions.active() is None
    finally:
        await database.close()


async def test_an_older_database_gives_no_number_of_a_correction_twice(engine, address):
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITES: True})
        async with connection.begin():
            await connection.run_sync(upgrade, "0006")
            await connection.execute(
                metadata.tables["corrections"].insert(), [_row("a"), _row("b")]
            )
    database = Database(address)
    database.start()
    try:
        before = await database.corrections.pending(9)
        assert np.array_equal(before[1].crop, new("b").crop)
        await database.corrections.take_back("b", 0)
        await database.corrections.keep(new("c"), None)
        after = await database.corrections.pending(9)
        assert [c.id for c in after] == [before[0].id, before[1].id + 1]
    finally:
        await database.close()


def _row(answer: str) -> dict:
    given = new(answer)
    return {
        "answer": answer,
        "place": 0,
        "user_hash": given.user,
        "crop": given.crop.tobytes(),
        "held_out": False,
        "said": given.said,
        "actual": given.actual,
        "version": given.version,
        "at": datetime.now(UTC),
        "state": "pending",
    }


async def test_a_migration_that_fails_leaves_nothing_behind(engine, monkeypatch):
    def broken(connection):
        upgrade(connection)
        raise RuntimeError("halfway")

    monkeypatch.setattr("bot.storage.migrate.upgrade", broken)
    with pytest.raises(RuntimeError, match="halfway"):
        await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(lambda c: inspect(c).get_table_names()) == []


async def test_processes_that_start_at_once_migrate_once(address, tmp_path):
    (tmp_path / "folder").mkdir()
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", MIGRATE, address),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert await process.stdout.readline() == b"ready\n"
    for process in processes:
        process.stdin.write(b"go\n")
    for process in processes:
        _, error = await process.communicate()
        assert process.returncode == 0, error.decode()
    engine = make_engine(address)
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert rows.scalars().all() == [HEAD]
    await engine.dispose()


async def test_a_newer_database_is_left_alone(engine, address):
    await migrate(engine)
    async with engine.connect() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await connection.commit()
    database = Database(address)
    database.start()
    try:
        with pytest.raises(StorageDown, match="newer version of me") as caught:
            await database.check()
        assert caught.value.why == "newer"
    finally:
        await database.close()
