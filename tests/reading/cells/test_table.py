"""Rows, cells and columns, of readings that are made up."""

from __future__ import annotations

import itertools
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.scenes import draw, encoded
from tables.readings import HEIGHT, texts, width, written

from bot.reading.box import Box
from bot.reading.cells.cell import Cell
from bot.reading.cells.table import table_of
from bot.reading.page.rows import in_rows
from bot.reading.result import Reading, Reason


@pytest.mark.parametrize(
    ("gap", "text"),
    [(0.1, "123456"), (0.6, "123456"), (0.9, "123456"), (2.0, "123456")],
    ids=["narrow", "loose", "wide", "as in a comb field"],
)
def test_digits_at_even_distances_are_one_number(gap, text):
    assert written((100, 100, text), gap=gap).text == text


def test_a_wide_gap_is_a_gap():
    assert written((100, 100, "1"), (260, 100, "7")).text == "1 7"
    assert written((100, 100, "12"), (260, 100, "345"), (500, 100, "6")).text == "12 345 6"


@pytest.mark.parametrize("text", ["3.14", "1.234,50", "-5", "27/11", "10:45", "11,1", "(7)", "1.1"])
def test_thin_signs_part_nothing(text):
    assert written((100, 100, text)).text == text


def test_a_minus_goes_with_its_number():
    row = [(100, 100, "-6"), (300, 100, "7"), (480, 100, "-4"), (700, 100, "17")]
    assert written(*row).text == "-6 7 -4 17"


def test_one_number_below_the_other_is_no_table():
    rows = [(100, 100, "12"), (100, 200, "3")]
    assert written(*rows).text == "12\n3"


def test_what_is_known_to_be_apart_stays_apart():
    reading = replace(written((100, 100, "1234")), written=("12 34",))
    assert [cell.text for cell in reading.rows[0]] == ["12", "34"]


def test_a_form_with_a_digit_a_box():
    rows = [(100 + 70 * c, 100 + 80 * r, str((3 * r + c) % 10)) for r in range(3) for c in range(4)]
    assert written(*rows).text == "0 1 2 3\n3 4 5 6\n6 7 8 9"
    assert texts(table_of(written(*rows).rows))[1] == ["3", "4", "5", "6"]


def test_a_sudoku_keeps_its_empty_boxes_empty():
    grid = ["53..7", "6.195", "8..6.", "4..8."]
    cells = [
        (100 + 80 * c, 100 + 80 * r, digit)
        for r, row in enumerate(grid)
        for c, digit in enumerate(row)
        if digit != "."
    ]
    wanted = [[digit.replace(".", "") for digit in row] for row in grid]
    assert texts(table_of(written(*cells).rows)) == wanted


def ruled(*rows: tuple[tuple[int | None, str], ...]) -> list[list[Cell]]:
    """Cells in ruled columns, all of them one above the other."""
    return [
        [Cell(text, 0.99, Box(40 * at, 80 * y, 60, 40), column=column)
         for at, (column, text) in enumerate(row)]
        for y, row in enumerate(rows)
    ]  # fmt: skip


def test_the_rules_of_a_table_tell_its_columns():
    rows = ruled(((1, "5"), (2, "3"), (4, "7")), ((1, "6"), (4, "9")), ((2, "8"),))
    assert texts(table_of(rows)) == [["5", "3", "", "7"], ["6", "", "", "9"], ["", "8", "", ""]]


@pytest.mark.parametrize(
    "row", [((1, "5"), (1, "3")), ((1, "5"), (None, "3"))], ids=["one column", "between two"]
)
def test_rules_that_do_not_part_all_cells_tell_nothing(row):
    rows = ruled(row, ((1, "6"), (2, "7")))
    assert texts(table_of(rows)) == [["5", "3"], ["6", "7"]]


def test_a_ruled_sudoku_keeps_its_columns_though_two_are_never_filled_together(reader):
    grid = ["53..", "...1", "..8.", "6..9"]
    picture = np.full((480, 480), 235, np.uint8)
    for at in range(40, 441, 100):
        cv2.line(picture, (at, 40), (at, 440), 40, 3)
        cv2.line(picture, (40, at), (440, at), 40, 3)
    for y, row in enumerate(grid):
        for x, digit in enumerate(row):
            if digit != ".":
                ink = draw(digit, height=60, margin=0.05)
                top, left = 60 + 100 * y, 40 + 100 * x + (100 - ink.shape[1]) // 2
                window = picture[top : top + ink.shape[0], left : left + ink.shape[1]]
                np.minimum(window, ink, out=window)
    table = table_of(reader.read(encoded(picture)).rows)
    assert texts(table) == [[digit.replace(".", "") for digit in row] for row in grid]


def test_an_empty_cell_stays_empty():
    cells = [(100, 100, "12"), (300, 100, "7"), (500, 100, "81"), (100, 180, "3"), (500, 180, "90")]
    assert texts(table_of(written(*cells).rows)) == [["12", "7", "81"], ["3", "", "90"]]


def test_a_narrow_gap_below_wide_ones_parts_too():
    cells = [(100, 100, "1"), (200, 100, "345"), (100, 180, "2"), (200, 180, "345")]
    near = [(200 - 30 - width("999"), 260, "999"), (200, 260, "34")]
    assert written(*near).text == "99934"
    assert written(*cells, *near).text == "1 345\n2 345\n999 34"


def test_lines_beside_each_other_are_one_row():
    left = written((100, 100, "12"), (100, 180, "34"))
    right = written((900, 104, "56"), (900, 183, "78"))
    signed = written((600, 258, "-9"))
    apart = Reading(
        (*right.lines, *signed.lines, *left.lines),
        0.5,
        None,
        (),
        (1280, 960),
        written=(*right.written, *signed.written, *left.written),
        signs=signed.signs,
    )
    whole = in_rows(apart)
    assert whole.text == "12 56\n34 78\n-9"
    assert "".join(str(d.digit) for d in whole.digits) == "125634789"
    assert texts(table_of(whole.rows)) == [["12", "", "56"], ["34", "", "78"], ["", "-9", ""]]


def test_lines_above_each_other_stay_as_they_are():
    reading = written((100, 100, "12"), (300, 160, "34"))
    assert in_rows(reading) is reading


def test_of_a_page_that_is_turned_a_little():
    cells = [(100 + 300 * c, 100 + 70 * r, f"{r}{c}") for r in range(8) for c in range(3)]
    table = table_of(written(*cells, slope=0.06).rows)
    assert texts(table) == [[f"{r}{c}" for c in range(3)] for r in range(8)]


def test_a_refused_picture_has_no_rows():
    reading = Reading((), 0.9, Reason.NO_INK, (), (10, 10))
    assert (reading.rows, reading.text, table_of(reading.rows)) == ((), "", ())
    assert in_rows(reading) is reading


def test_a_cell_tells_what_of_it_is_doubted():
    reading = written((100, 100, "12"), (400, 100, "3.4"), sure={"12": 0.99, "3.4": 0.8})
    first, second = reading.rows[0]
    assert (first.doubted, first.is_doubted) == ((), False)
    assert (second.doubted, second.is_doubted) == ((0, 1, 2), True)
    assert first.confidence == pytest.approx(0.99**2)
    assert second.box.x == 400


def test_a_cell_is_no_less_sure_than_the_whole():
    reading = replace(written((100, 100, "123"), confidence=0.9), confidence=0.85)
    assert reading.rows[0][0].confidence == 0.85


numbers = st.text("0123456789", min_size=1, max_size=4)
rows = st.lists(st.tuples(st.integers(0, 900), numbers), min_size=1, max_size=5)


@st.composite
def tables(draw):
    """Texts of a table, each row and column with something in it, and how it is set."""
    columns, rows = draw(st.integers(2, 6)), draw(st.integers(3, 20))
    cells = [[draw(numbers) for _ in range(columns)] for _ in range(rows)]
    for row in range(1, rows):
        empty = draw(st.integers(-columns, columns - 1))
        if empty >= 0:
            cells[row][empty] = ""
    return cells, draw(st.sampled_from([0.0, 0.5, 1.0])), draw(st.floats(-0.04, 0.04))


@settings(max_examples=60, deadline=None)
@given(tables())
def test_every_cell_is_in_its_place(table):
    cells, align, slope = table
    widths = [max(width(text) for text in column) for column in zip(*cells, strict=True)]
    starts = [100 + at for at in itertools.accumulate(w + 2 * HEIGHT for w in [0, *widths])]
    placed = [
        (starts[c] + align * (widths[c] - width(text)), 100 + 75 * r, text)
        for r, row in enumerate(cells)
        for c, text in enumerate(row)
        if text
    ]
    reading = written(*placed, slope=slope)
    assert texts(table_of(reading.rows)) == cells


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 900), numbers), min_size=1, max_size=5), max_size=6)
)
def test_nothing_is_lost_or_moved_to_another_row(page):
    cells = [(x, 100 + 75 * r, text) for r, row in enumerate(page) for x, text in sorted(row)]
    reading = written(*cells)
    table = table_of(reading.rows)
    assert [[c for c in row if c] for row in table] == [list(row) for row in reading.rows]
    assert len({len(row) for row in table}) <= 1
    assert reading.text.replace(" ", "") == "\n".join(reading.written)
