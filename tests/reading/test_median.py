"""Medians, and quantiles of numbers that count for more or less."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.median import median, weighted_quantile


@pytest.mark.parametrize("kind", [np.uint8, np.float32, np.int64])
@pytest.mark.parametrize("size", [1, 2, 3, 10, 101])
def test_medians_are_numpys(kind, size):
    values = np.random.default_rng(size).integers(0, 255, size).astype(kind)
    assert median(values) == float(np.median(values))
    assert median(list(values)) == median(values[::-1])


def test_of_nothing_there_is_no_median():
    with pytest.raises(IndexError):
        median([])


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5)), min_size=1, max_size=20),
    st.integers(0, 8),
)
def test_a_number_that_counts_for_several_is_as_good_as_several(pairs, eighths):
    values, weights = zip(*pairs, strict=True)
    each = sorted(value for value, weight in pairs for _ in range(weight))
    place = max(0, -(-eighths * len(each) // 8) - 1)
    assert weighted_quantile(values, weights, eighths / 8) == each[place]
