from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tables.numbers import MOST_DIGITS, DecimalSign, Number, column_of


def values(*texts):
    """What the cells of a column are: exact numbers as `Decimal`, text as it is."""
    column = column_of(texts)
    return [v.value if isinstance(v, Number) else v for v in column.values]


@pytest.mark.parametrize(
    ("column", "numbers"),
    [
        (["12", "3"], [12, 3]),
        (["2,5", "3"], [Decimal("2.5"), 3]),
        (["2.5", "3"], [Decimal("2.5"), 3]),
        (["1.234,50", "2,00"], [Decimal("1234.50"), Decimal("2.00")]),
        (["1,234.50", "2.00"], [Decimal("1234.50"), Decimal("2.00")]),
        (["1.234.567"], [1234567]),
        (["0,125"], [Decimal("0.125")]),
        (["-6", "+7", "0"], [-6, 7, 0]),
        (["50%", "12,5%"], [Decimal("0.5"), Decimal("0.125")]),
    ],
)
def test_numbers(column, numbers):
    assert values(*column) == numbers


def test_what_may_be_either_is_settled_by_the_column():
    assert values("1,234", "2,5") == [Decimal("1.234"), Decimal("2.5")]
    assert values("1,234", "2.5") == [1234, Decimal("2.5")]
    assert values("1,234", "5") == ["1,234", 5]
    assert column_of(["1,234", "5"]).sign is DecimalSign.UNKNOWN


def test_cells_that_contradict_each_other_stay_text():
    assert values("1,5", "2.5", "3") == ["1,5", "2.5", 3]


def test_cells_that_are_no_numbers_settle_nothing():
    assert values("11.12.2019", "1,234", "3.14/2") == ["11.12.2019", "1,234", "3.14/2"]
    assert column_of(["11.12.2019", "10:30"]).sign is DecimalSign.NONE


@pytest.mark.parametrize(
    "text",
    [
        *("007", "00", "-05", "01,5", "123456789012345678", "1234567890.1234567"),
        *("11/12/2019", "27/11", "10:45", "(7)", "3+4", "=5", "5=", "1,23,456", "1.234,56.7"),
        *("5%%", "--5", "5-", ".5", "5.", "1,2345,678", "1,234.567.890", "-", "%"),
    ],
)
def test_all_else_is_text(text):
    assert values(text) == [text]


def test_how_it_was_written_is_kept():
    assert column_of(["1.234,50"]).values == (Number(Decimal("1234.50"), 2, grouped=True),)
    assert column_of(["+5"]).values == (Number(Decimal(5), plus=True),)
    assert column_of(["7.50%"]).values == (Number(Decimal("0.0750"), 2, percent=True),)


def test_an_empty_cell_is_nothing():
    assert column_of([None, "5", None]).values == (None, Number(Decimal(5)), None)


@given(st.decimals(-(10**11), 10**11, places=3), st.sampled_from(".,"))
def test_any_plain_number_is_exact(number, sign):
    text = format(number, "f").replace(".", sign)
    (found,) = column_of([text, f"0{sign}5"]).values[:1]
    assert isinstance(found, Number)
    assert found.value == number
    assert found.decimals == 3


@given(st.text("0123456789.,-+/:=()%", min_size=1, max_size=24))
def test_a_number_says_no_more_digits_than_are_written(text):
    (found,) = column_of([text]).values
    if isinstance(found, str):
        assert found == text
    else:
        digits = re.sub(r"\D", "", text)
        assert len(digits) <= MOST_DIGITS
        whole = format(abs(found.value.scaleb(2) if found.percent else found.value), "f")
        assert Decimal(re.sub(r"\D", "", whole)) == Decimal(digits)
