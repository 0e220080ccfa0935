"""Every fault as python-telegram-bot's own network stack meets it."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from benchmarks import fault_kinds
from localtelegram.server import DOWNLOAD


@pytest.fixture(autouse=True)
def _seconds_as_timedelta(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


async def test_flood_control(bot, server, ann):
    rule = server.faults.add("sendMessage", fault_kinds.flood(3), times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(7, "7")
        assert refused.value.retry_after.total_seconds() == 3
    await bot.send_message(7, "7")
    assert rule.struck == 2
    assert [call.status for call in server.made("sendMessage")] == [429, 429, 200]
    assert len(ann.messages()) == 1


@pytest.mark.parametrize(
    ("fault", "error", "why"),
    [
        (fault_kinds.blocked(), Forbidden, "blocked by the user"),
        (fault_kinds.migrated(-100987), ChatMigrated, "-100987"),
        (fault_kinds.ServerError(500), NetworkError, None),
        (fault_kinds.ServerError(502), NetworkError, None),
        (fault_kinds.Drop(), NetworkError, "disconnected"),
        (fault_kinds.Hang(0.05), NetworkError, "disconnected"),
    ],
)
async def test_faults_in_place_of_an_answer(bot, server, ann, fault, error, why):
    server.faults.add("sendMessage", fault)
    with pytest.raises(error, match=why):
        await bot.send_message(7, "7")
    assert ann.messages() == []
    await bot.send_message(7, "7")


async def test_a_server_that_hangs_times_out(bot, server, ann):
    server.faults.add("sendMessage", fault_kinds.Hang())
    with pytest.raises(TimedOut):
        await bot.send_message(7, "7", read_timeout=0.1)


async def test_an_answer_that_is_lost_after_the_work_is_done(bot, server, ann):
    server.faults.add("sendMessage", fault_kinds.Drop(carried_out=True))
    server.faults.add("sendMessage", fault_kinds.HalfBody())
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(7, "7")
    assert len(ann.messages()) == 2


async def test_downloads_that_fail(bot, server, ann, picture):
    await ann.send_document(picture(), "a.png", "image/png")
    (update,) = await bot.get_updates()
    file_id = update.message.document.file_id
    server.faults.add("getFile", fault_kinds.vanished())
    with pytest.raises(BadRequest, match="temporarily unavailable"):
        await bot.get_file(file_id)
    file = await bot.get_file(file_id)
    server.faults.add(DOWNLOAD, fault_kinds.HalfBody())
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    server.faults.add(DOWNLOAD, fault_kinds.Slow(4 * len(picture())))
    began = asyncio.get_running_loop().time()
    assert bytes(await file.download_as_bytearray()) == picture()
    assert asyncio.get_running_loop().time() - began >= 0.1


async def test_when_a_fault_strikes(bot, server, ann):
    server.faults.add(
        "sendMessage", fault_kinds.blocked(), skip=1, where=lambda v: v["text"] == "7"
    )
    await bot.send_message(7, "7")
    await bot.send_message(7, "8")
    with pytest.raises(Forbidden):
        await bot.send_message(7, "7")
    rule = server.faults.add("*", fault_kinds.blocked(), times=None, probability=0.5)
    failed = 0
    for _ in range(100):
        try:
            await bot.get_me()
        except Forbidden:
            failed += 1
    assert failed == rule.struck
    assert 25 < failed < 75
    server.faults.clear()
    server.faults.add("getMe", fault_kinds.blocked(), delay=0.2)
    began = asyncio.get_running_loop().time()
    with pytest.raises(Forbidden):
        await bot.get_me()
    assert asyncio.get_running_loop().time() - began >= 0.2


async def test_the_server_stops_while_it_hangs(server, bot, ann):
    server.faults.add("sendMessage", fault_kinds.Hang())
    hanging = asyncio.create_task(bot.send_message(7, "7", read_timeout=30))
    await server.wait_for(lambda calls: any(call.method == "sendMessage" for call in calls))
    async with asyncio.timeout(30):
        await server.stop()
        with pytest.raises(NetworkError):
            await hanging
