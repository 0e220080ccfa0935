"""The database's server away, silent, or without what it had: said plainly, and over when it is."""

from __future__ import annotations

import logging
import socket
import time

import pytest

from bot.storage import StorageDown
from bot.storage import database as module
from tests.storage.answering import recovered, why
from tests.storage.test_corrections import new

pytestmark = pytest.mark.usefixtures("hurried")


async def test_the_server_stops_and_starts_again(open_at, postgres_server, postgres, caplog):
    caplog.set_level(logging.INFO)
    database = open_at(postgres)
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


async def test_the_server_is_away_at_the_start(open_at, postgres_server, postgres):
    postgres_server.stop()
    try:
        database = open_at(postgres)
        assert await why(database.check()) == "unreachable"
    finally:
        postgres_server.start()
    await recovered(database)


async def test_the_connection_is_cut_between_two_calls(open_at, postgres):
    database = open_at(postgres)
    await database.check()
    other = open_at(postgres)
    async with other.reading() as connection:
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await database.check()  # nobody notices


async def test_a_server_that_accepts_and_never_answers(open_at, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        database = open_at(f"postgresql://bot:secret@127.0.0.1:{port}/bot")
        with pytest.raises(StorageDown, match="only just started"):
            await database.check()


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [(("bot:", "bot:hidden-word"), "refused"), (("/t", "/nosuch"), "no_database")],
)
async def test_a_server_that_does_not_let_in(open_at, postgres, caplog, wrong, expected):
    caplog.set_level(logging.DEBUG)
    database = open_at(postgres.replace(*wrong))
    assert await why(database.check()) == expected
    assert "hidden-word" not in caplog.text
    assert "test pass/word" not in caplog.text


async def test_the_tables_are_dropped_while_the_bot_runs(open_at, postgres):
    database = open_at(postgres)
    await database.corrections.keep(new(), None)
    async with database.writing() as connection:
        await connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        await connection.exec_driver_sql("CREATE SCHEMA public")
    assert await why(database.corrections.tally()) == "no_tables"
    await recovered(database)
    assert (await database.corrections.tally()).corrections == 0
