import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.binarise.stroke_width import stroke_width
from bot.reading.line.strip import HEIGHT, MARGIN, THINNEST, WIDEST, strip_of


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


@pytest.mark.parametrize("height", [60, 250, 900])
def test_a_fine_pen_s_strokes_are_as_strong_as_others_and_wide_enough(height):
    ink = np.zeros((height, 2 * height), np.uint8)
    points = np.array([(0.2, 0.02), (0.5, 0.98), (1.0, 0.02), (1.4, 0.98), (1.8, 0.02)]) * height
    cv2.polylines(ink, [points.astype(np.int32)], False, 200, 2)
    pixels = strip_of(ink).pixels
    assert np.median(pixels.max(axis=1)[MARGIN:-MARGIN]) > 120
    assert THINNEST - 0.5 < stroke_width(pixels, 80) < THINNEST + 1.2


def test_a_broad_pen_s_strokes_stay_as_they_are():
    ink = np.zeros((260, 400), np.uint8)
    cv2.line(ink, (100, 20), (120, 240), 255, 40)
    assert stroke_width(strip_of(ink).pixels, 100) == pytest.approx(4, abs=1)


@given(st.integers(1, 60), st.integers(1, 4000), st.integers(0, 255))
@settings(deadline=None, max_examples=40)
def test_any_ink_becomes_a_strip(height, width, strength):
    strip = strip_of(np.full((height, width), strength, np.uint8))
    assert strip.pixels.shape[0] == HEIGHT
    assert 1 <= strip.pixels.shape[1] <= WIDEST
