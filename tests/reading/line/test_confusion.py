from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.line.confusion import LETTERS, as_number, confusion_of
from bot.reading.line.ctc import likely_strings
from bot.reading.line.symbols import ALPHABET, BLANK, CLASSES, FIRST_LETTER


def columns_of(*symbols: tuple[str, float]) -> np.ndarray:
    """A column for each symbol, with its probability, between blanks; the rest is blank."""
    said = np.full((2 * len(symbols) + 1, CLASSES), 1e-12)
    said[:, BLANK] = 1
    for at, (symbol, sure) in enumerate(symbols):
        said[2 * at + 1, ALPHABET.index(symbol)] = sure
        said[2 * at + 1, BLANK] = 1 - sure + 1e-12
    return np.log(said)


@given(st.integers(0, 2**32 - 1))
def test_no_probability_is_lost_and_none_is_left_for_letters(seed):
    rng = np.random.default_rng(seed)
    said = rng.dirichlet(np.full(CLASSES, 0.2), 7)
    confusion = rng.dirichlet(np.ones(FIRST_LETTER), LETTERS)
    numbers = np.exp(as_number(np.log(np.maximum(said, 1e-12)), confusion))
    assert numbers.sum(axis=1) == pytest.approx(1, abs=1e-6)
    assert numbers[:, FIRST_LETTER:BLANK].max() < 1e-9
    assert (numbers[:, :FIRST_LETTER] >= said[:, :FIRST_LETTER] - 1e-9).all()


@pytest.mark.parametrize(("letter", "symbol"), [("q", "9"), ("t", "+"), ("x", "×")])  # noqa: RUF001
def test_a_letter_in_a_number_is_what_it_is_taken_for(letter, symbol):
    confusion = np.full((LETTERS, FIRST_LETTER), 0.01)
    at = ALPHABET.index(symbol)
    confusion[ALPHABET.index(letter) - FIRST_LETTER, at] = 1 - 0.01 * (FIRST_LETTER - 1)
    line = columns_of(("4", 0.99), (letter, 0.9), ("5", 0.99))
    best = likely_strings(line, 8, FIRST_LETTER)[0][0]
    assert best == (4, 5), "what is no number is left out"
    assert likely_strings(as_number(line, confusion), 8, FIRST_LETTER)[0][0] == (4, at, 5)


@pytest.mark.parametrize(
    "stored", [[], [[0.1] * 10] * LETTERS, [[float("nan")] * FIRST_LETTER] * LETTERS]
)
def test_what_is_no_confusion_is_refused(stored):
    with pytest.raises(ValueError, match="27 times 22"):
        confusion_of(stored)
