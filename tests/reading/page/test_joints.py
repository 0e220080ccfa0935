"""A number that was joined in a ruled cell is doubted everywhere: in it, and in the whole."""

import numpy as np
import pytest

from bot.reading.box import Box
from bot.reading.page.joints import RIGHT, doubting
from bot.reading.result import Digit, Reading, Sign

GLYPH = np.zeros((28, 28), np.uint8)


def digit(value, x, y, column, confidence=0.99):
    probabilities = tuple(0.99 if d == value else 0.001 for d in range(10))
    return Digit(value, confidence, Box(x, y, 10, 20), probabilities, GLYPH, column)


def table(gap):
    """Four rows of two columns; in the last a gap between the digits of the first."""
    lines = [[digit(1, 0, y, 1), digit(2, 14, y, 1), digit(3, 100, y, 2)] for y in (0, 50, 100)]
    last = [digit(1, 0, 150, 1), digit(2, 10 + gap, 150, 1), digit(3, 100, 150, 2)]
    return Reading(tuple(map(tuple, [*lines, last])), 0.97, None, (), (200, 200))


def test_digits_beside_the_gap_and_the_whole_are_doubted():
    reading = table(40)
    assert reading.rows[-1][0].text == "12"
    found = doubting(reading)
    assert found.text == reading.text
    assert found.confidence == RIGHT
    assert [d.confidence for d in found.lines[-1]] == [RIGHT, RIGHT, 0.99]
    assert all(d.confidence == 0.99 for line in found.lines[:-1] for d in line)
    assert found.rows[-1][0].is_doubted


def test_nothing_is_doubted_where_nothing_was_joined():
    reading = table(4)
    assert doubting(reading) is reading


@pytest.mark.parametrize("sign", ["-", "."])
def test_a_sign_beside_the_gap_is_doubted_too(sign):
    reading = table(40)
    first, _, third = reading.lines[-1]
    written = (*["12 3"] * 3, f"1{sign} 3")
    lines = (*reading.lines[:-1], (first, third))
    signs = (Sign(sign, 0.99, Box(50, 150, 10, 20), 1),)
    found = doubting(Reading(lines, 0.97, None, (), (200, 200), written=written, signs=signs))
    assert found.text.split("\n")[-1] == f"1{sign} 3"
    assert [one.confidence for one in found.signs] == [RIGHT]
