"""What is fainter than the rest of a page is a part of its number, a number, or nothing."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw


def faded(text, faint, *, height=80):
    """A number whose second half is as faint as that, as in the light of a lamp."""
    page = draw(text, height=height)
    middle = page.shape[1] // 2
    page[:, middle:] = np.maximum(page[:, middle:], faint)
    return page


@pytest.mark.parametrize("faint", [110, 140, 160])
@pytest.mark.parametrize("text", ["2384", "40716523"])
def test_a_number_that_fades_is_one_number(reader, text, faint):
    assert reader.read_gray(faded(text, faint)).text == text


def test_grain_beside_a_number_is_nothing(reader):
    rng = np.random.default_rng(5)
    page = draw("2384", height=80, margin=2.0).astype(int)
    specks = rng.random(page.shape) < 0.002
    page = np.where(specks, np.minimum(page, 165), page).astype(np.uint8)
    assert reader.read_gray(page).text == "2384"


def test_a_faint_word_below_a_number_is_no_number_and_does_not_hide_it(reader):
    page = np.pad(draw("2384", height=80), ((0, 120), (0, 60)), constant_values=225)
    at = (30, page.shape[0] - 50)
    cv2.putText(page, "water", at, cv2.FONT_HERSHEY_SIMPLEX, 1.6, 160, 3, cv2.LINE_AA)
    assert reader.read_gray(page).text == "2384"


@pytest.mark.parametrize("text", ["41", "2384"])
def test_a_number_beside_a_large_drawing_is_read_and_the_drawing_said_to_be_left_out(reader, text):
    page = np.full((480, 640), 225, np.uint8)
    number = draw(text, height=50, margin=0.2)
    page[40 : 40 + number.shape[0], 40 : 40 + number.shape[1]] = number
    cv2.circle(page, (460, 320), 110, 40, 5, cv2.LINE_AA)
    cv2.ellipse(page, (460, 320), (60, 60), 0, 20, 160, 40, 5, cv2.LINE_AA)
    for x in (420, 500):
        cv2.circle(page, (x, 290), 8, 40, -1, cv2.LINE_AA)
    reading = reader.read_gray(page)
    assert reading.text == text
    assert reading.others


def test_small_marks_beside_a_large_drawing_are_no_number(reader):
    page = np.full((480, 640), 225, np.uint8)
    cv2.circle(page, (400, 300), 130, 40, 9, cv2.LINE_AA)
    cv2.line(page, (400, 100), (400, 460), 40, 9, cv2.LINE_AA)
    for x in (60, 72, 84):
        cv2.line(page, (x, 60), (x, 76), 40, 2, cv2.LINE_AA)
    assert reader.read_gray(page).text == ""


def test_what_may_be_a_number_and_is_left_out_makes_the_whole_less_sure(reader, monkeypatch):
    page = np.pad(draw("2384", height=80), ((0, 140), (0, 60)), constant_values=225)
    below = draw("71", height=60, margin=0.1, ink=165)
    page[-120 : -120 + below.shape[0], 40 : 40 + below.shape[1]] = below
    assert reader.read_gray(page).text == "2384\n71"
    monkeypatch.setattr("bot.reading.page.unlike._LEAST", 1.01)
    alone = reader.read_gray(page)
    assert alone.text == "2384"
    assert alone.confidence < 0.2
