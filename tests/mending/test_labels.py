"""What is taught by a number that somebody typed."""

from __future__ import annotations

import numpy as np
import pytest

from bot.mending.alignment import align
from bot.mending.labels import clear, misread
from bot.mending.number import symbols_of
from bot.reading.box import Box
from bot.reading.result import Digit, Reading, Sign


def glyph(shade):
    return np.full((28, 28), shade, np.uint8)


def read(text):
    """A reading of a line, in which the symbol at place `k` was seen as a glyph of shade `k`."""
    digits, signs = [], []
    for place, symbol in enumerate(text):
        box = Box(10 * place, 0, 8, 20)
        if symbol.isdigit():
            sure = tuple(0.91 if d == int(symbol) else 0.01 for d in range(10))
            digits.append(Digit(int(symbol), 0.91, box, sure, glyph(place)))
        else:
            signs.append(Sign(symbol, 0.9, box, glyph=glyph(place)))
    size, lines = (500, 100), (tuple(digits),)
    return Reading(lines, 0.9, None, (), size, written=(text,), signs=tuple(signs))


def shades(found):
    return {place: (digit, int(crop[0, 0])) for place, (digit, crop) in found.items()}


def taught(text, number):
    reading = read(text)
    return shades(clear(reading, number, align(symbols_of(reading)[0], number)))


def labelled(text, number, *, refused):
    reading = read(text)
    return misread(reading, number, align(symbols_of(reading)[0], number), refused=refused)


def test_of_a_typed_number_every_digit_that_is_clear_is_taught():
    assert taught("407", "401") == {0: (4, 0), 1: (0, 1), 2: (1, 2)}


def test_a_digit_that_was_taken_for_a_sign_comes_after_all_digits():
    found = taught("43/172", "431172")
    assert found.pop(5) == (1, 2)
    assert found == {0: (4, 0), 1: (3, 1), 2: (1, 3), 3: (7, 4), 4: (2, 5)}


def test_a_sign_that_is_one_or_that_is_too_much_teaches_nothing():
    assert taught("3.14", "3.15") == {0: (3, 0), 1: (1, 2), 2: (5, 3)}
    # What stands beside it may have been cut wrongly.
    assert taught("71.03", "7103") == {0: (7, 0), 3: (3, 4)}


def test_a_sign_is_not_misread_as_a_digit_is():
    reading = read("43/172")
    alignment = align(symbols_of(reading)[0], "431179")
    assert misread(reading, "431179", alignment, refused=False) == {4: 9}


def test_what_stands_beside_a_digit_that_was_not_seen_is_not_labelled():
    # It may be two digits that were taken for one.
    assert labelled("7", "17", refused=True) == {}
    assert labelled("9347", "90347", refused=True) == {2: 4, 3: 7}


@pytest.mark.parametrize(("refused", "labels"), [(True, {0: 7, 3: 3}), (False, {})])
def test_what_stands_beside_a_symbol_too_many_is_not_labelled(refused, labels):
    assert labelled("71.03", "7903", refused=refused) == labels


def test_of_a_refused_picture_every_digit_that_is_clear_is_labelled():
    assert labelled("407", "401", refused=True) == {0: 4, 1: 0, 2: 1}


def test_which_of_two_equal_digits_is_too_many_is_not_taught():
    assert taught("24117", "2417") == {0: (2, 0)}


def test_what_stands_beside_a_digit_that_was_not_seen_is_not_taught():
    assert taught("9347", "90347") == {2: (4, 2), 3: (7, 3)}
    assert taught("34", "340") == {0: (3, 0)}
