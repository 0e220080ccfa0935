"""A database is looked at, and stays as it is."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from pathlib import Path

import psycopg
import pytest

from bot.cli.check_database import in_words
from bot.storage import StorageDown, standing
from bot.storage.address import sqlite_file
from bot.storage.engine import WRITES, make_engine
from bot.storage.migrate import migrate, upgrade
from bot.storage.standing import Standing, look


@pytest.fixture
def unchanged(address, tmp_path):
    """Looks, and holds that nothing was made or changed."""

    def now():
        if sqlite_file(address) is not None:
            files = [path for path in sorted(tmp_path.rglob("*")) if path.is_file()]
            folders = [path for path in sorted(tmp_path.rglob("*")) if path.is_dir()]
            return folders, {path: path.read_bytes() for path in files}
        with psycopg.connect(address) as connection:
            names = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            return sorted(connection.execute(names).fetchall())

    async def looked():
        before = now()
        try:
            return await look(address)
        finally:
            assert now() == before

    return looked


@contextlib.asynccontextmanager
async def made(address):
    if (file := sqlite_file(address)) is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(address)
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITES: True})
        async with connection.begin():
            yield connection
    await engine.dispose()


async def test_one_that_is_not_there_yet_is_not_made(address, unchanged):
    a_file = sqlite_file(address) is not None
    assert await unchanged() is (Standing.NO_FILE if a_file else Standing.NO_TABLES)


async def test_one_without_tables_gets_none(address, unchanged):
    if (file := sqlite_file(address)) is not None:
        file.parent.mkdir()
        file.touch()
    assert await unchanged() is Standing.NO_TABLES


async def test_an_older_one_stays_as_old(address, unchanged):
    async with made(address) as connection:
        await connection.run_sync(upgrade, "0003")
    assert await unchanged() is Standing.OLDER


@pytest.mark.parametrize(
    ("make", "whose"),
    [
        ("CREATE TABLE versions (item_type varchar(9))", "versions"),
        ("CREATE TABLE alembic_version AS SELECT 'ae1027a6acf' AS version_num", "alembic_version"),
    ],
)
async def test_another_programs_tables_are_told_and_left_alone(
    address, unchanged, open_at, make, whose
):
    async with made(address) as connection:
        await connection.exec_driver_sql(make)
    with pytest.raises(StorageDown) as told:
        await unchanged()
    assert (told.value.why, told.value.detail) == ("foreign", whose)
    assert "should name a database of the bot's own" in await in_words(told.value, address)
    with pytest.raises(StorageDown) as met:
        await open_at(address).corrections.tally()
    assert (met.value.why, met.value.detail) == ("foreign", whose)


async def test_a_current_one_is_told_from_a_newer_one(address, unchanged):
    async with made(address) as connection:
        await connection.run_sync(upgrade)
    assert await unchanged() is Standing.CURRENT
    async with made(address) as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageDown) as caught:
        await unchanged()
    assert caught.value.why == "newer"


async def test_one_that_lacks_tables_is_told_and_left_alone(address, unchanged, open_at):
    async with made(address) as connection:
        await connection.run_sync(upgrade)
    async with made(address) as connection:
        await connection.exec_driver_sql("DROP TABLE corrections")
    with pytest.raises(StorageDown) as told:
        await unchanged()
    assert (told.value.why, told.value.detail) == ("incomplete", "corrections")
    assert "lacks tables that it had" in await in_words(told.value, address)
    with pytest.raises(StorageDown) as met:
        await open_at(address).corrections.tally()
    assert (met.value.why, met.value.detail) == ("incomplete", "corrections")


@pytest.mark.parametrize("name", ["bot.sqlite3", "a b?%41#.sqlite3"])
async def test_what_a_killed_bot_has_not_yet_put_into_its_file_counts(tmp_path, name):
    engine = make_engine(f"sqlite:///{tmp_path}/bot.sqlite3")
    await migrate(engine)
    copy = tmp_path / "copy"
    copy.mkdir()
    for end in ("", "-wal", "-shm"):
        shutil.copy(tmp_path / f"bot.sqlite3{end}", copy / f"{name}{end}")
    await engine.dispose()
    before = sorted(copy.iterdir())
    assert await standing._look(standing._reading(copy / name)) is Standing.CURRENT
    assert sorted(copy.iterdir()) == before


async def test_one_that_is_in_use_is_looked_at_beside_its_user(address, database, unchanged):
    await database.check()
    assert await look(address) is Standing.CURRENT
    await database.check()


@pytest.mark.parametrize(("closed", "why"), [("folder", "cannot_open"), ("file", "read_only")])
async def test_a_file_that_may_not_be_written_to_is_told(tmp_path, monkeypatch, closed, why):
    file = tmp_path / "bot.sqlite3"
    sqlite3.connect(file).close()
    file.touch()
    shut = tmp_path if closed == "folder" else file
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != shut)
    with pytest.raises(StorageDown) as caught:
        await look(f"sqlite:///{file}")
    assert caught.value.why == why


async def test_the_nearest_folder_that_is_there_says_whether_a_file_can_be_made(
    tmp_path, monkeypatch
):
    address = f"sqlite:///{tmp_path}/one/two/bot.sqlite3"
    assert await look(address) is Standing.NO_FILE
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path)
    with pytest.raises(StorageDown) as caught:
        await look(address)
    assert caught.value.why == "cannot_open"


async def test_a_file_that_is_no_database_is_told(tmp_path):
    file = tmp_path / "bot.sqlite3"
    file.write_bytes(b"no database at all" * 100)
    with pytest.raises(StorageDown) as caught:
        await look(f"sqlite:///{file}")
    assert caught.value.why == "damaged"


async def test_a_server_that_does_not_allow_what_a_start_does_is_told(postgres):
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        with contextlib.suppress(psycopg.errors.DuplicateObject):
            connection.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    with pytest.raises(StorageDown) as caught:
        await look(re.sub("//.*@", "//guest:guest@", postgres))
    assert caught.value.why == "not_allowed"
    with psycopg.connect(postgres, autocommit=True) as connection:
        database = connection.info.dbname
        connection.execute(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    with pytest.raises(StorageDown) as caught:
        await look(postgres)
    assert caught.value.why == "read_only"
