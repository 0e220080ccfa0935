"""How probable it is that a cell is a number, by itself and beside others."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.line.confidence import in_company

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
