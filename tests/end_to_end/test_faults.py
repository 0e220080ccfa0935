"""A bad day: Telegram and the network fail, nobody goes without an answer."""

from __future__ import annotations

import asyncio
import logging
from itertools import product

import pytest
from pydantic import SecretStr
from reading.scenes import draw, encoded

from benchmarks.fault_kinds import Drop, HalfBody, ServerError, blocked, flood, vanished
from bot.replies import answers
from bot.settings import SettingsError
from localtelegram.server import DOWNLOAD

OTHER_TOKEN = "1:" + "x" * 35
SEVEN = encoded(draw("7"))


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        *product(["getFile", DOWNLOAD, "sendMessage"], [ServerError(500), ServerError(502)]),
        *product(["getFile", "sendMessage"], [flood(1)]),
    ],
)
async def test_a_failure_of_telegram_is_got_over(bot, hurried, telegram, ann, method, fault):
    rule = telegram.faults.add(method, fault)
    photo = await ann.send_photo(SEVEN)
    assert (await ann.answer_to(photo))["text"].startswith("7\n")
    assert rule.struck == 1


@pytest.mark.parametrize("fault", [Drop(), HalfBody()])
@pytest.mark.parametrize("method", ["getFile", DOWNLOAD])
async def test_a_broken_connection_is_got_over(bot, hurried, telegram, ann, method, fault):
    telegram.faults.add(method, fault, times=2)
    photo = await ann.send_photo(SEVEN)
    assert (await ann.answer_to(photo))["text"].startswith("7\n")


@pytest.mark.parametrize("method", ["getFile", DOWNLOAD])
async def test_a_picture_that_cannot_be_got_is_answered(bot, hurried, telegram, ann, method):
    telegram.faults.add(method, ServerError(500), times=None)
    photo = await ann.send_photo(SEVEN)
    assert (await ann.answer_to(photo))["text"] == answers.NO_CONNECTION


async def test_a_file_that_vanished_is_answered(bot, telegram, ann):
    telegram.faults.add("getFile", vanished())
    assert (await ann.answer_to(await ann.send_photo(SEVEN)))["text"] == answers.GONE


async def test_a_picture_deleted_before_its_answer_is_answered_all_the_same(bot, telegram, ann):
    telegram.faults.add("getFile", ServerError(500), delay=0.2)
    photo = await ann.send_photo(SEVEN)
    telegram.world.delete(telegram.world.chats[ann.id], photo["message_id"])
    await telegram.wait_for(
        lambda calls: any(c.method == "sendMessage" and c.status for c in calls)
    )
    assert ann.messages()[-1]["text"].startswith("7\n")


async def test_somebody_who_blocks_the_bot_disturbs_nobody(bot, telegram, ann, ben, caplog):
    # The two are answered at the same time, in either order.
    telegram.faults.add("sendMessage", blocked(), where=lambda v: str(v["chat_id"]) == str(ann.id))
    await ann.send_photo(SEVEN)
    assert (await ben.answer_to(await ben.send_photo(SEVEN)))["text"].startswith("7\n")
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_an_unforeseen_failure_is_told_logged_and_reported_once(
    bot, telegram, ann, monkeypatch, caplog
):
    admin = telegram.user(1, "Ada")

    def fail(self, data):
        raise ZeroDivisionError

    monkeypatch.setattr("bot.reading.reader.Reader.read", fail)
    photos = [await ann.send_photo(SEVEN) for _ in range(2)]
    for photo in photos:
        assert (await ann.answer_to(photo))["text"] == answers.FAILED
    reports = [message["text"] for message in admin.messages()]
    assert len(reports) == 1
    assert "ZeroDivisionError" in reports[0]
    failures = [r for r in caplog.records if r.message == "a handler failed"]
    assert len(failures) == 2
    assert "Ann" not in caplog.text
    monkeypatch.undo()
    assert (await ann.answer_to(await ann.send_photo(SEVEN)))["text"].startswith("7\n")


async def test_a_start_without_network_waits_for_it(telegram, run_bot, ann):
    telegram.faults.add("getMe", Drop(), times=2)
    telegram.faults.add("deleteWebhook", ServerError(502), times=1)
    telegram.faults.add("deleteWebhook", ServerError(404), times=1)  # a proxy's page
    async with run_bot():
        photo = await ann.send_photo(SEVEN)
        assert (await ann.answer_to(photo, within=20))["text"].startswith("7\n")


async def test_an_end_while_there_is_no_network_is_quick(telegram, run_bot):
    telegram.faults.add("*", ServerError(502), times=None)
    async with asyncio.timeout(20):
        async with run_bot():
            await telegram.wait_for(lambda calls: len(calls) > 1)
    assert telegram.made("getUpdates") == []


async def test_of_two_copies_one_waits_and_takes_over(telegram, run_bot, ann, caplog):
    caplog.set_level(logging.INFO, "bot")
    async with run_bot():
        async with run_bot():
            await telegram.wait_for(lambda c: any(x.method == "getUpdates" for x in c))
            await asyncio.sleep(1.5)
        photo = await ann.send_photo(SEVEN)
        assert (await ann.answer_to(photo, within=30))["text"].startswith("7\n")
    conflicts = [r for r in caplog.records if r.message.startswith("Another copy")]
    assert 1 <= len(conflicts) <= 4
    assert all(r.exc_info is None for r in conflicts)


async def test_a_wrong_token_is_said_in_words(telegram, run_bot):
    running = run_bot(telegram_bot_token=SecretStr(OTHER_TOKEN))
    with pytest.raises(SettingsError, match="does not accept this TELEGRAM_BOT_TOKEN"):
        async with running:
            await running.task


async def test_a_token_that_is_revoked_ends_the_bot(telegram, run_bot):
    async def live_until_revoked():
        async with run_bot() as running:
            await telegram.wait_for(lambda c: any(x.method == "getUpdates" for x in c))
            telegram.token = OTHER_TOKEN
            telegram.world.updates.interrupt(vanished().error)
            await running.task

    with pytest.raises(SettingsError, match="does not accept"):
        await live_until_revoked()


async def test_a_model_that_is_missing_is_said_in_words(run_bot, tmp_path):
    running = run_bot(model_path=tmp_path / "none.onnx")
    with pytest.raises(SettingsError, match=r"MODEL_PATH: .*none\.onnx cannot be opened"):
        async with running:
            await running.task
