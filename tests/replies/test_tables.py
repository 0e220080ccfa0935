from __future__ import annotations

import re
from dataclasses import replace

import pytest
from replies.readings import SPACE
from tables.readings import written
from telegram.constants import CallbackQueryLimit, InlineKeyboardButtonLimit, MessageLimit

from bot.reading.box import Box
from bot.reading.cells.cell import Cell
from bot.replies import answers, tables
from bot.replies.buttons import extra_in, under_file, under_reading, with_rows
from bot.replies.presses import Answer
from bot.replies.quoted import quoted
from bot.signing import Keys
from bot.speech import LANGUAGES, speaking
from bot.tables.pages import Page
from bot.tables.typed_table import sum_of, typed, typed_table
from localtelegram.entities import format_text

KEYS = Keys(b"a secret of the operator")
WIDE = [(100 + 300 * c, 100 + 80 * r, "123456") for r in range(3) for c in range(5)]


def table(*rows, doubted=()):
    def cell(text):
        return Cell(text, 0.5 if text in doubted else 0.99, Box(0, 0, 9, 9)) if text else None

    return typed_table(tuple(tuple(cell(text) for text in row) for row in rows))


def labels(markup):
    return [[button.text for button in row] for row in markup]


def test_a_table_in_characters_of_one_width():
    own = table(["1,50", "27/11", "3"], ["", "1/2", "100"], ["200", "", "7"], doubted={"100"})
    assert tables.as_text(own).split("\n") == [
        "1,50  27/11    3",
        "      1/2    100?",
        " 200           7",
    ]


def test_marks_stand_right_behind_their_cells():
    own = table(["27/11", "3"], ["1/2", "100"], ["", "7"], doubted={"1/2", "3"})
    shown = "27/11    3?\n1/2?   100\n         7"
    assert tables.as_text(own) == shown
    assert tables.number_of(shown) == "27/11 3\n1/2 100\n7"


def test_the_number_is_found_again_in_what_is_shown():
    reading = written((100, 100, "12"), (400, 100, "7"), (400, 200, "345"), confidence=0.8)
    shown = tables.as_text(typed(reading))
    assert shown == "12?    7?\n     345?"
    assert tables.number_of(shown) == reading.text == "12 7\n345"


@pytest.mark.parametrize("text", ["", "7", "3.14", "12\n3", "1 7\n345"])
def test_a_number_is_found_as_it_is(text):
    assert tables.number_of(text) == text


def test_a_table_is_shown_where_it_fits_a_phone():
    reading = written((100, 100, "12"), (400, 100, "7"), (100, 200, "3"), (400, 200, "45"))
    text = answers.reading(reading)
    assert text.startswith("<pre>12   7\n 3  45</pre>\n\nIt's a guess")
    assert tables.CHECK not in text
    doubted = written((100, 100, "12"), (400, 100, "7"), (100, 200, "3"), sure={"7": 0.6})
    assert tables.CHECK in answers.reading(doubted)


def test_telegram_leaves_the_first_row_above_its_columns():
    reading = written((400, 100, "7"), (100, 200, "12"), (400, 200, "345"))
    sent = answers.reading(reading)
    shown = format_text(sent, "HTML", None)
    assert shown.text.split("\n")[:2] == [6 * SPACE + "7", "12  345"]
    assert tables.number_of(shown.text.split("\n\n")[0]) == reading.text
    # Telegram moves what stands below other words, too.
    unsure = answers.reading(replace(reading, confidence=0.05))
    first = format_text(unsure, "HTML", None).entities[0]
    assert first["length"] == len("      7\n12  345")


def test_one_row_is_a_number_with_gaps():
    reading = written((100, 100, "1"), (400, 100, "7"))
    assert answers.reading(reading).startswith("<code>1 7</code>")
    assert tables.buttons(typed(reading)) == []


def test_what_does_not_fit_a_phone_is_a_file():
    own = typed(written(*WIDE))
    assert not tables.fits(own)
    words = answers.in_file(written(*WIDE))
    assert words == f"{tables.IN_FILE}\n\nIt's a guess: 50\u00a0%."
    unsure = answers.in_file(replace(written(*WIDE), confidence=0.001))
    assert unsure == f"{tables.IN_FILE}\n\n{tables.NOT_ALL}"
    assert "123456" not in words
    many = table(*[["1", "2"]] * (tables.MOST_ROWS + 1))
    assert not tables.fits(many)


def test_a_table_in_a_file_is_told_of_in_its_caption():
    cells = [(100 + 300 * c, 100 + 80 * r, f"{c + 1}234") for r in range(45) for c in range(4)]
    reading = replace(written(*cells, sure={"1234": 0.89}), confidence=0.87)
    own = typed(reading)
    said = answers.in_file(reading)
    notes = tables.caption([Page("", own)], tables.MOST_CAPTION - len(said) - 2)
    assert "45 cells are doubtful" in notes
    assert len(said) + 2 + len(notes) <= tables.MOST_CAPTION


def test_where_no_cell_stands_out_a_guess_says_so():
    reading = written((100, 100, "12"), (400, 100, "7"), (100, 200, "3"), (400, 200, "45"))
    assert tables.NONE_STANDS_OUT in answers.reading(replace(reading, confidence=0.8))
    assert tables.NONE_STANDS_OUT not in answers.reading(replace(reading, confidence=0.9))


def test_buttons():
    assert labels(tables.buttons(table(["1"], ["2"]))) == [["CSV", "XLSX", "Sum"]]
    two = table(["1", "2"], ["3", "4"])
    assert labels(tables.buttons(two)) == [["CSV", "XLSX"], ["Sum 1", "Sum 2"]]
    dates = table(["1", "27/11"], ["3", "28/11"])
    assert labels(tables.buttons(dates)) == [["CSV", "XLSX", "Sum 1"]]
    assert labels(tables.buttons(two, sent=tables.XLSX))[0] == ["CSV"]
    assert labels(tables.buttons(table(["27/11"], ["28/11"]))) == [["CSV", "XLSX"]]


def test_buttons_of_the_widest_table_are_taken_by_telegram():
    wide = table(*[["1"] * 30] * 2)
    markup = under_reading(KEYS, Answer(1, 2, 3, "1 1\n1 1"), tables.buttons(wide))
    data = [b.callback_data for row in markup.inline_keyboard for b in row]
    assert max(map(len, data)) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert len(data) <= 20


def test_the_buttons_of_a_table_stay_while_it_is_corrected():
    own = tables.buttons(table(["1", "2"], ["3", "4"]))
    answer = Answer(1, 2, 3, "1 2\n3 4")
    markup = under_reading(KEYS, answer, own)
    assert labels(extra_in(markup)) == labels(own)
    assert labels(with_rows(None, own).inline_keyboard) == labels(own)
    assert extra_in(under_reading(KEYS, answer)) == []
    assert labels(under_file(own).inline_keyboard)[0] == ["Show how"]


def said(own, column):
    return tables.total(own, column, sum_of(own, column))


def test_a_sum_is_written_as_its_column_is():
    assert "<code>1236,55</code>" in said(table(["1.234,50"], ["2,05"]), 0)
    assert "<code>0.30</code>" in said(table(["0.10"], ["0.20"]), 0)
    assert "<code>62.5%</code>" in said(table(["50%"], ["12.5%"]), 0)
    assert "Sum of column 2, 2 numbers: <code>-1</code>" in said(table(["1", "-6"], ["2", "5"]), 1)


def test_a_sum_below_the_others_is_told_of():
    bill = [["1,20"], ["3,45"], ["12,00"], ["16,65"]]
    last = "The last of them, <code>16,65</code>, is the sum of the others."
    assert said(table(*bill), 0) == f"Sum, 4 numbers: <code>33,30</code>\n{last}"
    shares = said(table(["20%"], ["80%"], ["100%"]), 0)
    assert "<code>200%</code>\nThe last of them, <code>100%</code>," in shares
    for rows in (["5", "5"], ["0", "0", "0"], ["1", "2", "4"], ["7"]):
        assert "last" not in said(table(*[[row] for row in rows]), 0)


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        (["999999999999999", "0.00000000000001"], "999999999999999.00000000000001"),
        (["99999999999999%", "0.0000000000001%"], "99999999999999.0000000000001%"),
        (["-999999999999999"] * 3 + ["0.00000000000001"], "-2999999999999996.99999999999999"),
    ],
)
def test_a_sum_of_the_largest_and_the_smallest_number_has_all_digits(rows, total):
    assert f"<code>{total}</code>" in said(table(*[[row] for row in rows]), 0)


def test_no_sum_names_the_cell():
    doubted = said(table(["1", "2"], ["3", "17"], doubted={"17"}), 1)
    assert "column 2" in doubted
    assert "row 2" in doubted
    assert "<code>17</code>" in doubted
    assert "not sure" in doubted
    either = said(table(["1,234"], ["3"]), 0)
    assert "row 1" in either
    assert "comma" in either
    assert "not a number like" in said(table(["27/11"], ["3"]), 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_stands_apart_from_the_number_of_its_row(language):
    with speaking(language):
        told = said(table(["3"], ["4"], ["075"]), 0)
        assert quoted("075") in told
    assert re.search(r"""["“„«]\s?\u2066?<code>075</code>\u2069?\s?["”“»]""", told)


def test_what_is_said_under_a_file():
    own = table(["1,5"], ["17"], doubted={"17"})
    caption = tables.caption([Page("", own)])
    assert "1 cell is doubtful" in caption
    assert "comma is the decimal sign" in caption
    assert tables.caption([Page("", table(["1"]))]) == ""
    pages = [Page(f"picture {n}", table(["1,234"])) for n in range(60)]
    several = tables.caption(pages)
    assert len(several) == MessageLimit.CAPTION_LENGTH
    assert several.startswith("picture 0: In column 1 nothing tells")
    assert len(tables.caption(pages, 800)) <= 800
    assert tables.caption(pages, 800).endswith("…")


def test_what_is_shown_over_the_chat_is_short_enough():
    assert len(tables.SENT_ALREADY) <= CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
