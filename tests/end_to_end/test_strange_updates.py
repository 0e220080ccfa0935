"""Updates that the library cannot parse, as from a server of another age: passed over, and told."""

from __future__ import annotations

import logging

import pytest
from reading.scenes import draw, encoded

from tests.end_to_end.conftest import all_done
from tests.end_to_end.presses import SEVEN, ask, until

NO_DATE = {"message_id": 5, "chat": {"id": 7, "type": "private"}, "text": "Ann's words"}
STRANGE = [
    NO_DATE,
    NO_DATE | {"date": "yesterday"},
    NO_DATE | {"date": 10**30},
    NO_DATE | {"date": 1, "photo": 5},
    NO_DATE | {"date": 1, "entities": {"type": "bold"}},
    {"message_id": 5},
    "a message",
]
"""Each breaks the library in another way."""


@pytest.fixture
def loud(caplog):
    caplog.set_level(logging.INFO)
    return caplog


def passed_over(caplog):
    return [r for r in caplog.records if "cannot be understood" in r.message]


@pytest.mark.parametrize("message", STRANGE)
async def test_polling_passes_over_an_update_that_cannot_be_parsed(
    bot, telegram, ann, admin, loud, message
):
    number = telegram.world.updates.push("message", message)
    assert (await ask(ann))["text"].startswith("7\n")
    (record,) = passed_over(loud)
    assert (record.update, record.kind) == (number, "message")
    await until(admin.messages)
    (report,) = [m["text"] for m in admin.messages()]
    assert "(message: " in report
    assert "TELEGRAM_API_URL names a server of your own" in report
    assert "Ann's words" not in loud.text + report
    assert len(telegram.made("getUpdates")) < 10


async def test_it_is_seen_once_and_not_again_after_a_restart(
    telegram, run_bot, ann, loud, settings
):
    telegram.world.updates.push("message", NO_DATE)
    async with run_bot():
        await until(lambda: passed_over(loud))
        await until(lambda: not len(telegram.world.updates))
    async with run_bot():
        assert (await ask(ann))["text"].startswith("7\n")
    assert len(passed_over(loud)) == 1


async def test_what_comes_with_it_is_worked_on_once(telegram, run_bot, ann, ben, loud):
    first = await ann.send_photo(SEVEN)
    telegram.world.updates.push("message", NO_DATE)
    telegram.world.updates.push("message", NO_DATE)
    second = await ben.send_photo(encoded(draw("42")))
    async with run_bot():
        assert (await ann.answer_to(first))["text"].startswith("7\n")
        assert (await ben.answer_to(second))["text"].startswith("42\n")
        for person in (ann, ben):
            await all_done(person)
    said = [c for c in telegram.made("sendMessage") if str(c.values["chat_id"]) != "1"]
    assert len(said) == 2 + 2
    assert len(passed_over(loud)) == 2
    reports = [c for c in telegram.made("sendMessage") if str(c.values["chat_id"]) == "1"]
    assert len(reports) <= 1, "the same kind is told once in a while"


@pytest.mark.parametrize(
    "fields",
    [
        {"hologram": {"depth": 3}},
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "hologram": {"depth": 3}}]]}},
        {"entities": [{"type": "hologram", "offset": 0, "length": 1}]},
        {"forward_origin": {"type": "hologram", "date": 1}},
    ],
)
async def test_fields_and_kinds_of_the_future_disturb_nobody(bot, telegram, ann, admin, fields):
    said = ann.send({"text": "hello"} | fields)
    assert (await ann.answer_to(said))["text"].startswith("I only read pictures")
    telegram.world.updates.allow([])
    telegram.world.updates.push("hologram", {"depth": 3})
    assert (await ask(ann))["text"].startswith("7\n")
    assert admin.messages() == []
    await until(lambda: not len(telegram.world.updates))


async def test_a_strange_value_in_a_known_place_fails_alone(bot, telegram, ann, loud):
    whole = {"message_id": 9_999, "date": 1, "chat": {"id": 7, "type": "private"}}
    telegram.world.updates.push("message", whole | {"from": ann.info, "text": 5})
    assert (await ask(ann))["text"].startswith("7\n")


async def test_the_webhook_passes_it_over_too(telegram, run_bot, ann, admin, webhook_address, loud):
    async with run_bot(**webhook_address):
        await telegram.wait_for(lambda _: telegram.made("setWebhook"))
        telegram.world.updates.push("message", NO_DATE)
        assert (await ask(ann))["text"].startswith("7\n")
        await until(admin.messages)
        assert len(passed_over(loud)) == 1
    assert "Ann's words" not in loud.text
