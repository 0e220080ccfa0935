"""The database away, locked, full, read-only, damaged: said plainly, and over when it is over."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import pytest_asyncio

from bot.storage import Database, StorageDown, engine
from bot.storage import database as module
from tests.storage.test_corrections import new

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """Short waits, where they are not what is tested."""
    monkeypatch.setattr(module, "PAUSES", (0.05,))
    monkeypatch.setattr(engine, "LOCK_SECONDS", 0.1)


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "folder" / "bot.sqlite3"


@pytest_asyncio.fixture
async def opened():
    """Opens databases: `opened(address)`."""
    databases = []

    def open_at(address: str) -> Database:
        database = Database(address)
        databases.append(database)
        database.start()
        return database

    yield open_at
    for database in databases:
        await database.close()


async def why(call) -> str:
    """What kind of `StorageDown` a call raises."""
    with pytest.raises(StorageDown) as caught:
        await call
    assert str(caught.value).startswith(("My database", "The file of my database"))
    assert "reading digits" in str(caught.value)
    return caught.value.why


async def recovered(database: Database, within: float = 20.0) -> None:
    """Waits until the database answers again, by itself."""
    end = time.monotonic() + within
    while True:
        try:
            await database.check()
        except StorageDown:
            assert time.monotonic() < end, "it has not recovered"
            await asyncio.sleep(0.05)
        else:
            return


async def test_locked_by_another_program(opened, file):
    database = opened(f"sqlite:///{file}")
    await database.check()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await why(database.corrections.keep(new(), None)) == "locked"
    assert (await database.corrections.tally()).corrections == 0  # reading goes on
    other.execute("COMMIT")
    other.close()
    await database.corrections.keep(new(), None)


async def test_locked_at_the_start(opened, file):
    file.parent.mkdir()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    database = opened(f"sqlite:///{file}")
    assert await why(database.check()) == "locked"
    other.execute("COMMIT")
    other.close()
    await recovered(database)


async def test_full(opened, file):
    database = opened(f"sqlite:///{file}")
    async with database.reading() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 40")
    large = os.urandom(2**19)
    assert await why(database.versions.add(large, "v", {}, {}, "trained")) == "full"
    assert await database.versions.listed(1) == []
    async with database.reading() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 4000")
    assert (await database.versions.add(large, "v", {}, {}, "trained")).size == len(large)


READ_ONLY = """
import asyncio, json, sys
from bot.storage import Database, StorageDown
async def main():
    database = Database(sys.argv[1])
    database.start()
    said = []
    for call in (database.state.get("a"), database.state.put("a", 2)):
        try:
            said.append(await call)
        except StorageDown as down:
            said.append(down.why)
    await database.close()
    print(json.dumps(said))
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("folder_mode", "said"), [(0o755, [1, "read_only"]), (0o555, ["read_only"] * 2)]
)
async def test_read_only(opened, file, folder_mode, said):
    database = opened(f"sqlite:///{file}")
    await database.state.put("a", 1)
    await database.close()
    file.chmod(0o444)
    file.parent.chmod(folder_mode)
    command = [sys.executable, "-c", READ_ONLY, f"sqlite:///{file}"]
    if os.geteuid() == 0:  # whom no mode stops, unless he lets go of that
        if shutil.which("setpriv") is None:
            pytest.skip("root can write everywhere, and there is no setpriv here")
        command = ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override", *command]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    file.parent.chmod(0o755)
    assert json.loads(done.stdout) == said, done.stderr.decode()


async def test_the_file_is_deleted_while_the_bot_runs(opened, file):
    database = opened(f"sqlite:///{file}")
    await database.corrections.keep(new(), None)
    for part in file.parent.iterdir():
        part.unlink()
    await recovered(database)
    assert (await database.corrections.tally()).corrections == 0
    await database.corrections.keep(new(), None)
    assert file.exists()
    with sqlite3.connect(file) as other:
        assert other.execute("SELECT count(*) FROM corrections").fetchone() == (1,)
    other.close()


async def test_the_folder_is_gone_and_comes_back(opened, file):
    database = opened(f"sqlite:///{file}")
    await database.corrections.keep(new(), None)
    aside = file.parent.rename(file.parent.with_name("aside"))
    file.parent.write_text("no folder")
    assert await why(database.corrections.tally()) == "cannot_open"
    file.parent.unlink()
    aside.rename(file.parent)
    await recovered(database)
    assert (await database.corrections.tally()).corrections == 1


async def test_a_file_that_is_no_database(opened, file):
    file.parent.mkdir()
    file.write_bytes(b"not a database, but long enough to be looked at" * 100)
    database = opened(f"sqlite:///{file}")
    assert await why(database.check()) == "damaged"
    file.unlink()
    await recovered(database)


async def test_the_server_stops_and_starts_again(opened, postgres_server, postgres, caplog):
    caplog.set_level(logging.INFO)
    database = opened(postgres)
    await database.corrections.keep(new(), None)
    postgres_server.stop()
    try:
        assert await why(database.corrections.tally()) == "unreachable"
        start = time.monotonic()
        for _ in range(20):
            assert await why(database.corrections.tally()) == "unreachable"
        assert time.monotonic() - start < 2  # known to be away, nobody waits for it
    finally:
        postgres_server.start()
    await recovered(database)
    assert (await database.corrections.tally()).corrections == 1
    assert "open again" in caplog.text


async def test_the_server_is_away_at_the_start(opened, postgres_server, postgres):
    postgres_server.stop()
    try:
        database = opened(postgres)
        assert await why(database.check()) == "unreachable"
    finally:
        postgres_server.start()
    await recovered(database)


async def test_the_connection_is_cut_between_two_calls(opened, postgres):
    database = opened(postgres)
    await database.check()
    other = opened(postgres)
    async with other.reading() as connection:
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await database.check()  # nobody notices


async def test_a_server_that_accepts_and_never_answers(opened, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        database = opened(f"postgresql://bot:secret@127.0.0.1:{port}/bot")
        with pytest.raises(StorageDown, match="only just started"):
            await database.check()


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [(("bot:", "bot:hidden-word"), "refused"), (("/t", "/nosuch"), "no_database")],
)
async def test_a_server_that_does_not_let_in(opened, postgres, caplog, wrong, expected):
    caplog.set_level(logging.DEBUG)
    database = opened(postgres.replace(*wrong))
    assert await why(database.check()) == expected
    assert "hidden-word" not in caplog.text
    assert "test pass/word" not in caplog.text


async def test_the_tables_are_dropped_while_the_bot_runs(opened, postgres):
    database = opened(postgres)
    await database.corrections.keep(new(), None)
    async with database.writing() as connection:
        await connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        await connection.exec_driver_sql("CREATE SCHEMA public")
    assert await why(database.corrections.tally()) == "no_tables"
    await recovered(database)
    assert (await database.corrections.tally()).corrections == 0


async def test_more_calls_than_connections(address, monkeypatch, opened):
    monkeypatch.setattr(engine, "CONNECT_SECONDS", 0.2)
    database = opened(address)
    async with contextlib.AsyncExitStack() as held:
        for _ in range(4):
            await held.enter_async_context(database.reading())
        assert await why(database.check()) == "busy"
    await database.check()


async def test_who_stops_waiting_leaves_the_database_as_it_was(database):
    await database.check()

    async def slow():
        async with database.writing() as connection:
            await connection.exec_driver_sql("DELETE FROM corrections")
            await asyncio.sleep(60)

    await database.corrections.keep(new(), None)
    task = asyncio.create_task(slow())
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await database.corrections.tally()).corrections == 1
    await database.corrections.keep(new("b"), None)


async def test_a_mistake_in_the_program_is_no_fault_of_the_database(database):
    with pytest.raises(Exception, match="no_such_column"):
        async with database.reading() as connection:
            await connection.exec_driver_sql("SELECT no_such_column FROM corrections")
    await database.check()
