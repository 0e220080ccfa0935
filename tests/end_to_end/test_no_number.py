"""Pictures without a number: corrected to none, or refused and said to be one all the same."""

from __future__ import annotations

import csv
import io

import pytest
from reading.scenes import draw, encoded

from bot.replies import answers, corrections, tables
from bot.storage.correction_values import NOT_A_DIGIT, Tally
from tests.end_to_end.presses import (
    ask,
    choose,
    copied,
    labels,
    now,
    press,
    question,
    reply,
    until,
)

JUDGED = ["✓ Right", "✗ Wrong", "Show how"]
REFUSED = [corrections.IS_NUMBER, "Show how"]


@pytest.fixture
async def typed(bot, ann, kept, monkeypatch):
    """The answer to a picture that was refused, of which somebody then said that it is a 1."""
    monkeypatch.setattr("bot.reading.page.page_reader.LEAST_NUMBER", 2.0)
    answer = await ask(ann)
    assert labels(ann, answer)[0] == REFUSED
    await reply(ann, await question(ann, answer, corrections.IS_NUMBER), "1")
    await until(lambda: labels(ann, answer)[0] == JUDGED)
    return answer


async def none_of(user, answer, *digits):
    """Says of each digit of an answer that it is none."""
    for digit in digits:
        one = len(digits) == 1
        wrong = next(label for label in labels(user, answer)[0] if label.startswith("✗"))
        await choose(user, answer, wrong, *([] if one else [digit]), "Not a digit")
        await until(lambda: labels(user, answer)[0][0] == "✓ Right")
    await until(lambda: answers.NO_NUMBER in now(user, answer)["text"])


async def test_right_confirms_that_it_is_no_number(bot, ann, kept):
    answer = await ask(ann)
    await none_of(ann, answer, "7")
    shown = now(ann, answer)["text"]
    assert await choose(ann, answer, "✓ Right") == corrections.THANKS
    await until(lambda: labels(ann, answer) == [["✓ Thanks", "✗ 7 → none", "Show how"]])
    assert now(ann, answer)["text"] == shown
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(7, NOT_A_DIGIT)]
    assert await kept.tally() == Tally(pending=1, wrong=1)


async def test_it_may_be_what_was_read_after_all(bot, ann, kept):
    answer = await ask(ann, encoded(draw("407")))
    await none_of(ann, answer, "4", "0", "7")
    await choose(ann, answer, "✗ 3 corrected", "0 → none", "0")
    await until(lambda: copied(ann, answer) == ["0", "407"])
    await choose(ann, answer, "✗ 2 corrected", "4 → none", "1")
    await until(lambda: copied(ann, answer) == ["10", "407"])
    given = {(c.said, c.actual) for c in await kept.pending(9)}
    assert given == {(7, NOT_A_DIGIT), (4, 1)}


async def test_it_may_be_typed_what_it_is_after_all(bot, ann, kept):
    answer = await ask(ann, encoded(draw("47")))
    await none_of(ann, answer, "4", "7")
    asked = await question(ann, answer, "✗ 2 corrected", corrections.TYPE)
    await until(lambda: labels(ann, answer)[0] == ["✓ Right", "✗ 2 corrected", "Show how"])
    await reply(ann, asked, "49")
    assert copied(ann, answer) == ["49", "47"]


async def test_its_file_and_its_sum_have_no_number(bot, ann, kept, telegram):
    answer = await ask(ann, encoded(draw("7\n1")))
    await none_of(ann, answer, "7", "1")
    await press(ann, answer, "CSV")
    file = await until(lambda: [m for m in ann.messages() if "document" in m])
    content = telegram.world.files.get(file[0]["document"]["file_id"]).data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert [row[-1] for row in rows[1:]] == [answers.NO_NUMBER]
    assert "7" not in content
    await press(ann, answer, "Sum")
    await until(lambda: ann.messages()[-1].get("text") == tables.NO_TABLE)


async def test_right_confirms_what_a_refused_picture_was_said_to_be(ann, typed, kept):
    shown = now(ann, typed)["text"]
    assert await choose(ann, typed, "✓ Right") == corrections.STAYS_CORRECTED
    await until(lambda: labels(ann, typed)[0] == ["✓ Thanks", "✗ Wrong", "Show how"])
    assert now(ann, typed)["text"] == shown
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(7, 1)]
    assert await kept.tally() == Tally(pending=1, wrong=1)


async def test_wrong_changes_what_a_refused_picture_was_said_to_be(ann, typed, kept):
    asked = await question(ann, typed, "✗ Wrong", corrections.TYPE)
    await until(lambda: labels(ann, typed)[0] == JUDGED)
    await reply(ann, asked, "7")
    assert copied(ann, typed) == ["7"]
    assert labels(ann, typed)[0] == JUDGED
    await choose(ann, typed, "✗ Wrong", "Cancel")
    await until(lambda: labels(ann, typed)[0] == JUDGED)
    assert [(c.said, c.actual) for c in await kept.pending(9)] == [(7, 7)]


async def test_a_refused_picture_may_be_no_number_after_all(ann, typed, kept):
    assert await choose(ann, typed, "✗ Wrong", answers.NOTHING_READ) == corrections.THANKS
    await until(lambda: labels(ann, typed)[0] == REFUSED)
    assert now(ann, typed)["text"].startswith(answers.REFUSALS["not_a_digit"])
    assert await kept.pending(9) == []
    assert await kept.tally() == Tally(right=1)
