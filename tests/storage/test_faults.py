"""The database locked, full, read-only, damaged: said plainly, and over when it is over."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage import engine
from tests.storage.answering import recovered, why
from tests.storage.test_corrections import new

pytestmark = pytest.mark.usefixtures("hurried")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "folder" / "bot.sqlite3"


async def test_locked_by_another_program(open_at, file):
    database = open_at(f"sqlite:///{file}")
    await database.check()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await why(database.corrections.keep(new(), None)) == "locked"
    assert (await database.corrections.tally()).corrections == 0  # reading goes on
    other.execute("COMMIT")
    other.close()
    await database.corrections.keep(new(), None)


async def test_locked_at_the_start(open_at, file):
    file.parent.mkdir()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    database = open_at(f"sqlite:///{file}")
    assert await why(database.check()) == "locked"
    other.execute("COMMIT")
    other.close()
    await recovered(database)


async def test_a_lock_of_a_moment_at_the_start_is_waited_for(open_at, file, caplog):
    file.parent.mkdir()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    database = open_at(f"sqlite:///{file}")
    checked = asyncio.create_task(database.check())
    async with asyncio.timeout(10):
        while "cannot be opened" not in caplog.text:  # noqa: ASYNC110 - the log has no event
            await asyncio.sleep(0.005)
    other.execute("COMMIT")
    other.close()
    await checked


async def test_full(open_at, file):
    database = open_at(f"sqlite:///{file}")
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
async def test_read_only(open_at, file, folder_mode, said):
    database = open_at(f"sqlite:///{file}")
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


async def test_the_file_is_deleted_while_the_bot_runs(open_at, file):
    database = open_at(f"sqlite:///{file}")
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


async def test_the_folder_is_gone_and_comes_back(open_at, file):
    database = open_at(f"sqlite:///{file}")
    await database.corrections.keep(new(), None)
    aside = file.parent.rename(file.parent.with_name("aside"))
    file.parent.write_text("no folder")
    assert await why(database.corrections.tally()) == "cannot_open"
    file.parent.unlink()
    aside.rename(file.parent)
    await recovered(database)
    assert (await database.corrections.tally()).corrections == 1


async def test_a_file_that_is_no_database(open_at, file):
    file.parent.mkdir()
    file.write_bytes(b"not a database, but long enough to be looked at" * 100)
    database = open_at(f"sqlite:///{file}")
    assert await why(database.check()) == "damaged"
    file.unlink()
    await recovered(database)


async def test_more_calls_than_connections(address, monkeypatch, open_at):
    monkeypatch.setattr(engine, "CONNECT_SECONDS", 0.2)
    database = open_at(address)
    async with contextlib.AsyncExitStack() as held:
        for _ in range(4):
            await held.enter_async_context(database.reading())
        assert await why(database.check()) == "busy"
    await database.check()


async def test_who_stops_waiting_leaves_the_database_as_it_was(database):
    await database.check()
    deleted = asyncio.Event()

    async def slow():
        async with database.writing() as connection:
            await connection.exec_driver_sql("DELETE FROM corrections")
            deleted.set()
            await asyncio.sleep(60)

    await database.corrections.keep(new(), None)
    task = asyncio.create_task(slow())
    await asyncio.wait_for(deleted.wait(), 30)
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
