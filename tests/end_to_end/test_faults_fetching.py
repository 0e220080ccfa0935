"""Telegram fails while it is asked for what is new: everything comes, and comes once."""

from __future__ import annotations

import asyncio
import logging

import pytest
from reading.scenes import draw, encoded

from benchmarks.fault_kinds import Drop, HalfBody, Hang, Refuse, ServerError, flood
from localtelegram.errors import ApiError, conflict
from localtelegram.server import DOWNLOAD

SEVEN = encoded(draw("7"))
WITHIN = 60


@pytest.mark.parametrize(
    "fault",
    [
        ServerError(500),
        ServerError(502),
        ServerError(404),
        ServerError(401),
        ServerError(200),
        flood(1),
        Drop(),
        HalfBody(),
        Hang(0.2),
        Refuse(conflict("terminated by other getUpdates request")),
        Refuse(ApiError(401, "Unauthorized")),
    ],
)
async def test_polling_goes_on_after_trouble(bot, telegram, ann, fault, caplog):
    caplog.set_level(logging.INFO, "bot")
    rule = telegram.faults.add("getUpdates", fault, times=2)
    first = await ann.send_photo(SEVEN)
    await telegram.wait_for(lambda _: rule.struck == 2)
    second = await ann.send_photo(encoded(draw("42")))
    assert (await ann.answer_to(first))["text"].startswith("7\n")
    assert (await ann.answer_to(second))["text"].startswith("42\n")
    await asyncio.sleep(0.2)
    assert len(telegram.made("sendMessage")) == 2
    assert not bot.task.done()
    assert [r for r in caplog.records if r.levelno >= logging.ERROR and r.name[:3] == "bot"] == []


async def test_an_end_while_told_to_wait_is_quick(telegram, run_bot, ann):
    told = telegram.faults.add("getUpdates", flood(3_600), times=1)
    async with asyncio.timeout(WITHIN):
        async with run_bot():
            await ann.send_text("/start")
            await telegram.wait_for(lambda _: told.struck == 1)


async def test_a_copy_that_takes_over_is_not_given_what_another_works_on(telegram, run_bot, ann):
    slow = telegram.faults.add(DOWNLOAD, Hang(4), times=3)
    photos = [await ann.send_photo(SEVEN) for _ in range(3)]
    async with run_bot(queue_limit=101):  # it fetches no more while it has anything to do
        await telegram.wait_for(lambda _: slow.struck == 3, within=WITHIN)
        async with run_bot():
            last = await ann.send_photo(encoded(draw("42")))
            assert (await ann.answer_to(last, within=WITHIN))["text"].startswith("42\n")
            for photo in photos:
                assert (await ann.answer_to(photo, within=WITHIN))["text"].startswith("7\n")
    assert len(telegram.made("sendMessage")) == 4
