"""Lines of a picture that was not held straight are found, and levelled before they are read."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.scenes import draw, noisy

from bot.reading.box import Box
from bot.reading.layout.askew import LEAST, angle_along, angle_of


def boxes(angle, rows, columns, seed):
    """Digits of a page, turned, none of them quite on its line."""
    rng = np.random.default_rng(seed)
    turn = np.radians(angle)
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    places = [(34 * c, 90 * r) for r in range(rows) for c in range(columns)]
    middles = (np.array(places) + rng.normal(0, 2, (len(places), 2))) @ axes.T
    return [Box(round(x) - 12, round(y) - 20, 24, 40) for x, y in middles]


@given(
    angle=st.one_of(st.floats(-36, -18), st.floats(18, 36)),
    rows=st.integers(1, 4),
    columns=st.integers(7, 9),
    seed=st.integers(0, 999),
)
@settings(deadline=None)
def test_the_angle_of_turned_lines_is_found(angle, rows, columns, seed):
    assert angle_of(boxes(angle, rows, columns, seed)) == pytest.approx(angle, abs=6)


@given(
    angle=st.floats(-4, 4),
    rows=st.integers(1, 6),
    columns=st.integers(4, 9),
    seed=st.integers(0, 999),
)
@settings(deadline=None)
def test_lines_that_are_nearly_level_stay_as_they_are(angle, rows, columns, seed):
    assert angle_of(boxes(angle, rows, columns, seed)) == 0


def test_ink_that_hangs_together_tells_the_angle_if_it_is_long():
    mask = np.zeros((300, 400), np.uint8)
    cv2.line(mask, (60, 80), (320, 200), 1, 30)
    assert angle_along(mask) == pytest.approx(24.8, abs=1)
    upright = np.zeros((300, 400), np.uint8)
    cv2.line(upright, (200, 40), (215, 260), 1, 12)
    assert angle_along(upright) == 0
    blob = np.zeros((300, 400), np.uint8)
    cv2.circle(blob, (200, 150), 60, 1, -1)
    assert angle_along(blob) == 0
    assert angle_along(np.zeros((20, 20), np.uint8)) == 0
    assert LEAST > 4


@pytest.mark.parametrize("angle", [-32, -18, 14, 25])
def test_a_number_on_a_turned_sheet_is_read_and_its_boxes_lie_on_it(reader, angle):
    page = np.full((700, 900), 228, np.uint8)
    written = draw("40725", height=70, pen=0.1, margin=0.1)
    cv2.circle(written, (166, 72), 5, 40, -1, cv2.LINE_AA)
    page[300 : 300 + written.shape[0], 220 : 220 + written.shape[1]] = written
    matrix = cv2.getRotationMatrix2D((450, 350), -angle, 1)
    turned = cv2.warpAffine(page, matrix, (900, 700), borderMode=cv2.BORDER_REPLICATE)
    found = reader.read_gray(noisy(turned, 2))
    assert found.text == "40.725"
    left = np.array([220, 300 + written.shape[0] / 2, 1]) @ matrix.T
    first = found.digits[0].box
    middle = first.x + first.w / 2, first.y + first.h / 2
    assert np.hypot(*(middle - left)) < 90
