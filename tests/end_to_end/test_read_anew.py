"""A picture that is read differently later: what was corrected before is of other digits."""

from __future__ import annotations

import pytest
from modelfiles import shifted
from reading.scenes import draw, encoded

from bot.reading import Reader
from bot.replies import corrections
from bot.storage.correction_values import NOT_A_DIGIT, Tally
from tests.end_to_end.presses import SEVEN, ask, choose, copied, labels, question, reply, until

NUMBER = encoded(draw("71"))
UNTOUCHED = [["✓ Right", "✗ Wrong", "Show how"]]


@pytest.fixture
def other_model(tmp_path):
    """Settings of a bot that reads 82 where 71 is written."""
    path = tmp_path / "digits.onnx"
    path.write_bytes(shifted())
    return {"model_path": path}


async def read_again(user, photo):
    """Asks for a picture once more; returns the answer."""
    sent = await user.send_text("/read", reply_to=photo)
    await until(lambda: user.messages()[-1]["message_id"] > sent["message_id"])
    return user.messages()[-1]


async def given(kept):
    return [(c.said, c.actual) for c in await kept.pending(9)]


async def test_what_was_corrected_before_is_kept_and_not_shown_of_other_digits(
    run_bot, ann, kept, other_model
):
    async with run_bot():
        answer = await ask(ann, NUMBER)
        await choose(ann, answer, "✗ Wrong", "1", "4")
        await until(lambda: copied(ann, answer) == ["74", "71"])
    async with run_bot(**other_model):
        assert await choose(ann, answer, "✗ 1 → 4", "7", "3") == corrections.READ_ANEW
        await until(lambda: copied(ann, answer)[0] == "82")
        assert labels(ann, answer) == UNTOUCHED
        await choose(ann, answer, "✗ Wrong", "Cancel")
        await until(lambda: labels(ann, answer) == UNTOUCHED)
        await choose(ann, answer, "✗ Wrong", "2", "1")
        await until(lambda: copied(ann, answer) == ["81", "82"])
        await until(lambda: labels(ann, answer)[0][1] == "✗ 2 → 1")
        assert await given(kept) == [(1, 4), (2, 1)]


async def test_right_says_nothing_of_what_was_corrected_in_another_reading(
    run_bot, ann, kept, other_model
):
    async with run_bot():
        photo = await ann.send_photo(NUMBER)
        await choose(ann, await ann.answer_to(photo), "✗ Wrong", "1", "4")
    async with run_bot(**other_model):
        again = await read_again(ann, photo)
        assert copied(ann, again)[0] == "82"
        assert await choose(ann, again, "✓ Right") == corrections.THANKS
    assert await given(kept) == [(1, 4)]
    assert await kept.tally() == Tally(pending=1, right=1, wrong=1)


async def test_what_was_corrected_is_shown_again_once_it_is_read_as_it_was(
    run_bot, ann, kept, other_model
):
    async with run_bot():
        photo = await ann.send_photo(NUMBER)
        await choose(ann, await ann.answer_to(photo), "✗ Wrong", "1", "4")
    async with run_bot(**other_model):
        await choose(ann, await read_again(ann, photo), "✗ Wrong", "8", "Not a digit")
    async with run_bot():
        again = await read_again(ann, photo)
        await choose(ann, again, "✗ Wrong", "Cancel")
        await until(lambda: labels(ann, again)[0][1] == "✗ 1 → 4")
    assert await given(kept) == [(1, 4), (8, NOT_A_DIGIT)]


async def test_where_fewer_digits_are_read_they_can_be_corrected(bot, ann, kept, monkeypatch):
    answer = await ask(ann, NUMBER)
    await choose(ann, answer, "✗ Wrong", "1", "4")
    await until(lambda: copied(ann, answer) == ["74", "71"])
    read = Reader.read
    monkeypatch.setattr(Reader, "read", lambda self, data: read(self, SEVEN))
    assert await choose(ann, answer, "✗ 1 → 4", "7", "2") == corrections.READ_ANEW
    await until(lambda: labels(ann, answer) == UNTOUCHED)
    assert "7 is a 2" in await choose(ann, answer, "✗ Wrong", "2")
    await until(lambda: copied(ann, answer) == ["2", "7"])
    await until(lambda: labels(ann, answer)[0][1] == "✗ 7 → 2")
    assert await given(kept) == [(1, 4), (7, 2)]


async def test_what_was_typed_of_a_refused_picture_is_not_shown_once_it_is_read(
    bot, ann, kept, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr("bot.reading.page.page_reader.LEAST_NUMBER", 2.0)
        photo = await ann.send_photo(NUMBER)
        refused = await ann.answer_to(photo)
        asked = await question(ann, refused, corrections.IS_NUMBER)
        assert (await reply(ann, asked, "74"))["text"].startswith("Thank you!")
        assert await given(kept) == [(7, 7), (1, 4)]
    again = await read_again(ann, photo)
    await choose(ann, again, "✗ Wrong", "Cancel")
    await until(lambda: labels(ann, again) == UNTOUCHED)
    assert await given(kept) == [(7, 7), (1, 4)]
