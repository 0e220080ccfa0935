"""What lies on the paper is not read, and does not hide what is written beside it."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw, noisy

HEIGHT, WIDTH = 600, 900


def paper(text="4072", height=60, pen=0.1):
    """A number in pencil on a sheet."""
    page = np.full((HEIGHT, WIDTH), 235, np.uint8)
    written = draw(text, height=height, pen=pen, margin=0.1)
    faint = (235 - (235 - np.minimum(written, 235).astype(np.float32)) * 0.6).astype(np.uint8)
    page[120 : 120 + faint.shape[0], 200 : 200 + faint.shape[1]] = faint
    return page


def with_phone(page):
    cv2.rectangle(page, (500, 280), (760, 560), 30, -1)


def with_cup(page):
    cv2.circle(page, (250, 430), 110, 120, -1, cv2.LINE_AA)
    cv2.circle(page, (250, 430), 85, 40, -1, cv2.LINE_AA)


def with_pen(page):
    cv2.line(page, (150, 380), (740, 440), 40, 34, cv2.LINE_AA)


def with_coin(page):
    cv2.circle(page, (700, 150), 42, 60, -1, cv2.LINE_AA)


@pytest.mark.parametrize("lay", [with_phone, with_cup, with_pen, with_coin])
@pytest.mark.parametrize("text", ["4072", "5"])
def test_a_thing_beside_a_number_does_not_hide_it(reader, lay, text):
    page = paper(text)
    lay(page)
    assert reader.read_gray(noisy(page, 3)).text == text


@pytest.mark.parametrize("digit", "0123456789")
def test_a_bold_digit_among_specks_is_no_thing(reader, digit):
    page = np.full((400, 400), 235, np.uint8)
    written = draw(digit, height=240, pen=0.22, margin=0.05)
    page[50 : 50 + written.shape[0], 60 : 60 + written.shape[1]] = written
    rng = np.random.default_rng(3)
    for x, y in rng.integers(0, 398, (60, 2)):
        page[y : y + 2, x : x + 2] = 120
    assert reader.read_gray(page).text == digit


@pytest.mark.parametrize("wide", [12, 15, 18])
def test_a_punched_hole_beside_a_number_is_no_zero(reader, wide):
    page = paper()
    for y in (60, 150, 420):
        cv2.circle(page, (60, y), wide, 60, -1, cv2.LINE_AA)
    assert reader.read_gray(noisy(page, 3)).text == "4072"
