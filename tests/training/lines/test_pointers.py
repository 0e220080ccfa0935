"""Arrows and bullets that the line network learns to leave out of numbers."""

import numpy as np
import pytest

from bot.reading.line.symbols import ALPHABET, DIGITS, OTHER
from training.lines import texts
from training.lines.pointers import ARROW, BULLET, arrow, bullet
from training.lines.written_marks import symbol_of
from training.synthesis.handwriting import UNIT


class Pen:
    """As much of a hand as is drawn with."""

    pen = 4.0


@pytest.mark.parametrize("seed", range(20))
def test_an_arrow_is_long_and_flat_and_has_a_head_at_one_end(seed):
    ink = arrow(Pen(), np.random.default_rng(seed)) > 127
    height, width = ink.shape
    assert width > height
    tall = np.array([np.ptp(np.flatnonzero(column)) for column in ink.T if column.any()])
    left, middle, right = (part for part in np.array_split(tall, 3))
    assert max(left.max(), right.max()) > middle.min() + 2
    assert max(left.max(), right.max()) > 0.12 * UNIT


@pytest.mark.parametrize("seed", range(20))
def test_a_bullet_is_filled_and_lower_than_a_digit(seed):
    ink = bullet(Pen(), np.random.default_rng(seed)) > 127
    assert max(ink.shape) < 0.6 * UNIT
    assert ink.mean() > 0.6
    assert ink[ink.shape[0] // 2, ink.shape[1] // 2]


def test_neither_is_a_symbol_of_the_alphabet():
    assert {symbol_of(mark, numeric=True) for mark in (ARROW, BULLET)} == {OTHER}
    assert ARROW not in ALPHABET
    assert BULLET not in ALPHABET


def test_texts_with_them_have_numbers_around_them():
    rng = np.random.default_rng(7)
    drawn = [texts.text(rng) for _ in range(4_000)]
    found = [text for text in drawn if {ARROW, BULLET} & {*text.marks}]
    assert 60 < len(found) < 240
    for text in found:
        parts = text.marks.replace(texts.GAP, "").replace(BULLET, "").split(ARROW)
        assert all(part and set(part) <= set(DIGITS) for part in parts)
