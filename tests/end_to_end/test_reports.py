"""What people and admins hear of errors: who waited is told, and each fault is reported apart."""

from __future__ import annotations

import pytest

from benchmarks.fault_kinds import Refuse, blocked
from bot.replies import answers
from bot.replies.errors import Told
from localtelegram.errors import bad_request
from tests.end_to_end.presses import SEVEN, ask, press, until


def fail(*_, **__):
    raise ZeroDivisionError


def to(person):
    return lambda values: str(values["chat_id"]) == str(person.id)


async def reports(admin, count=1):
    await until(lambda: len(admin.messages()) >= count)
    return [message["text"] for message in admin.messages()]


async def test_who_used_a_command_in_a_group_is_told_of_a_failure(
    bot, ann, admin, group, monkeypatch
):
    monkeypatch.setattr("bot.replies.welcome.numbers", fail)
    asked = await ann.send_text("/id", chat=group)
    assert (await ann.answer_to(asked))["text"] == answers.FAILED
    (report,) = await reports(admin)
    assert "ZeroDivisionError in " in report
    assert Told.YES.value in report


async def test_a_failed_press_is_answered_with_what_to_do(bot, ann, admin, monkeypatch):
    answer = await ask(ann)
    monkeypatch.setattr("bot.storage.corrections.Corrections.judged", fail)
    told = answers.PRESSED[answers.FAILED]
    assert "press the button" in told
    assert await press(ann, answer, "✓ Right") == told
    assert (await ann.answer_to(answer))["text"] == told
    (report,) = await reports(admin)
    assert Told.YES.value in report


async def test_the_report_says_that_nobody_could_be_told(bot, telegram, ann, admin, monkeypatch):
    monkeypatch.setattr("bot.reading.reader.Reader.read", fail)
    telegram.faults.add("sendMessage", blocked(), times=None, where=to(ann))
    await ann.send_photo(SEVEN)
    (report,) = await reports(admin)
    assert Told.NO.value in report


async def test_an_album_that_is_not_for_the_bot_is_left_alone_also_where_it_fails(
    bot, telegram, ann, admin, group, monkeypatch
):
    monkeypatch.setattr("bot.albums.in_memory.Albums.gather", fail)
    await ann.send_album([SEVEN, SEVEN], chat=group)
    (report,) = await reports(admin)
    assert Told.NOBODY.value in report
    assert [m for m in ann.messages(group) if m["from"]["is_bot"]] == []


@pytest.mark.parametrize(("alone", "told"), [(True, Told.YES), (False, Told.NOBODY)])
async def test_an_update_that_breaks_a_filter_is_reported_for_what_it_broke(
    bot, ann, admin, group, caplog, alone, told
):
    strange = {"file_id": "a", "file_unique_id": "b", "width": "wide", "height": None}
    sent = ann.send({"photo": [strange]}, chat=ann.id if alone else group)
    (report,) = await reports(admin)
    assert report.startswith("Something went wrong: TypeError in bot/handlers/sources.py")
    assert told.value in report
    if alone:
        assert (await ann.answer_to(sent))["text"] == answers.FAILED
    assert (await ask(ann))["text"].startswith("7\n")
    assert len(admin.messages()) == 1
    assert "raised while handling" not in caplog.text


async def test_different_faults_that_telegram_finds_are_reported_each(bot, telegram, ann, admin):
    refused = Refuse(bad_request('can\'t parse entities: unsupported start tag "Ann"'))
    for command in ("/help", "/privacy"):
        telegram.faults.add("sendMessage", refused, where=to(ann))
        assert (await ann.answer_to(await ann.send_text(command)))["text"] == answers.FAILED
    first, second = await reports(admin, 2)
    assert "(Can't parse entities: unsupported start tag) in bot/handlers/welcome.py" in first
    assert "in bot/handlers/rights.py" in second
    assert "Ann" not in first + second


async def test_one_fault_is_reported_of_each_handler_that_asks_by_the_same_line(
    bot, telegram, ann, admin
):
    for command in ("/train", "/models", "/corrections", "/train"):
        telegram.faults.add("sendMessage", Refuse(bad_request("odd thing")), where=to(ann))
        assert (await ann.answer_to(await ann.send_text(command)))["text"] == answers.FAILED
    await ann.answer_to(await ann.send_text("/help"))
    told = await reports(admin, 3)
    assert len(told) == 3
    for text, name in zip(told, ("train", "models", "review"), strict=True):
        assert "in bot/handlers/admins.py" in text
        assert f"asked for in bot/handlers/{name}.py" in text


async def test_the_same_handler_is_reported_for_what_else_telegram_finds(bot, telegram, ann, admin):
    for words in ("message is too long", "BUTTON_DATA_INVALID"):
        telegram.faults.add("sendMessage", Refuse(bad_request(words)), where=to(ann))
        assert (await ask(ann))["text"] == answers.FAILED
    first, second = await reports(admin, 2)
    assert "Message is too long" in first
    assert "Button_data_invalid" in second


@pytest.mark.parametrize("words", ["not enough rights to send text messages to the chat"])
async def test_where_nothing_can_be_said_the_log_says_why(
    bot, telegram, ann, admin, group, caplog, words
):
    caplog.set_level("INFO", "bot")
    telegram.faults.add("sendMessage", Refuse(bad_request(words)))
    await ann.send_text("/help", chat=group)
    await until(lambda: "an answer had nowhere to go" in caplog.text)
    (record,) = [r for r in caplog.records if r.message == "an answer had nowhere to go"]
    assert record.why == "the bot may not write there"
    assert admin.messages() == []
