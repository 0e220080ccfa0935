"""The right number, typed after the bot was restarted: it says what to do, whatever was typed."""

from __future__ import annotations

import numpy as np
import pytest
from reading.scenes import draw, encoded

from bot.mending.written import MOST
from bot.replies import corrections
from bot.storage.correction_values import Tally
from tests.end_to_end.presses import ask, copied, question, reply, until


@pytest.mark.parametrize("button", ["missing", "many", "type"])
async def test_a_reply_to_a_question_of_before_a_restart_is_told(run_bot, ann, kept, button):
    words = {"missing": corrections.MISSING, "many": corrections.MANY, "type": corrections.TYPE}
    async with run_bot():
        answer = await ask(ann, encoded(draw("407")))
        asked = await question(ann, answer, "✗ Wrong", words[button])
        assert asked["text"] == corrections.QUESTIONS[button]
    meanwhile = await ann.send_text("forty", reply_to=asked)
    async with run_bot():
        assert (await ann.answer_to(meanwhile))["text"] == corrections.FOR_WHICH
        sent = await ann.send_text("401", reply_to=asked)
        assert (await ann.answer_to(sent))["text"] == corrections.FOR_WHICH
        count = len(ann.messages())
        await ann.edit(sent, text="409")
        await until(lambda: len(ann.messages()) > count)
        assert ann.messages()[-1]["text"] == corrections.FOR_WHICH
        assert copied(ann, answer) == ["407"]
        assert await kept.tally() == Tally()
        again = await question(ann, answer, "✗ Wrong", corrections.TYPE)
        assert (await reply(ann, again, "401"))["text"].startswith("Thank you!")
        assert copied(ann, answer) == ["401", "407"]


async def test_so_is_one_to_what_was_asked_anew(run_bot, ann):
    async with run_bot():
        answer = await ask(ann, encoded(draw("407")))
        asked = await question(ann, answer, "✗ Wrong", corrections.TYPE)
        refused = [await reply(ann, asked, text) for text in ("forty", "98516", "7" * (MOST + 1))]
    async with run_bot():
        for anew in refused:
            assert (await reply(ann, anew, "forty"))["text"] == corrections.FOR_WHICH


async def test_in_a_group_it_is_told_too_and_other_replies_are_for_people(run_bot, ann, group):
    async with run_bot():
        answer = await ask(ann, encoded(draw("407")), chat=group, caption="/read")
        asked = await question(ann, answer, "✗ Wrong", corrections.TYPE, chat=group)
    async with run_bot():
        told = await reply(ann, asked, "@local_digit_bot forty", chat=group)
        assert told["text"] == corrections.FOR_WHICH
        count = len(ann.messages(group))
        await ann.send_text("forty", reply_to=answer, chat=group)
        assert (await reply(ann, asked, "401", chat=group))["text"] == corrections.FOR_WHICH
        assert len(ann.messages(group)) == count + 3


async def test_of_a_refused_picture_the_button_that_it_has_is_named(run_bot, ann):
    empty = encoded(np.full((200, 200), 255, np.uint8))
    async with run_bot():
        answer = await ask(ann, empty)
        asked = await question(ann, answer, corrections.IS_NUMBER)
    async with run_bot():
        told = (await reply(ann, asked, "forty"))["text"]
        assert told == corrections.FOR_WHICH
        assert corrections.IS_NUMBER in told
