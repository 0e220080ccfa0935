"""The button "Show how" and its picture."""

from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image
from reading.scenes import draw, encoded

from benchmarks.fault_kinds import vanished
from bot.replies import answers
from tests.end_to_end.conftest import all_done

SEVEN = encoded(draw("7"))
BUTTON = "Show how"


@pytest.fixture
async def answered(bot, ann):
    return await ann.answer_to(await ann.send_photo(encoded(draw("407"))))


async def shown(telegram, count=1):
    """Waits for that many explanations, and returns the last one's picture."""

    def sent_that_many(_):
        return sum(call.status == 200 for call in telegram.made("sendPhoto")) == count

    await telegram.wait_for(sent_that_many)
    sent = telegram.made("sendPhoto")[-1].result["photo"][-1]
    return Image.open(io.BytesIO(telegram.world.files.get(sent["file_id"]).data))


async def test_the_picture_comes_under_the_answer(telegram, ann, answered):
    press = await ann.press(answered, BUTTON)
    picture = await shown(telegram)
    assert picture.width > 500
    assert (await press.answer).get("text") is None
    reply = telegram.made("sendPhoto")[0].result
    assert reply["reply_to_message"]["message_id"] == answered["message_id"]
    assert reply["caption"] == answers.SHOWN, "below which the time stands, not over a guess"
    await telegram.wait_for(lambda _: telegram.made("editMessageReplyMarkup"))
    (row,) = ann.messages()[-2]["reply_markup"]["inline_keyboard"]
    assert BUTTON not in [button["text"] for button in row]


async def test_a_refusal_is_explained_too(bot, telegram, ann):
    answer = await ann.answer_to(await ann.send_photo(encoded(draw("   "))))
    await ann.press(answer, BUTTON)
    assert (await shown(telegram)).width > 500


async def test_of_a_file_in_a_group_by_somebody_else(bot, telegram, ann, ben, group):
    file = await ann.send_document(SEVEN, None, None, chat=group, caption="/read")
    await ben.press(await ann.answer_to(file), BUTTON)
    assert (await shown(telegram)).width > 500


async def test_presses_in_a_row_show_it_once(telegram, ann, answered):
    presses = [ann.press_data(answered, "how") for _ in range(3)]
    told = [await asyncio.wait_for(press.answer, 10) for press in presses]
    assert [answer.get("text") for answer in told] == [None, *[answers.SHOWN_ALREADY] * 2]
    await shown(telegram)
    await all_done(ann)
    assert len(telegram.made("sendPhoto")) == 1


@pytest.mark.parametrize("data", ["", "how?", "x" * 64, "how\n", "✓", "0"])
async def test_data_that_nobody_offered_is_harmless(telegram, ann, answered, data):
    answer = await asyncio.wait_for(ann.press_data(answered, data).answer, 10)
    assert answer["text"] == answers.OUT_OF_DATE
    assert telegram.made("sendPhoto") == []


async def test_without_the_picture_it_says_so(telegram, ann, answered):
    orphan = {name: value for name, value in answered.items() if name != "reply_to_message"}
    answer = await asyncio.wait_for(ann.press_data(orphan, "how").answer, 10)
    assert answer["text"] == answers.PICTURE_DELETED


async def test_of_a_message_too_old_to_be_seen(telegram, ann, answered):
    old = {"chat": answered["chat"], "message_id": answered["message_id"], "date": 0}
    answer = await asyncio.wait_for(ann.press_data(old, "how").answer, 10)
    assert answer["text"] == answers.OUT_OF_DATE


async def test_a_picture_that_telegram_lost_can_be_asked_for_again(telegram, ann, answered):
    telegram.faults.add("getFile", vanished())
    await ann.press(answered, BUTTON)
    assert (await ann.answer_to(answered))["text"] == answers.GONE
    await ann.press(answered, BUTTON)
    assert (await shown(telegram)).width > 500


async def test_after_a_restart_the_button_still_works(telegram, run_bot, ann):
    async with run_bot():
        answer = await ann.answer_to(await ann.send_photo(SEVEN))
    async with run_bot():
        await ann.press(answer, BUTTON)
        assert (await shown(telegram)).width > 500


async def test_a_press_while_the_bot_was_away_too_long(telegram, run_bot, ann):
    async with run_bot():
        answer = await ann.answer_to(await ann.send_photo(SEVEN))
    telegram.world.callbacks.lifetime = 0.0
    await ann.press(answer, BUTTON)
    async with run_bot():
        assert (await shown(telegram)).width > 500
