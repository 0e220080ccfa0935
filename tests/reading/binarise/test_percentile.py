"""Percentiles by counting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from bot.reading.binarise.percentile import percentile


@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2)), st.integers(0, 100))
def test_it_is_what_numpy_says(pixels, percent):
    assert percentile(pixels, percent) == pytest.approx(np.percentile(pixels, percent))


def test_a_part_of_a_picture_may_be_measured():
    pixels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert percentile(pixels[::2, ::2], 50) == np.percentile(pixels[::2, ::2], 50)
