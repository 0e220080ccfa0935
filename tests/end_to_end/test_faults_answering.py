"""Telegram fails while it is told an answer: the answer comes once, or its absence is told."""

from __future__ import annotations

import asyncio
import logging
from itertools import product

import pytest
from reading.scenes import draw, encoded

from benchmarks.fault_kinds import Drop, HalfBody, Hang, Refuse, ServerError, Slow, flood, migrated
from bot.gateway import retry
from bot.handlers import picture, sources
from bot.replies import answers, corrections
from localtelegram.errors import bad_request
from localtelegram.server import DOWNLOAD

from .presses import ask, labels, press, until

SEVEN = encoded(draw("7"))
SUPERGROUP = -1009876543210


def said_to(person):
    """The bot's words in the chat with somebody."""
    return [m.get("text", "a photo") for m in person.messages() if m["from"]["is_bot"]]


@pytest.fixture
def impatient(monkeypatch, hurried):
    """Time-outs, too, come soon."""
    monkeypatch.setattr(retry, "READ_SECONDS", 1.0)


@pytest.mark.parametrize("fault", [Drop(carried_out=True), HalfBody()])
async def test_an_answer_that_arrived_unseen_is_not_sent_twice(bot, hurried, telegram, ann, fault):
    telegram.faults.add("sendMessage", fault)
    await ann.send_photo(SEVEN)
    await until(lambda: len(said_to(ann)) == 2)
    answer, notice = said_to(ann)
    assert answer.startswith("7\n")
    assert notice == answers.UNSURE


async def test_an_answer_that_got_lost_is_told(bot, hurried, telegram, ann):
    telegram.faults.add("sendMessage", Drop(), times=3)
    photo = await ann.send_photo(SEVEN)
    assert (await ann.answer_to(photo))["text"] == answers.UNSURE
    assert (await ask(ann, SEVEN))["text"].startswith("7\n")


async def test_a_lost_answer_to_an_album_is_told(bot, hurried, telegram, ann):
    telegram.faults.add("sendMessage", Drop())
    await ann.send_album([SEVEN, SEVEN])
    # Under whichever picture came to be looked at first.
    await until(lambda: said_to(ann) == [answers.UNSURE])


@pytest.mark.parametrize(
    ("method", "said"), [("getFile", "7\n"), (DOWNLOAD, "7\n"), ("sendMessage", answers.UNSURE)]
)
async def test_silence_is_not_listened_to_for_ever(impatient, run_bot, telegram, ann, method, said):
    async with run_bot():
        rule = telegram.faults.add(method, Hang())
        photo = await ann.send_photo(SEVEN)
        assert (await ann.answer_to(photo))["text"].startswith(said)
    assert rule.struck == 1


async def test_while_telegram_is_away_an_answer_waits(bot, hurried, telegram, ann):
    began = telegram.faults.add(DOWNLOAD, Slow(10))
    photo = await ann.send_photo(SEVEN)
    await telegram.wait_for(lambda _: began.struck == 1)
    await telegram.stop()
    await asyncio.sleep(1)  # many times as long as all pauses of `hurried`
    await telegram.start()
    assert (await ann.answer_to(photo))["text"].startswith("7\n")
    assert (await ask(ann, SEVEN))["text"].startswith("7\n")


async def test_an_answer_outlasts_more_failures_than_a_download(bot, hurried, telegram, ann):
    telegram.faults.add("sendMessage", ServerError(502), times=12)
    assert (await ask(ann, SEVEN))["text"].startswith("7\n")


async def test_who_is_told_to_wait_keeps_nobody_else_waiting(run_bot, telegram, ann, ben):
    async with run_bot(shutdown_seconds=0.1, concurrency=1):
        flooded = telegram.faults.add(
            "sendMessage", flood(300), where=lambda v: str(v["chat_id"]) == str(ann.id)
        )
        await ann.send_photo(SEVEN)
        await telegram.wait_for(lambda _: flooded.struck == 1)
        assert (await ask(ben, SEVEN))["text"].startswith("7\n")
        assert said_to(ann) == []


async def test_a_group_that_has_moved_gets_its_answer_where_it_is_now(bot, telegram, ann, group):
    telegram.world.add_group(SUPERGROUP, "Homework", set(), privacy=False)
    telegram.faults.add("sendMessage", migrated(SUPERGROUP))
    await ann.send_photo(SEVEN, chat=group, caption="@local_digit_bot")
    await until(lambda: ann.messages(SUPERGROUP))
    (answer,) = ann.messages(SUPERGROUP)
    assert answer["text"].startswith("7\n")
    assert "reply_to_message" not in answer
    assert not any(message["from"]["is_bot"] for message in ann.messages(group))


async def test_where_the_bot_may_not_write_nobody_is_troubled(
    bot, telegram, ann, admin, group, caplog
):
    mute = bad_request("not enough rights to send text messages to the chat")
    rule = telegram.faults.add("sendMessage", Refuse(mute), times=None)
    await ann.send_photo(SEVEN, chat=group, caption="@local_digit_bot")
    await telegram.wait_for(lambda _: rule.struck == 1)
    telegram.faults.clear()
    assert (await ask(ann, SEVEN))["text"].startswith("7\n")
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []
    assert admin.messages() == []


PRESSING = [
    *product(["answerCallbackQuery", "editMessageReplyMarkup"], [ServerError(502), Drop()]),
    ("answerCallbackQuery", flood(1)),
    ("editMessageReplyMarkup", flood(1)),
    ("editMessageReplyMarkup", HalfBody()),
    ("answerCallbackQuery", HalfBody()),
]


@pytest.mark.parametrize(("method", "fault"), PRESSING)
async def test_a_press_is_obeyed_all_the_same(bot, hurried, telegram, ann, method, fault):
    answer = await ask(ann, SEVEN)
    rule = telegram.faults.add(method, fault)
    before = labels(ann, answer)
    assert await press(ann, answer, "✓ Right") == corrections.THANKS
    await until(lambda: labels(ann, answer) != before)
    await telegram.wait_for(lambda _: rule.struck == 1)
    assert len(said_to(ann)) == 1


async def test_a_press_whose_button_goes_on_waiting_is_obeyed(bot, hurried, telegram, ann):
    answer = await ask(ann, SEVEN)
    telegram.faults.add("answerCallbackQuery", ServerError(500), times=None)
    before = labels(ann, answer)
    await ann.press(answer, "✓ Right")
    await until(lambda: labels(ann, answer) != before)


async def test_an_explanation_that_got_lost_is_told_and_can_be_had_again(
    bot, hurried, telegram, ann
):
    answer = await ask(ann, SEVEN)
    telegram.faults.add("sendPhoto", Drop())
    await ann.press(answer, "Show how")
    assert (await ann.answer_to(answer))["text"] == answers.PRESSED[answers.UNSURE]
    await ann.press(answer, "Show how")
    await until(lambda: any("photo" in m for m in ann.messages() if m["from"]["is_bot"]))


async def test_a_download_that_drips_is_given_up_and_told(bot, telegram, ann, monkeypatch):
    monkeypatch.setattr(sources, "DOWNLOAD_SECONDS", 0.5)
    telegram.faults.add(DOWNLOAD, Slow(100))
    assert (await ask(ann, SEVEN))["text"] == answers.NO_CONNECTION


async def test_a_slow_download_is_waited_for_and_shown(bot, telegram, ann, monkeypatch):
    monkeypatch.setattr(picture, "LONG", 0.05)
    telegram.faults.add(DOWNLOAD, Slow(4_000))
    assert (await ask(ann, SEVEN))["text"].startswith("7\n")
    assert telegram.made("sendChatAction")


async def test_no_answer_waits_for_the_sign_of_typing(bot, telegram, ann, monkeypatch):
    monkeypatch.setattr(picture, "LONG", 0.0)
    hanging = telegram.faults.add("sendChatAction", Hang())
    download = telegram.faults.add(DOWNLOAD, Slow(4_000))
    assert (await ask(ann, SEVEN))["text"].startswith("7\n")
    assert hanging.struck == download.struck == 1
