"""Parts of a number in one cell of a ruled table are one number, and it is to be looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.box import Box
from bot.reading.cells.cell import Cell
from bot.reading.cells.ruled_cells import whole


def cell(text, x, column, *, y=0, doubted=()):
    """A cell whose digits are ten pixels wide and twenty high."""
    return Cell(text, 0.99, Box(x, y, 10 * len(text), 20), doubted, column)


def table(*last):
    """Three rows of two columns, and another one."""
    rows = [[cell("12", 0, 1, y=y), cell("34", 100, 2, y=y)] for y in (0, 50, 100)]
    return [*rows, list(last)]


def texts(rows):
    return [[one.text for one in row] for row in rows]


def test_two_parts_in_a_column_of_single_numbers_are_one_to_be_looked_at():
    rows = whole(table(cell("4", 0, 1), cell("1.9", 20, 1, doubted=(2,)), cell("5", 100, 2)))
    assert texts(rows)[-1] == ["41.9", "5"]
    joined, other = rows[-1]
    assert joined.doubted == (0, 1, 3)
    assert joined.is_doubted
    assert not other.is_doubted
    assert joined.box == (0, 0, 50, 20)
    assert texts(rows)[:-1] == [["12", "34"]] * 3


@pytest.mark.parametrize(
    "last",
    [
        (cell("4", 0, 1), cell("1", 60, 1)),  # far apart
        (cell("4", 0, None), cell("1", 20, None)),  # each across a rule
        (cell("4", 0, 1), cell("1", 100, 2)),
    ],
)
def test_numbers_apart_stay_apart(last):
    assert texts(whole(table(*last)))[-1] == ["4", "1"]


def test_a_column_that_often_has_two_numbers_keeps_them():
    rows = [[cell("4", 0, 1), cell("1", 20, 1), cell("5", 100, 2)], [cell("12", 0, 1)]] * 3
    assert texts(whole(rows)) == [["4", "1", "5"], ["12"]] * 3


def test_one_column_is_no_table():
    rows = [[cell("12", 0, 1)]] * 3
    assert texts(whole([*rows, [cell("4", 0, 1), cell("1", 20, 1)]]))[-1] == ["4", "1"]


def test_what_stands_left_of_all_rules_is_no_column():
    rows = [[cell("12", 0, 0), cell("3", 60, 1), cell("4", 100, 2)]] * 3
    last = [cell("4", 0, 0), cell("1", 20, 0), cell("3", 60, 1), cell("4", 100, 2)]
    assert texts(whole([*rows, last]))[-1] == ["4", "1", "3", "4"]


def test_two_rows_tell_nothing():
    rows = [[cell("4", 0, 1), cell("1", 20, 1), cell("5", 100, 2)], [cell("12", 0, 1)]]
    assert texts(whole(rows)) == [["4", "1", "5"], ["12"]]


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 200), st.none() | st.integers(0, 3)), max_size=5))
)
def test_no_digit_is_lost_and_rows_stay(places):
    rows = [
        [cell(str(n % 10), x, column) for n, (x, column) in enumerate(sorted(row, key=str))]
        for row in places
    ]
    found = whole(rows)
    assert ["".join(one) for one in texts(found)] == ["".join(one) for one in texts(rows)]
