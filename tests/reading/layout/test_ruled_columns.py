"""The columns of a ruled table."""

import pytest

from bot.reading.layout.rule import Rule
from bot.reading.layout.ruled_columns import ruled_columns


def upright(at, start=0, end=300, slope=0.0):
    return Rule(False, start, end, at, 2, slope)


def test_a_place_is_in_the_column_between_its_sides():
    columns = ruled_columns([upright(x) for x in (200, 0, 100)], 20, 280, 30)
    assert columns is not None
    assert [columns.at(x, 150) for x in (-5, 50, 150, 250)] == [0, 1, 2, 3]


def test_bits_of_one_side_are_one():
    bits = [upright(100, 0, 90), upright(102, 110, 200), upright(99, 210, 300), upright(0)]
    columns = ruled_columns(bits, 20, 280, 30)
    assert columns is not None
    assert len(columns.sides) == 2


@pytest.mark.parametrize("other", [upright(100, 0, 120), Rule(True, 0, 300, 100, 2, 0.0)],
                         ids=["short", "level"])  # fmt: skip
def test_what_does_not_go_through_the_rows_is_no_side(other):
    assert ruled_columns([upright(0), other], 20, 280, 30) is None


def test_sides_lean_with_the_page():
    # Rule.at is where a rule lies in its middle, at 150.
    columns = ruled_columns([upright(0, slope=0.1), upright(100, slope=0.1)], 20, 280, 30)
    assert columns is not None
    assert columns.at(95, 20) == 2
    assert columns.at(95, 280) == 1


def test_one_row_has_no_columns():
    assert ruled_columns([upright(0), upright(100)], 150, 150, 30) is None
