"""What is hardly ever written so is less likely, whatever its digits are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelfiles import SHIPPED

from bot.reading.line.forms import LONGEST, TOKENS, UNOPENED, Forms, tokens_of
from bot.reading.line.network import LineNetwork
from bot.reading.line.symbols import ALPHABET, DIGITS, FIRST_LETTER


def string(text: str) -> tuple[int, ...]:
    return tuple(map(ALPHABET.index, text))


@pytest.fixture(scope="module")
def forms() -> Forms:
    return LineNetwork.open(SHIPPED.with_name("lines.onnx")).forms


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        ("14237", "1423)"),
        ("(42)", "4(2)"),
        ("85÷76", "85-÷76"),
        ("015810", "0158%0"),
        ("12.50", "12.,50"),
        ("7×8=56", "×7=56"),  # noqa: RUF001
        ("1.234", "1.23456"),
    ],
)
def test_what_is_written_so_is_likelier(forms, usual, odd):
    assert forms(string(usual)) > forms(string(odd)) + 2


@given(st.text(ALPHABET, max_size=20))
def test_every_string_has_a_form(text):
    tokens = tokens_of(string(text))
    assert tokens[0] == tokens[-1] == 0
    assert all(0 <= token < TOKENS for token in tokens)
    assert (UNOPENED in tokens) <= (")" in text)


@given(st.text(DIGITS, min_size=1, max_size=20), st.sampled_from(ALPHABET[FIRST_LETTER:]))
def test_at_a_letter_a_number_ends(digits, letter):
    run = min(len(digits), LONGEST)
    assert tokens_of(string(digits)) == [0, run, 0]
    assert tokens_of(string(digits + letter + digits)) == [0, run, 0, run, 0]


@pytest.mark.parametrize("stored", [[], [[0.1] * 3] * 3, [[float("nan")] * TOKENS] * TOKENS])
def test_what_are_no_forms_is_refused(stored):
    with pytest.raises(ValueError, match=f"{TOKENS} times {TOKENS}"):
        Forms.of(stored)


def test_which_digits_they_are_makes_no_difference(forms):
    assert forms(string("12,50")) == forms(string("98,76"))
    assert np.isfinite(forms.logs).all()
