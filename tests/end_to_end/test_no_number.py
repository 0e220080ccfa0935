"""An answer that was corrected to no number at all: each of its digits is none."""

from __future__ import annotations

import csv
import io

from reading.scenes import draw, encoded

from bot.replies import answers, corrections, tables
from bot.storage.correction_values import NOT_A_DIGIT, Tally
from tests.end_to_end.presses import ask, choose, copied, labels, now, press, until


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
