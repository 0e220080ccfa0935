"""The right number, typed as a reply, over real HTTP, into a real database."""

from __future__ import annotations

import logging

import numpy as np
import pytest
from reading.scenes import draw, encoded

from bot.mending.written import MOST
from bot.replies import answers, corrections
from bot.storage.correction_values import Kept, Tally
from tests.end_to_end.presses import SEVEN, ask, choose, copied, labels, now, question, reply, until

NOTED = "I have noted that already."
TOUCHING = encoded(draw("17", pen=0.5, gap=-0.05))
"""So thick that it is refused, and that one 7 is seen where there are two digits."""
EMPTY = encoded(np.full((200, 200), 255, np.uint8))


async def test_a_missing_digit_is_put_in_and_a_misread_one_kept(bot, ann, kept, telegram, caplog):
    caplog.set_level(logging.INFO)
    answer = await ask(ann, encoded(draw("407\n12")))
    asked = await question(ann, answer, "✗ Wrong", corrections.MISSING)
    assert asked["text"] == corrections.QUESTIONS["missing"]
    (sent,) = [c for c in telegram.made("sendMessage") if "force_reply" in str(c.values)]
    assert sent.status == 200
    said = await reply(ann, asked, "40785\n13")
    assert said["text"] == corrections.taken(
        [Kept.ADDED], "85", trusted=False, taught=True
    ).replace("<code>", "").replace("</code>", "")
    assert copied(ann, answer) == ["40785\n13", "407\n12"]
    assert labels(ann, answer)[0] == ["✓ Right", "✗ 2 → 3", "Show how"]
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(2, 3)]
    await choose(ann, answer, "✗ 2 → 3", "4", "9")
    await until(lambda: copied(ann, answer) == ["90785\n13", "407\n12"])
    assert "40785" not in caplog.text
    again = await reply(ann, asked, "407\n12")
    assert again["text"] == corrections.THANKS
    assert copied(ann, answer) == ["407\n12"]
    assert await kept.tally() == Tally(right=1)


async def test_the_same_number_once_more_is_noted_already(bot, ann, kept):
    answer = await ask(ann, encoded(draw("407")))
    asked = await question(ann, answer, "✗ Wrong", corrections.TYPE)
    for number in ("401", "2401"):
        assert (await reply(ann, asked, number))["text"].startswith("Thank you! I have corrected")
        assert (await reply(ann, asked, number))["text"] == NOTED
    anew = await question(ann, answer, "✗ 7 → 1", corrections.TYPE)
    assert (await reply(ann, anew, "2401"))["text"] == NOTED
    assert copied(ann, answer) == ["2401", "407"]
    await choose(ann, answer, "✗ 7 → 1", "7 → 1", "9")
    assert (await reply(ann, anew, "2401"))["text"].startswith("Thank you! I have corrected")
    assert await kept.tally() == Tally(pending=1, wrong=1)


async def test_what_does_not_fit_is_refused_with_why(bot, ann, kept):
    answer = await ask(ann, encoded(draw("407")))
    asked = await question(ann, answer, "✗ Wrong", corrections.MANY)
    assert "too little in common" in (await reply(ann, asked, "98516"))["text"]
    no_number = corrections.asked_anew(corrections.NO_NUMBER_TYPED)
    assert (await reply(ann, asked, "forty"))["text"] == no_number
    long, too_long = "407" * MOST, corrections.asked_anew(corrections.too_long(MOST))
    assert (await reply(ann, asked, long[: MOST + 1]))["text"] == too_long
    assert "too little in common" in (await reply(ann, asked, long[:MOST]))["text"]
    assert copied(ann, answer) == ["407"]
    assert await kept.tally() == Tally()
    await reply(ann, asked, "47")
    assert copied(ann, answer) == ["47", "407"]
    assert await kept.tally() == Tally(wrong=1)


@pytest.mark.parametrize("refused", ["abc", "407" * MOST, "98516"])
async def test_what_cannot_be_taken_is_asked_for_anew(bot, telegram, ann, kept, refused):
    answer = await ask(ann, encoded(draw("407")))
    asked = await question(ann, answer, "✗ Wrong", corrections.TYPE)
    for _ in range(2):
        asked = await reply(ann, asked, refused)
        assert asked["text"].endswith(f"Nothing is changed. {corrections.QUESTIONS['type']}")
        assert telegram.world.questions.open(ann.id, ann.id)["message_id"] == asked["message_id"]
    assert (await reply(ann, asked, "409"))["text"].startswith("Thank you!")
    assert copied(ann, answer) == ["409", "407"]
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(7, 9)]


async def test_in_a_group_it_is_asked_anew_of_who_was_asked(bot, ann, ben, group, kept):
    answer = await ask(ann, SEVEN, chat=group, caption="/read")
    asked = await question(ann, answer, "✗ Wrong", corrections.TYPE, chat=group)
    asked = await reply(ann, asked, "seven", chat=group)
    assert (await reply(ben, asked, "2", chat=group))["text"] == corrections.FOR_WHICH
    await reply(ann, asked, "2", chat=group)
    assert copied(ann, answer) == ["2", "7"]


async def test_where_something_is_seen_in_a_refused_picture_it_is_asked_anew(
    bot, ann, kept, monkeypatch
):
    monkeypatch.setattr("bot.reading.page.page_reader.LEAST_NUMBER", 2.0)
    answer = await ask(ann, encoded(draw("407")))
    asked = await question(ann, answer, corrections.IS_NUMBER)
    anew = await reply(ann, asked, "98516")
    assert anew["text"] == corrections.asked_anew(corrections.fits_nothing(""))
    assert (await reply(ann, anew, "407"))["text"].startswith("Thank you!")
    assert now(ann, answer)["text"].startswith("407\n\nCorrected.")


async def test_a_refused_picture_is_a_number_all_the_same(bot, ann, kept, monkeypatch):
    monkeypatch.setattr("bot.reading.page.page_reader.LEAST_NUMBER", 2.0)
    answer = await ask(ann)
    assert answer["text"].startswith(answers.REFUSALS["not_a_digit"])
    asked = await question(ann, answer, corrections.IS_NUMBER)
    assert (await reply(ann, asked, "7"))["text"].startswith("Thank you!")
    assert now(ann, answer)["text"].startswith("7\n\nCorrected.")
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(7, 7)]
    again = await question(ann, answer, "✗ Wrong", corrections.TYPE)
    await reply(ann, again, "1")
    assert now(ann, answer)["text"].startswith("1\n\nCorrected.")
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(7, 1)]


async def test_two_digits_that_were_seen_as_one_are_not_kept_as_one(bot, ann, kept):
    answer = await ask(ann, TOUCHING)
    assert answer["text"].startswith(answers.REFUSALS["not_a_digit"])
    asked = await question(ann, answer, corrections.IS_NUMBER)
    said = await reply(ann, asked, "17")
    thanks = corrections.taken([], "1", trusted=False)
    assert said["text"] == thanks.replace("<code>", "").replace("</code>", "")
    assert now(ann, answer)["text"].startswith("17\n\nCorrected.")
    assert await kept.pending(9) == []
    assert await kept.tally() == Tally(wrong=1)


async def test_where_nothing_is_seen_nothing_is_taken(bot, ann, kept):
    asked = await question(ann, await ask(ann, EMPTY), corrections.IS_NUMBER)
    assert (await reply(ann, asked, "7"))["text"] == corrections.fits_nothing("")
    assert await kept.tally() == Tally()


async def test_only_who_was_asked_may_reply_and_others_are_told(bot, ann, ben, group, kept):
    answer = await ask(ann, SEVEN, chat=group, caption="/read")
    asked = await question(ann, answer, "✗ Wrong", corrections.TYPE, chat=group)
    said = await reply(ben, asked, "2", chat=group)
    assert said["text"] == corrections.FOR_WHICH
    assert await kept.tally() == Tally()
    await reply(ann, asked, "2", chat=group)
    assert copied(ann, answer) == ["2", "7"]


async def test_what_was_typed_may_be_edited(bot, ann, kept):
    answer = await ask(ann, encoded(draw("407")))
    asked = await question(ann, answer, "✗ Wrong", corrections.TYPE)
    sent = await ann.send_text("401", reply_to=asked)
    await ann.answer_to(sent)
    await ann.edit(sent, text="409")
    await until(lambda: copied(ann, answer) == ["409", "407"])
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(7, 9)]


async def test_who_is_hidden_in_the_groups_name_may_reply_in_it(
    bot, telegram, ann, ben, group, kept
):
    place = telegram.world.chats[group]
    place.administrators.add(ben.id)
    place.anonymous.add(ben.id)
    answer = await ask(ben, SEVEN, chat=group, caption="/read", in_name_of=group)
    asked = await question(ben, answer, "✗ Wrong", corrections.TYPE, chat=group)
    assert (await reply(ann, asked, "3", chat=group))["text"] == corrections.FOR_WHICH
    await reply(ben, asked, "2", chat=group, in_name_of=group)
    assert copied(ben, answer) == ["2", "7"]
    assert await kept.tally() == Tally(pending=1, wrong=1)


async def test_a_reply_to_what_asked_for_no_number_is_told(bot, ann):
    help_text = await ann.answer_to(await ann.send_text("/help"))
    for number in ("12", "7" * (MOST + 1)):
        assert (await reply(ann, help_text, number))["text"] == corrections.FOR_WHICH
    assert (await reply(ann, help_text, "hello"))["text"] == answers.HINT
