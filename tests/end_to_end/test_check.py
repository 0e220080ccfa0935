"""`python -m bot check` against servers that are well, wrong or not there."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3

import pytest
from aiohttp import web
from databases import opened
from pydantic import HttpUrl, SecretStr

from benchmarks.fault_kinds import Hang
from bot.__main__ import main
from bot.cli import check as command
from bot.cli.check import check
from bot.jobs.queue import prepare, queue_at
from bot.settings.values import TELEGRAM
from bot.storage import Database
from bot.storage.standing import Standing


@pytest.fixture
def checked(settings, capsys):
    async def run(**changes):
        well = await check(settings.model_copy(update=changes))
        lines = capsys.readouterr().out.splitlines()
        assert all(line.endswith((".", "?")) for line in lines), lines
        told = {}
        for line in lines:
            mark, part, words = line[:6].strip(), *line[6:].split(": ", 1)
            told[part] = (mark == "ok", words)
            assert mark in {"ok", "WRONG"}
        assert well == all(good for good, _ in told.values())
        return told

    return run


async def test_all_is_well(checked):
    told = await checked()
    assert list(told) == ["model", "database", "token", "updates"]
    assert all(good for good, _ in told.values())
    assert "@local_digit_bot" in told["token"][1]


async def test_a_queue_needs_somebody_who_listens(checked, postgres):
    at = {"database_url": SecretStr(postgres), "training": "queue"}
    good, words = (await checked(**at))["trainer"]
    assert not good
    assert words.endswith("python -m bot trainer.")
    database = Database(postgres)
    database.start()
    async with queue_at(postgres) as queue:
        await prepare(queue, database)
        await queue.job_manager.register_worker()
    await database.close()
    assert (await checked(**at))["trainer"] == (True, "one is listening.")


async def test_a_wrong_token_is_said_and_not_shown(checked):
    wrong = "1:" + "x" * 35
    told = await checked(telegram_bot_token=SecretStr(wrong))
    good, words = told["token"]
    assert not good
    assert "@BotFather" in words
    assert wrong not in words
    assert "updates" not in told


async def test_where_nothing_answers_as_telegram_is_said(checked, free_port):
    good, words = (await checked(telegram_api_url=HttpUrl(f"http://127.0.0.1:{free_port}")))[
        "token"
    ]
    assert not good
    assert "TELEGRAM_API_URL" in words
    assert "at 127.0.0.1 (aiohttp.ClientConnectorError)" in words


async def test_a_telegram_that_never_answers_is_not_waited_for(checked, telegram, monkeypatch):
    monkeypatch.setattr(command, "SECONDS", 0.2)
    telegram.faults.add("getMe", Hang(), times=None)
    assert not (await checked())["token"][0]


async def test_a_missing_model_is_said(checked, tmp_path):
    good, words = (await checked(model_path=tmp_path / "none.onnx"))["model"]
    assert not good
    assert "none.onnx cannot be opened" in words
    assert "MODEL_PATH" in words


async def test_a_database_that_cannot_be_used_is_said(checked, tmp_path):
    (tmp_path / "file").write_text("no folder")
    address = SecretStr(f"sqlite:///{tmp_path}/file/bot.sqlite3")
    good, words = (await checked(database_url=address))["database"]
    assert not good
    assert f"{tmp_path}/file/bot.sqlite3 cannot be opened" in words


async def test_the_database_is_left_as_it_is(checked, tmp_path):
    address = f"sqlite:///{tmp_path}/folder/bot.sqlite3"
    told = await checked(database_url=SecretStr(address))
    assert told["database"] == (True, command.FOUND[Standing.NO_FILE])
    assert list(tmp_path.iterdir()) == []
    async with opened(address) as database:
        await database.check()
    told = await checked(database_url=SecretStr(address))
    assert told["database"] == (True, command.FOUND[Standing.CURRENT])
    with contextlib.closing(sqlite3.connect(tmp_path / "folder" / "bot.sqlite3")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    good, words = (await checked(database_url=SecretStr(address)))["database"]
    assert not good
    assert words.endswith("was made by a newer version of the bot; install that version.")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_where_no_database_answers_is_said_with_host_and_cause(checked, free_port, host):
    address = SecretStr(f"postgresql://somebody:secret@{host}:{free_port}/name")
    good, words = (await checked(database_url=address))["database"]
    assert not good
    assert words.startswith(f"{host}:{free_port} does not answer (Connection refused).")
    assert "somebody" not in words
    assert "secret" not in words


async def test_a_wrong_database_name_is_said(checked, postgres):
    address = SecretStr(f"{postgres.partition('?')[0].rpartition('/')[0]}/nowhere")
    good, words = (await checked(database_url=address))["database"]
    assert not good
    assert "has no database, or no user, of the name" in words


async def test_what_waits_is_told(checked, ann):
    for _ in range(3):
        await ann.send_text("hello")
    assert "3 wait" in (await checked())["updates"][1]


async def test_the_address_of_a_running_bot_is_fine(checked, telegram, run_bot, webhook_address):
    async with run_bot(**webhook_address):
        await telegram.wait_for(lambda c: any(x.method == "setWebhook" and x.status for x in c))
        told = await checked(**webhook_address)
        assert told["webhook's address"][0]
        assert told["webhook"] == (True, "Telegram calls it; 0 updates wait.")
    polling = await checked()
    assert "goes when the bot starts" in polling["updates"][1]


async def test_an_address_where_nothing_runs_is_said(checked, webhook_address):
    told = await checked(**webhook_address)
    good, words = told["webhook's address"]
    assert not good
    assert "Is the bot running" in words
    assert "sets it when it starts" in told["webhook"][1]


async def test_an_address_where_something_else_runs_is_said(checked, webhook_address):
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", webhook_address["port"]).start()
    good, words = (await checked(**webhook_address))["webhook's address"]
    await runner.cleanup()
    assert not good
    assert "something else" in words
    assert "status 404" in words


async def test_why_telegram_could_not_deliver_is_said(checked, telegram, run_bot, webhook_address):
    async with run_bot(**webhook_address):
        await telegram.wait_for(lambda c: any(x.method == "setWebhook" and x.status for x in c))
    ann = telegram.user(7, "Ann")
    await ann.send_text("hello")
    async with asyncio.timeout(60):
        while (await checked(**webhook_address))["webhook"][0]:  # noqa: ASYNC110 - it tries
            await asyncio.sleep(0.05)
    good, words = (await checked(**webhook_address))["webhook"]
    assert not good
    assert "Connection failed" in words


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "10.0.0.1", "nowhere.invalid"])
async def test_telegram_calls_no_address_at_home(settings, host):
    told = await command._address(
        HttpUrl(f"https://{host}/hook"), settings.model_copy(update={"telegram_api_url": TELEGRAM})
    )
    assert not told.good
    assert "not an address on the internet" in told.words


def test_a_number_that_stands_for_many_is_refused_with_why(monkeypatch, telegram, capsys):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", telegram.token)
    monkeypatch.setenv("ADMIN_IDS", "5,1087968824")
    assert main(["check"]) == 2
    said = capsys.readouterr().err.strip()
    whom = "every anonymous admin of every group"
    assert said == f"ADMIN_IDS should not have 1087968824, which stands for {whom}."
