"""Albums, and the pages of PDFs, are answered in order."""

from __future__ import annotations

from dataclasses import replace

from replies.readings import SPACE, digit, plain, reading
from tables.readings import written

from bot.documents.read import Pages
from bot.pdf.errors import BrokenPage
from bot.reading.result import Reason
from bot.replies import answers, pages, tables


def test_an_album_is_listed_in_order():
    sure, none = reading([digit(7)]), reading(reason=Reason.NO_INK, confidence=0.9)
    guess = reading([digit(1), digit(2)], [digit(3)], confidence=0.4)
    text = pages.album([sure, none, guess, "Broken < file."]).text()
    lines = text.split("\n")
    assert lines[0] == "I read 2 of 4 pictures:"
    assert lines[1] == f"1. <code>7</code> (sure, 99.5{SPACE}%)"
    assert lines[2].startswith("2. I see no digit")
    assert lines[3:5] == ["3. <code>12</code>", f"    <code>3</code> (a guess, 40{SPACE}%)"]
    assert lines[5] == "4. Broken &lt; file."


def table(rows, **more):
    cells = [(100 + 300 * c, 100 + 80 * r, "12") for r in range(rows) for c in range(2)]
    return replace(written(*cells[1:], **more), confidence=0.9)


def test_a_table_in_an_album_keeps_its_columns():
    lines = plain(pages.album([table(2), reading([digit(7)])]).text()).split("\n")
    assert lines[2:4] == [4 * SPACE + "12", f"12  12 (likely, 90{SPACE}%)"]
    doubted = pages.album([table(2, sure={"12": 0.5})]).text()
    assert "12?  12?</pre>" in doubted
    assert doubted.endswith(tables.CHECK)


def test_what_is_long_is_cut_after_a_row_and_it_is_said_where_it_is_whole():
    whole = pages.album([table(30)] * 2).text()
    assert whole.count("12  12") == 2 * 29
    assert "…" not in whole
    cut = pages.album([table(30)] * 20).text()
    assert "12  12\n…</pre>" in cut
    assert cut.endswith(pages.IN_FILES)
    assert len(plain(cut)) <= answers.LIMIT


def test_an_album_read_whole_or_not_at_all():
    assert pages.album([reading([digit(7)])] * 2).text().startswith("I read both pictures:")
    none = reading(reason=Reason.NO_INK)
    assert pages.album([none, none]).text().startswith("I read none of 2 pictures:")


def test_the_pages_of_a_pdf_are_listed_like_an_album():
    seven, none = reading([digit(7)]), reading(reason=Reason.NO_INK)
    lines = pages.answer(Pages((seven, none, BrokenPage()), 3)).split("\n")
    assert lines[0] == "I read 1 of 3 pages:"
    assert lines[1] == f"1. <code>7</code> (sure, 99.5{SPACE}%)"
    assert lines[2].startswith("2. I see no digit")
    assert lines[3] == "3. This page is damaged, and I cannot show it."


def test_a_pdf_of_one_page_is_answered_like_a_picture():
    seven = reading([digit(7)])
    assert pages.answer(Pages((seven,), 1)) == answers.reading(seven)
    assert pages.answer(Pages((BrokenPage(),), 1)) == str(BrokenPage())


def test_pages_that_were_not_looked_at_are_said():
    seven = reading([digit(7)])
    text = pages.answer(Pages((seven,) * 20, 57))
    assert text.endswith("This file has 57 pages, of which I looked at the first 20.")
    assert pages.answer(Pages((seven,), 2)).startswith("I read 1 of 2 pages:")


def test_a_pdf_in_an_album_has_its_pages_in_its_place():
    seven, three = reading([digit(7)]), reading([digit(3)])
    text = pages.album([seven, Pages((three, seven), 2), Pages((seven,), 1), "Broken."]).text()
    labels = [line.split(" <")[0] for line in text.split("\n")]
    assert labels[1:4] == ["1.", "2, page 1.", "2, page 2."]
    assert text.endswith("4. Broken.")
    assert text.startswith("I read 4 of 5 pictures and pages:")


def test_pages_without_room_are_counted():
    long = reading([digit(7, 0.5, d1=0.4)] * 200, confidence=0.9)
    text = pages.album([Pages((long,) * 20, 20)] * 10).text()
    assert len(plain(text)) <= answers.LIMIT
    shown = text.count("<code>")
    assert f"… and {200 - shown} more, for which there is no room here." in text
