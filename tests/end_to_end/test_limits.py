"""Too much, too fast, or from strangers: what is not read is told, once; nothing else suffers."""

from __future__ import annotations

import asyncio

import pytest
from reading.scenes import draw, encoded

from benchmarks.fault_kinds import Hang
from bot.gateway import update_queue
from bot.gateway.admission import Refusal
from bot.replies import notices, pages
from localtelegram.server import DOWNLOAD

SEVEN = encoded(draw("7"))
ADMIN = 1


def texts(person, chat=None):
    return [m["text"] for m in person.messages(chat) if m["from"]["is_bot"] and "text" in m]


async def test_who_sends_too_much_is_told_once_and_others_are_answered(telegram, run_bot, ann, ben):
    async with run_bot(rate_per_user=2):
        first, *_ = [await ann.send_photo(SEVEN) for _ in range(5)]
        assert (await ann.answer_to(first))["text"].startswith("7\n")
        assert (await ben.answer_to(await ben.send_photo(SEVEN)))["text"].startswith("7\n")
        await ann.send_text("/start")
    told = texts(ann)
    assert sum(text.startswith("7\n") for text in told) == 2
    assert told.count(notices.notice(Refusal.PERSON_TOO_FAST, ann.id)) == 1
    assert len(told) == 3


async def test_an_album_of_too_many_says_how_many_were_left_out(telegram, run_bot, ann):
    async with run_bot(rate_per_user=13):
        album = await ann.send_album([SEVEN] * 23)
        answer = await ann.answer_to(album[0])
        notice = await ann.answer_to(album[13])
        assert notice["text"] == notices.notice(Refusal.PERSON_TOO_FAST, ann.id)
    head, *lines = answer["text"].split("\n")
    assert head == "I read 13 of 23 pictures:"
    assert [line.split(" (")[0] for line in lines[:13]] == [f"{n}. 7" for n in range(1, 14)]
    assert lines[13:] == [f"{n}. {pages.LEFT_OUT}" for n in range(14, 24)]
    assert len(texts(ann)) == 2


async def test_a_press_too_many_is_answered_in_a_line(telegram, run_bot, ann):
    async with run_bot(rate_per_user=1):
        answer = await ann.answer_to(await ann.send_photo(SEVEN))
        press = await ann.press(answer, "Show how")
        said = await asyncio.wait_for(press.answer, 10)
    assert said["text"] == notices.BRIEFLY[Refusal.PERSON_TOO_FAST]


async def test_an_admin_has_no_limits(telegram, run_bot):
    ada = telegram.user(ADMIN, "Ada")
    async with run_bot(rate_per_user=1, rate_per_chat=1):
        for photo in [await ada.send_photo(SEVEN) for _ in range(3)]:
            assert (await ada.answer_to(photo))["text"].startswith("7\n")


async def test_talk_in_a_group_is_no_use_of_the_bot(telegram, run_bot, ann, group):
    async with run_bot(rate_per_user=1, rate_per_chat=1):
        for _ in range(5):
            await ann.send_text("nice weather", chat=group)
            await ann.send_photo(SEVEN, chat=group)
        asked = await ann.send_photo(SEVEN, chat=group, caption="@local_digit_bot")
        assert (await ann.answer_to(asked))["text"].startswith("7\n")
    assert len(texts(ann, group)) == 1


async def test_a_stranger_is_told_politely_and_once_how_to_be_let_in(telegram, run_bot, ann, ben):
    async with run_bot(allowed_users=frozenset({ann.id})):
        refused = await ben.answer_to(await ben.send_photo(SEVEN))
        await ben.send_photo(SEVEN)
        await ben.send_text("/privacy")
        assert (await ann.answer_to(await ann.send_photo(SEVEN)))["text"].startswith("7\n")
    assert f"this number: {ben.id}" in refused["text"]
    told = texts(ben)
    assert len(told) == 2
    assert told[1].startswith("Your pictures")


@pytest.mark.parametrize("over_webhook", [False, True])
async def test_when_nothing_moves_people_are_told_instead_of_left_waiting(
    telegram, run_bot, ann, ben, monkeypatch, over_webhook, webhook_address
):
    monkeypatch.setattr(update_queue, "PATIENCE", 0.2)
    monkeypatch.setattr(update_queue, "LOOK", 0.05)
    stalled = telegram.faults.add(DOWNLOAD, Hang(2))
    changes = webhook_address if over_webhook else {}
    async with run_bot(queue_limit=2, shutdown_seconds=20, **changes):
        first = await ann.send_photo(SEVEN)
        await telegram.wait_for(lambda _: stalled.struck == 1)
        turned_away = await ben.answer_to(await ben.send_photo(SEVEN), within=20)
        assert turned_away["text"] == notices.notice(Refusal.BUSY, ben.id)
        assert (await ann.answer_to(first, within=30))["text"].startswith("7\n")
        again = await ben.send_photo(SEVEN)
        assert (await ben.answer_to(again, within=20))["text"].startswith("7\n")


async def test_nobody_is_sent_away_while_work_moves(telegram, run_bot, ann, ben, monkeypatch):
    monkeypatch.setattr(update_queue, "PATIENCE", 2)
    monkeypatch.setattr(update_queue, "LOOK", 0.05)
    slow = telegram.faults.add(DOWNLOAD, Hang(1), times=4)
    photos = [await ann.send_photo(SEVEN) for _ in range(4)]
    async with run_bot(queue_limit=2, concurrency=1, shutdown_seconds=20):
        await telegram.wait_for(lambda _: slow.struck == 1)
        late = await ben.send_photo(SEVEN)
        assert (await ben.answer_to(late, within=30))["text"].startswith("7\n")
        for photo in photos:
            assert (await ann.answer_to(photo, within=30))["text"].startswith("7\n")


async def test_a_backlog_is_worked_off_without_sending_anybody_away(telegram, run_bot):
    people = [telegram.user(100 + number, "Somebody") for number in range(30)]
    photos = [(person, await person.send_photo(SEVEN)) for person in people for _ in range(2)]
    async with run_bot(queue_limit=10, messages_per_second=1000):
        for person, photo in photos:
            assert (await person.answer_to(photo, within=60))["text"].startswith("7\n")
    assert all(len(texts(person)) == 2 for person in people)
