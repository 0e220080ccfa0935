import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from reading.scenes import draw

from bot.reading.binarise.stroke_width import stroke_width
from bot.reading.digits.normalise import (
    BOX,
    INK_LEVEL,
    SIDE,
    THICKEST,
    THINNEST,
    WORK,
    normalise,
)


def ink_of(text: str, **how: float) -> np.ndarray:
    return 255 - draw(text, paper=255, ink=0, **how)


def centre_of_mass(glyph: np.ndarray) -> tuple[float, float]:
    rows, columns = np.indices(glyph.shape)
    mass = glyph.sum()
    return float((columns * glyph).sum() / mass), float((rows * glyph).sum() / mass)


def extent(glyph: np.ndarray) -> tuple[int, int]:
    rows, columns = np.nonzero(glyph > 20)
    return int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("height", [20, 90, 400])
def test_a_digit_fills_the_20_pixel_box_with_its_centre_of_mass_in_the_middle(digit, height):
    glyph = normalise(ink_of(str(digit), height=height))
    assert glyph.shape == (SIDE, SIDE)
    assert glyph.dtype == np.uint8
    assert glyph.max() > 200
    assert BOX - 1 <= max(extent(glyph)) <= BOX
    x, y = centre_of_mass(glyph)
    assert abs(x - SIDE / 2) <= 0.75
    assert abs(y - SIDE / 2) <= 0.75


def test_the_aspect_is_kept():
    width, height = extent(normalise(ink_of("1", pen=0.12)))
    assert height == BOX
    assert width < BOX / 2


@pytest.mark.parametrize("pen", [0.006, 0.02, 0.1, 0.3])
def test_any_pen_is_brought_into_the_range_of_mnist(pen):
    glyph = normalise(ink_of("0", height=300, pen=pen))
    width = stroke_width(glyph, INK_LEVEL) * WORK / BOX
    assert THINNEST - 3.5 <= width <= THICKEST + 4


def test_position_and_margin_do_not_matter():
    ink = ink_of("5")
    assert np.array_equal(normalise(ink), normalise(np.pad(ink, ((3, 50), (80, 1)))))


def test_no_ink_gives_an_empty_picture():
    assert not normalise(np.zeros((40, 30), np.uint8)).any()


@settings(max_examples=200, deadline=None)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 90), st.integers(1, 90))))
def test_any_array_gives_a_glyph(ink):
    glyph = normalise(ink)
    assert glyph.shape == (SIDE, SIDE)
    assert glyph.any() == bool((ink >= 96).any())
