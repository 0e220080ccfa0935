"""Sums of probabilities that are kept as logarithms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.line.logspace import NEVER, log_add

LOGS = st.floats(-700, 0)


@given(LOGS, LOGS)
def test_it_is_the_sum(a, b):
    assert log_add(a, b) == pytest.approx(math.log(math.exp(a) + math.exp(b)))
    assert log_add(a, b) == log_add(b, a)


@given(st.one_of(LOGS, st.just(NEVER)))
def test_what_never_is_adds_nothing(a):
    assert log_add(a, NEVER) == a


def test_it_holds_where_the_probabilities_themselves_vanish():
    assert log_add(-5000, -5000) == pytest.approx(-5000 + math.log(2))
