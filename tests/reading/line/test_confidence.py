"""How probable it is that a cell is a number, by itself and beside others."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.digits.hand import WEIGHT
from bot.reading.line.company import in_company, sign_priors
from bot.reading.line.confidence import probability, remembered
from bot.reading.line.features import Evidence
from bot.reading.line.symbols import ALPHABET

PROBABILITIES = st.floats(0.001, 0.999)


def test_a_cell_alone_is_as_probable_as_it_was():
    assert in_company([0.3]) == pytest.approx([0.3])
    assert in_company([]) == []


@given(PROBABILITIES, st.integers(1, 60))
def test_the_same_cell_is_likelier_a_number_among_numbers_than_among_words(own, others):
    among_numbers = in_company([own] + [0.99] * others)[0]
    among_words = in_company([own] + [0.01] * others)[0]
    assert among_words < own < among_numbers


@given(st.lists(PROBABILITIES, min_size=2, max_size=9))
def test_who_is_likelier_stays_likelier(numbers):
    beside = in_company(numbers)
    assert all(0 < p < 1 for p in beside)
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    assert all(beside[a] <= beside[b] + 1e-9 for a, b in pairwise(order))


def string(text):
    return tuple(ALPHABET.index(symbol) for symbol in text)


def test_a_sign_is_likelier_where_the_others_have_it_and_less_where_none_does():
    prices = sign_priors(["1.25", "0.99", "3.10", "275"], [0.9] * 4)[3]
    assert prices(string("2.75")) > prices(string("275")) + 1
    plain = sign_priors(["125", "99", "310", "27/5"], [0.9] * 4)[3]
    assert plain(string("2715")) > plain(string("27/5")) + 0.5
    assert abs(plain(string("2715")) - plain(string("315"))) < 1e-9


def test_a_cell_says_nothing_of_itself_and_alone_nothing_is_known():
    alone = sign_priors(["27/5"], [0.9])[0]
    assert alone(string("27/5")) == pytest.approx(alone(string("2715")))
    words = sign_priors(["", "", "27/5"], [0.0, 0.0, 0.9])[2]
    assert words(string("27/5")) == pytest.approx(words(string("2715")))


def test_a_bracket_elsewhere_makes_none_likelier():
    sums = sign_priors(["(2+3)", "(4+1)", "581"], [0.9] * 3)[2]
    assert sums(string("581")) >= sums(string("58)"))
    assert sums(string("581")) >= sums(string("5+1"))


def test_the_memory_of_a_hand_makes_a_number_likelier_by_what_it_knows_of_its_digits():
    alike = Evidence(-0.5, (0.9, 0.9), (0.9, 0.9), 0, memory=1.6 * WEIGHT)
    assert alike.known == pytest.approx(0.6 * WEIGHT)
    assert alike._replace(memory=2 * WEIGHT).known == WEIGHT
    assert alike._replace(memory=WEIGHT).known == 0.0
    assert Evidence(-0.5, (), (), 1).known == 0.0
    features, weights = np.array([1.0, -2.0]), (0.5, 0.25)
    assert probability(features, weights, 1.5) == pytest.approx(1 / (1 + np.exp(-1.5)))
    assert probability(features, weights) == pytest.approx(0.5)


def test_more_digits_that_are_known_make_a_string_no_likelier_for_what_was_clear():
    one, two, slash = (Evidence(line, (0.9,), (0.9,), 0) for line in (-0.5, -2.0, -0.2))
    alike = [one._replace(memory=4.0), two._replace(memory=8.0)]
    assert remembered(alike) == alike
    found = remembered([one._replace(memory=4.0), slash._replace(change=-4.0)])
    assert found[0].line > one.line
    assert found[1].line < slash.line
    assert sum(np.exp(e.line) for e in found) == pytest.approx(
        min(sum(np.exp(e.line) for e in (one, slash)), 1.0), abs=0.05
    )
