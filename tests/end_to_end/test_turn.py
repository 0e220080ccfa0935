"""The button that turns a picture."""

from __future__ import annotations

import numpy as np
import pytest
from reading.scenes import draw, encoded

from benchmarks.fault_kinds import vanished
from bot.replies import answers, corrections
from tests.end_to_end.presses import (
    ask,
    choose,
    copied,
    data_of,
    labels,
    now,
    press,
    question,
    reply,
    until,
)

BUTTON, FURTHER = "Turn the picture?", "Turn it further"
FOUR = encoded(np.rot90(draw("4")))


@pytest.fixture
async def answered(bot, ann):
    """Something that lies on its side, and the answer to it."""
    return await ask(ann, FOUR)


async def test_what_lies_on_its_side_is_read_once_it_is_turned(ann, answered):
    assert BUTTON in str(labels(ann, answered))
    await press(ann, answered, BUTTON)
    await until(lambda: answers.TURNED[90] in now(ann, answered)["text"])
    shown = now(ann, answered)
    assert shown["text"].startswith("4\n")
    assert labels(ann, answered) == [["✓ Right", "✗ Wrong", "Show how"], [FURTHER]]


async def test_what_is_read_once_it_is_turned_is_judged_like_any_answer(telegram, ann, answered):
    await press(ann, answered, BUTTON)
    await until(lambda: FURTHER in str(labels(ann, answered)))
    assert "this 4 is a 9" in await choose(ann, answered, "✗ Wrong", "9")
    await until(lambda: copied(ann, answered) == ["9", "4"])
    asked = await question(ann, answered, "✗ 4 → 9", "Type it")
    await reply(ann, asked, "7")
    assert copied(ann, answered) == ["7", "4"]
    assert labels(ann, answered) == [["✓ Right", "✗ 4 → 7", "Show how"], [FURTHER]]
    assert await press(ann, answered, "✓ Right") == corrections.STAYS_CORRECTED
    await press(ann, answered, "Show how")
    await until(lambda: "Show how" not in str(labels(ann, answered)))
    drawn = telegram.made("sendPhoto")[-1].result["photo"][-1]
    assert drawn["height"] > 1.3 * drawn["width"], "what is seen this way up is drawn large"


async def test_what_was_shown_of_a_turned_picture_is_not_offered_again_for_a_typed_number(
    ann, answered
):
    await press(ann, answered, BUTTON)
    await until(lambda: FURTHER in str(labels(ann, answered)))
    await press(ann, answered, "Show how")
    await until(lambda: "Show how" not in str(labels(ann, answered)))
    asked = await question(ann, answered, "✗ Wrong", "Type it")
    await reply(ann, asked, "7")
    assert copied(ann, answered) == ["7", "4"]
    assert "Show how" not in str(labels(ann, answered))


async def test_what_was_said_before_a_turn_is_about_other_digits(ann, answered):
    await press(ann, answered, BUTTON)
    await choose(ann, answered, "✗ Wrong", "9")
    await until(lambda: "✗ 4 → 9" in str(labels(ann, answered)))
    for turned in (answers.TURNED[180], answers.TURNED[270]):
        await press(ann, answered, FURTHER)
        await until(lambda t=turned: t in now(ann, answered)["text"])
    assert copied(ann, answered) == ["+7"]
    await choose(ann, answered, "✗ Wrong", "Cancel")
    await until(lambda: "✗ Wrong" in str(labels(ann, answered)))


async def test_what_is_refused_once_it_is_turned_may_be_said_to_be_a_number(
    bot, ann, kept, monkeypatch
):
    monkeypatch.setattr("bot.reading.page.page_reader.LEAST_NUMBER", 2.0)
    answered = await ask(ann, encoded(np.rot90(draw("45"))))
    await press(ann, answered, BUTTON)
    await until(lambda: answers.TURNED[90] in now(ann, answered)["text"])
    assert labels(ann, answered) == [[corrections.IS_NUMBER, "Show how"], [FURTHER]]
    asked = await question(ann, answered, corrections.IS_NUMBER)
    await reply(ann, asked, "46")
    assert copied(ann, answered) == ["46"]
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(4, 4), (5, 6)]


async def turned_round(ann, answered):
    """Turns a picture by a quarter at a time, until it is as it was sent."""
    await press(ann, answered, BUTTON)
    for degrees in (90, 180, 270):
        await until(lambda d=degrees: answers.TURNED[d] in now(ann, answered)["text"])
        await press(ann, answered, FURTHER)
    await until(lambda: answers.TURNED[0] in now(ann, answered)["text"])


@pytest.fixture
async def refused(bot, ann, monkeypatch):
    """The answer to a 7 that was refused."""
    monkeypatch.setattr("bot.reading.page.page_reader.LEAST_NUMBER", 2.0)
    return await ask(ann)


async def test_what_is_refused_is_asked_for_again_once_it_is_as_it_was_sent(ann, refused, kept):
    await turned_round(ann, refused)
    below = [FURTHER]
    assert labels(ann, refused) == [[corrections.IS_NUMBER, "Show how"], below]
    asked = await question(ann, refused, corrections.IS_NUMBER)
    await reply(ann, asked, "1")
    assert copied(ann, refused) == ["1"]
    assert labels(ann, refused) == [["✓ Right", "✗ Wrong", "Show how"], below]
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(7, 1)]
    assert await choose(ann, refused, "✗ Wrong", answers.NOTHING_READ) == corrections.THANKS
    await until(lambda: corrections.IS_NUMBER in str(labels(ann, refused)))
    assert labels(ann, refused) == [[corrections.IS_NUMBER, "Show how"], below]
    assert await kept.pending(9) == []


async def test_what_was_shown_of_it_turned_so_is_not_offered_again(ann, refused):
    await turned_round(ann, refused)
    await press(ann, refused, "Show how")
    await until(lambda: "Show how" not in str(labels(ann, refused)))
    for degrees in (90, 180, 270, 0):
        await press(ann, refused, FURTHER)
        await until(lambda d=degrees: answers.TURNED[d] in now(ann, refused)["text"])
    assert labels(ann, refused) == [[corrections.IS_NUMBER], [FURTHER]]


async def test_it_can_be_turned_all_the_way_round(ann, answered):
    await press(ann, answered, BUTTON)
    for degrees in (180, 270, 0):
        await until(lambda: [FURTHER] in labels(ann, answered))
        before = now(ann, answered)["text"]
        await press(ann, answered, FURTHER)
        await until(lambda b=before: now(ann, answered)["text"] != b)
        assert answers.TURNED[degrees] in now(ann, answered)["text"]


async def test_what_is_sure_is_not_offered_to_be_turned(bot, ann):
    answer = await ask(ann, encoded(draw("4")))
    assert BUTTON not in str(labels(ann, answer))


async def test_what_somebody_says_is_written_there_is_the_right_way_up(bot, ann, monkeypatch):
    monkeypatch.setattr("bot.replies.answers.LIKELY", 1.0)
    one, other = await ask(ann), await ask(ann)
    await choose(ann, one, "✗ Wrong", "1")
    await until(lambda: copied(ann, one) == ["1", "7"])
    await reply(ann, await question(ann, other, "✗ Wrong", "Type it"), "1")
    await until(lambda: copied(ann, other) == ["1", "7"])
    for answered in (one, other):
        assert labels(ann, answered) == [["✓ Right", "✗ 7 → 1", "Show how"]]


async def test_a_picture_that_telegram_lost(telegram, ann, answered):
    telegram.faults.add("getFile", vanished())
    await press(ann, answered, BUTTON)
    assert (await ann.answer_to(answered))["text"] == answers.GONE
    assert BUTTON in str(labels(ann, answered))


async def test_made_up_turns_are_harmless(ann, answered):
    assert data_of(ann, answered, BUTTON) == "turn:90"
    answer = await ann.press_data(answered, "turn:45").answer
    assert answer["text"] == answers.OUT_OF_DATE
