import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from reading.scenes import draw, noisy, ruled, shaded, squared

from bot.reading.binarise.ink import DETECT_SIDE, find_ink, strongest_ink
from bot.reading.binarise.ruled_lines import remove_rules

CLEAN = draw("2750")
TRUTH = CLEAN < 130


def agreement(mask: np.ndarray, truth: np.ndarray) -> float:
    """Intersection over union."""
    return float((mask.astype(bool) & truth).sum() / (mask.astype(bool) | truth).sum())


@pytest.mark.parametrize(
    "picture",
    [
        CLEAN,
        255 - CLEAN,
        noisy(shaded(CLEAN), 2),
        noisy(CLEAN, 6),
        draw("2750", paper=120, ink=70),
        noisy(draw("2750", paper=210, ink=170), 2),
        noisy(shaded(255 - CLEAN, 0.7), 2),
    ],
    ids=["plain", "light on dark", "shadow", "grain", "dark paper", "pencil", "dim blackboard"],
)
def test_the_mask_is_the_ink(picture):
    assert agreement(find_ink(picture).mask, TRUTH) > 0.8


@pytest.mark.parametrize("picture", [CLEAN, noisy(CLEAN, 5)])
def test_inverted_pictures_have_the_same_ink(picture):
    dark, light = find_ink(picture), find_ink(255 - picture)
    assert (dark.light, light.light) == (False, True)
    assert agreement(dark.mask, light.mask.astype(bool)) > 0.75


@pytest.mark.parametrize("digit", list("2345679"))
@pytest.mark.parametrize("pen", [0.16, 0.22])
def test_bold_digits_that_fill_the_picture_are_ink_and_not_ground(digit, pen):
    picture = noisy(draw(digit, pen=pen, margin=0.15, paper=220, ink=50), 4)
    dark, light = find_ink(picture), find_ink(255 - picture)
    assert (dark.light, light.light) == (False, True)
    assert agreement(dark.mask, picture < 135) > 0.85
    assert agreement(light.mask, picture < 135) > 0.85


@pytest.mark.parametrize("spread", [40, 60, 80])
def test_the_reflection_of_a_lamp_is_no_light_writing(spread):
    page = draw("407", height=80, margin=2.0, paper=150)
    y, x = np.mgrid[0 : page.shape[0], 0 : page.shape[1]]
    lamp = 150 * np.exp(-((x - 400) ** 2 + (y - 100) ** 2) / (2 * spread**2))
    assert not find_ink(noisy(np.clip(page + lamp, 0, 255), 3)).light


@pytest.mark.parametrize("edge", [2, 4, 6])
def test_the_dark_edge_of_a_low_strip_is_not_its_ground(edge):
    strip = draw("330640", height=40, pen=0.07, gap=0.3, margin=0.25, paper=205, ink=110)
    strip[:edge] = strip[-edge:] = 120
    assert not find_ink(noisy(strip, 6)).light


def test_plain_paper_has_no_ink():
    assert not find_ink(np.full((300, 400), 180, np.uint8)).mask.any()
    grainy = noisy(np.full((300, 400), 180, np.uint8), 4)
    assert find_ink(grainy).mask.mean() < 0.001
    assert find_ink(shaded(grainy)).mask.mean() < 0.001


def test_a_brush_as_wide_as_a_third_of_the_picture_is_ink_all_through():
    picture = np.full((300, 300), 255, np.uint8)
    picture[40:300, 100:190] = 60
    ink = find_ink(picture)
    assert agreement(ink.mask, picture < 128) > 0.97


def test_large_pictures_are_searched_at_half_their_size():
    ink = find_ink(np.full((100, 2 * DETECT_SIDE), 200, np.uint8))
    assert ink.factor == 2
    assert ink.mask.shape == (50, DETECT_SIDE)


@pytest.mark.parametrize("lined", [squared(CLEAN, 44, line=60), ruled(CLEAN, 50, line=60)])
def test_printed_lines_as_dark_as_the_pen_are_removed_and_strokes_are_not_broken(lined):
    ink = find_ink(lined)
    mask, left = ink.mask, remove_rules(ink.mask, ink.strength)
    lines = (lined < 100) & ~TRUTH
    assert mask[lines].mean() > 0.8
    assert left[lines].mean() < 0.12
    assert left[TRUTH].mean() > 0.9


def test_a_stroke_that_is_no_printed_line_stays():
    for picture in (CLEAN, draw("7", margin=0.15), draw("1", margin=0.15)):
        ink = find_ink(picture)
        assert remove_rules(ink.mask, ink.strength) is ink.mask


@settings(max_examples=150, deadline=None)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 70), st.integers(1, 70))))
def test_any_picture_has_a_mask_of_its_own_shape(gray):
    ink = find_ink(gray)
    assert ink.mask.shape == ink.strength.shape == gray.shape
    assert set(np.unique(ink.mask)) <= {0, 1}


def test_a_pen_is_found_without_the_tint_around_it_and_no_other_pen_is_taken_away():
    page = draw("407", margin=1.5)
    inked = page < 100
    tinted = page.copy()
    tinted[60:200, 60:420] = np.minimum(tinted[60:200, 60:420], 170)
    strong = strongest_ink(find_ink(tinted))
    assert strong is not None
    assert strong.mask[inked].mean() > 0.9
    assert strong.mask[~cv2.dilate(inked.view(np.uint8), np.ones((5, 5))).astype(bool)].sum() == 0
    assert strongest_ink(find_ink(page)) is None
    assert strongest_ink(find_ink(np.full((80, 80), 200, np.uint8))) is None
