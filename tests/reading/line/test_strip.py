import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.line.strip import HEIGHT, MARGIN, WIDEST, strip_of


def bar(height: int, width: int, strength: int = 120) -> np.ndarray:
    ink = np.zeros((height + 20, width), np.uint8)
    ink[10 : 10 + height, ::2] = strength
    return ink


@pytest.mark.parametrize("height", [5, 26, 200])
def test_the_ink_fills_the_strip_whatever_its_size(height):
    strip = strip_of(bar(height, 3 * height))
    rows = np.flatnonzero(strip.pixels.max(axis=1))
    assert (rows[0], rows[-1]) == (MARGIN, HEIGHT - MARGIN - 1)
    assert strip.pixels.shape[1] * strip.scale == pytest.approx(3 * height, rel=0.05)


def test_faint_ink_is_as_strong_as_dark_ink():
    faint, dark = (strip_of(bar(40, 120, strength)).pixels for strength in (40, 250))
    assert abs(int(faint.max()) - int(dark.max())) <= 3


@given(st.integers(1, 60), st.integers(1, 4000), st.integers(0, 255))
@settings(deadline=None, max_examples=40)
def test_any_ink_becomes_a_strip(height, width, strength):
    strip = strip_of(np.full((height, width), strength, np.uint8))
    assert strip.pixels.shape[0] == HEIGHT
    assert 1 <= strip.pixels.shape[1] <= WIDEST
