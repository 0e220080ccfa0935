"""Little writing on a large page of ruled or squared paper, held as a hand holds a phone."""

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading.scenes import Gray, draw, noisy, shaded


def page(text: str, *, height: int, pitch: int, degrees: float, squares: bool, line: int) -> Gray:
    """Writing of a dark pen, near the upper left corner, over lines that are turned."""
    lines = np.zeros((900, 1200), np.uint8)
    along = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    across = np.array([-along[1], along[0]])
    for at in range(-600, 1900, pitch):
        for way, beside in ((along, across), (across, along))[: 2 if squares else 1]:
            ends = [tuple(int(v) for v in at * beside + far * way) for far in (-2500, 2500)]
            cv2.line(lines, ends[0], ends[1], 255, 2, cv2.LINE_AA)
    picture = 215 - (215 - line) * (lines / 255)
    if text:
        written = draw(text, height=height, pen=0.07, gap=0.35, margin=0.1, paper=255, ink=40)
        window = picture[300 : 300 + written.shape[0], 120 : 120 + written.shape[1]]
        np.minimum(window, written, out=window)
    blurred = cv2.GaussianBlur(picture.astype(np.uint8), (3, 3), 0)
    return noisy(shaded(blurred, 0.6), 2)


@given(
    text=st.text("0123456789", min_size=1, max_size=5),
    pitch=st.sampled_from([30, 45, 60]),
    heights=st.sampled_from([2, 3]),
    degrees=st.floats(-3, 3),
    squares=st.booleans(),
    line=st.integers(140, 190),
)
@example(text="1", pitch=30, heights=2, degrees=0.0, squares=True, line=140)
@example(text="0", pitch=30, heights=2, degrees=0.0, squares=True, line=140)
@example(text="00007", pitch=45, heights=3, degrees=2.5, squares=False, line=151)
@settings(max_examples=40, deadline=None)
def test_lines_that_are_fainter_than_the_pen_do_not_matter(
    reader, text, pitch, heights, degrees, squares, line
):
    picture = page(
        text,
        height=heights * pitch,
        pitch=pitch,
        degrees=degrees,
        squares=squares,
        line=line,
    )
    assert reader.read_gray(picture).text == text


@pytest.mark.parametrize("degrees", [-0.25, 0.0, 0.25])
@pytest.mark.parametrize("line", [140, 160, 190])
def test_a_one_that_narrow_rules_cross_is_one_digit(reader, degrees, line):
    picture = page("1", height=60, pitch=30, degrees=degrees, squares=False, line=line)
    assert reader.read_gray(picture).text == "1"


def test_a_one_between_the_rules_of_fine_squares_is_no_end_of_one(reader):
    picture = page("7124", height=90, pitch=30, degrees=1.088, squares=True, line=161)
    assert reader.read_gray(picture).text == "7124"


@pytest.mark.parametrize("degrees", [0.0, 1.5, -3.0])
def test_squared_paper_without_writing_has_no_digit(reader, degrees):
    for pitch in (30, 60):
        blank = page("", height=60, pitch=pitch, degrees=degrees, squares=True, line=150)
        assert not reader.read_gray(blank).digits


def test_a_bar_that_lies_on_a_line_stays(reader):
    for above in range(-4, 5):
        picture = np.full((300, 420), 215, np.uint8)
        picture[100 + above : 102 + above] = picture[200:202] = 150
        written = draw("577", height=90, pen=0.07, margin=0.0, paper=255, ink=40)
        window = picture[97 : 97 + written.shape[0], 60 : 60 + written.shape[1]]
        np.minimum(window, written, out=window)
        assert reader.read_gray(noisy(picture, 2)).text == "577"
