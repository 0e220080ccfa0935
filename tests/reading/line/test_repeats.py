"""No comma is written twice running."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.line.repeats import once, without_repeats
from bot.reading.line.symbols import ALPHABET, FIRST_LETTER


def string(text):
    return tuple(map(ALPHABET.index, text))


@pytest.mark.parametrize(
    ("seen", "written"),
    [
        ("4,,6", "4,6"),
        ("5..10", "5..10"),
        ("4,,,6", "4,6"),
        ("11:30", "11:30"),
        ("((4)", "((4)"),
        ("1.,5", "1.,5"),
    ],
)
def test_a_sign_that_is_seen_twice_is_there_once(seen, written):
    assert once(string(seen)) == string(written)


def test_what_is_said_of_both_is_said_of_one():
    said = [("4,,6", 0.5), ("4.6", 0.3), ("4,6", 0.1), ("46", 0.05)]
    found = without_repeats([(string(text), math.log(p)) for text, p in said])
    assert [one for one, _ in found] == [string("4,6"), string("4.6"), string("46")]
    assert [math.exp(score) for _, score in found] == pytest.approx([0.6, 0.3, 0.05])


def test_what_is_very_unlikely_stays_possible():
    assert without_repeats([(string("4,,6"), -2000.0)]) == [(string("4,6"), -2000.0)]


@given(st.lists(st.integers(0, FIRST_LETTER - 1), max_size=12).map(tuple))
def test_no_digit_is_lost(seen):
    found = once(seen)
    assert once(found) == found
    assert [s for s in found if s < 10] == [s for s in seen if s < 10]
