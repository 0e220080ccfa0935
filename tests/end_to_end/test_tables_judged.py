"""Tables of which somebody says that they are right: nothing in them is doubtful any more."""

from __future__ import annotations

import csv
import io

import pytest

from benchmarks.fault_kinds import vanished
from bot.replies import corrections, judged, tables
from bot.replies.corrections import QUESTIONS
from tests.end_to_end.presses import (
    SEVEN,
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
from tests.end_to_end.test_tables import TABLE, file_from


@pytest.fixture(autouse=True)
def doubtful(monkeypatch):
    """Every cell is to be checked, unless somebody has."""
    monkeypatch.setattr("bot.reading.cells.cell.DOUBTFUL", 1.0)


@pytest.fixture
async def answered(bot, ann):
    return await ask(ann, TABLE)


async def says(ann, text):
    """Waits until a message says so."""
    await until(lambda: any(text in m.get("text", "") for m in ann.messages()))


async def test_what_is_right_is_summed(telegram, ann, answered):
    assert "407?" in answered["text"]
    await press(ann, answered, "Sum 2")
    await says(ann, f"I am not sure of “407”. Please check it in the picture. {tables.SAY_SO}")
    assert await press(ann, answered, "✓ Right") == corrections.THANKS
    await until(lambda: "✓ Thanks" in str(labels(ann, answered)))
    shown = now(ann, answered)["text"]
    assert shown == f"12  407\n 3   71\n20  134\n\n{judged.RIGHT}"
    assert labels(ann, answered)[1:] == [["CSV", "XLSX"], ["Sum 1", "Sum 2"]]
    await press(ann, answered, "Sum 2")
    await says(ann, "Sum of column 2, 3 numbers: 612")
    await press(ann, answered, "CSV")
    _, content = await file_from(telegram)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row[-1] for row in rows] == ["check", "", "", ""]


async def test_what_is_corrected_is_right_once_somebody_says_so(ann, answered):
    await choose(ann, answered, "✗ Wrong", "7", "9")
    await until(lambda: "7 → 9" in str(labels(ann, answered)))
    assert now(ann, answered)["text"].startswith("12?  409\n")
    assert await press(ann, answered, "✓ Right") == corrections.STAYS_CORRECTED
    await until(lambda: now(ann, answered)["text"].startswith("12  409\n"))
    assert judged.RIGHT in now(ann, answered)["text"]
    await press(ann, answered, "Sum 2")
    await says(ann, "Sum of column 2, 3 numbers: 614")
    await choose(ann, answered, "✗ 7 → 9", "7 → 9", "8")
    await until(lambda: now(ann, answered)["text"].startswith("12?  408\n"))


async def test_what_is_typed_as_it_was_read_stays_a_table(ann, answered):
    asked = await question(ann, answered, "✗ Wrong", "Type it")
    await reply(ann, asked, "12 407\n3 71\n20 134")
    assert now(ann, answered)["text"] == f"12  407\n 3   71\n20  134\n\n{judged.RIGHT}"


async def test_where_it_cannot_be_read_again_the_buttons_tell(telegram, ann, answered):
    telegram.faults.add("getFile", vanished())
    assert await press(ann, answered, "✓ Right") == corrections.THANKS
    await until(lambda: "✓ Thanks" in str(labels(ann, answered)))
    assert "407?" in now(ann, answered)["text"]


async def album_with_second_right(ann, picture):
    """The answers to an album of a picture twice, and to its second, which is said to be right."""
    album = await ann.send_album([picture, picture])
    answer = await ann.answer_to(album[0])
    await press(ann, answer, "✎ 2")
    alone = await ann.answer_to(album[1])
    await until(lambda: "✓ Right" in str(labels(ann, alone)))
    await press(ann, alone, "✓ Right")
    return answer, alone


async def checks_in_file(telegram, ann, answer):
    """Whether the CSV that an answer sends names something to check, for each of its rows."""
    await press(ann, answer, "CSV")
    _, content = await file_from(telegram)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [bool(row[-1]) for row in rows[1:]]


async def test_an_albums_file_names_no_cell_that_is_right(bot, telegram, ann):
    answer, alone = await album_with_second_right(ann, TABLE)
    await until(lambda: judged.RIGHT in now(ann, alone)["text"])
    await until(lambda: "(checked)" in now(ann, answer)["text"])
    shown = now(ann, answer)["text"]
    assert shown.index("12?  407?") < shown.index("2. \n12  407\n 3   71\n20  134 (checked)")
    assert await checks_in_file(telegram, ann, answer) == [True] * 3 + [False] * 3


async def test_an_albums_file_names_no_number_that_is_right(bot, telegram, ann):
    answer, _ = await album_with_second_right(ann, SEVEN)
    await until(lambda: "2. 7 (checked)" in now(ann, answer)["text"])
    assert await checks_in_file(telegram, ann, answer) == [True, False]


async def test_an_answer_that_was_copied_is_taken_with_its_marks(ann, answered):
    asked = await question(ann, answered, "✗ Wrong", "Type it")
    assert asked["text"] == QUESTIONS["lines"]
    shown = copied(ann, answered)[0]
    assert shown.startswith("12?  407?")
    await reply(ann, asked, shown.replace("407", "409"))
    assert now(ann, answered)["text"].startswith("12?  409\n")
