"""What is drawn on a phone, dark pictures in figures, a highlighter's tint, a spray can."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw


def phone(number=None, *, dark=False):
    """A screen with the time, the battery and a button for going back."""
    screen = np.full((1280, 720), 255, np.uint8)
    face = cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(screen, "12:47", (30, 40), face, 0.75, 0, 2, cv2.LINE_AA)
    cv2.putText(screen, "86%", (590, 40), face, 0.65, 0, 2, cv2.LINE_AA)
    cv2.rectangle(screen, (650, 24), (680, 40), 0, 2)
    cv2.arrowedLine(screen, (70, 100), (30, 100), 0, 3, cv2.LINE_AA, tipLength=0.4)
    if number is not None:
        h, w = number.shape
        screen[500 : 500 + h, 60 : 60 + w] = number
    return 255 - screen if dark else screen


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["7", "407", "58213"])
def test_the_time_is_no_part_of_a_number_that_is_drawn_on_a_phone(reader, text, dark):
    number = draw(text, height=90, paper=255, ink=0, margin=0.1)
    assert reader.read_gray(phone(number, dark=dark)).text == text


def test_a_screen_without_a_drawing_is_no_number(reader):
    assert not reader.read_gray(phone()).digits


def figure(text, *, side=300):
    """A dark picture on white, with the numbers of its axes."""
    page = np.full((side + 160, side + 160), 255, np.uint8)
    number = draw(text, height=side // 3, paper=0, ink=255, margin=0.3)
    panel = np.zeros((side, max(side, number.shape[1] + 40)), np.uint8)
    y, x = (panel.shape[0] - number.shape[0]) // 2, (panel.shape[1] - number.shape[1]) // 2
    panel[y : y + number.shape[0], x : x + number.shape[1]] = number
    page = np.full((side + 160, panel.shape[1] + 160), 255, np.uint8)
    page[80 : 80 + side, 80 : 80 + panel.shape[1]] = panel
    for at in range(0, side, 75):
        label = str(at // 15)
        cv2.putText(page, label, (45, 90 + at), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 0, 1, cv2.LINE_AA)
    return page


@pytest.mark.parametrize("text", ["5", "63", "4072"])
def test_a_number_on_a_dark_picture_in_a_figure_is_read_without_its_axes(reader, text):
    assert reader.read_gray(figure(text)).text == text


def test_a_dark_picture_without_a_number_has_none(reader):
    page = np.full((400, 400), 255, np.uint8)
    page[100:300, 100:300] = 10
    assert not reader.read_gray(page).digits


@pytest.mark.parametrize("tint", [150, 175, 200])
@pytest.mark.parametrize("text", ["380", "36523"])
def test_a_number_in_a_highlighter_s_tint_is_read(reader, text, tint):
    page = draw(text, height=70, margin=2.0)
    rows, columns = np.nonzero(page < 100)
    band = page[rows.min() - 5 : rows.max() + 5, columns.min() - 30 : columns.max() + 30]
    np.minimum(band, tint, out=band)
    assert reader.read_gray(page).text == text


@pytest.mark.parametrize("text", ["3", "517", "8875"])
def test_strokes_of_grains_run_together(reader, text):
    cover = (255 - draw(text, height=180, pen=0.16, paper=255, ink=0)) / 255
    rng = np.random.default_rng(len(text))
    soft = cv2.GaussianBlur(cover, (0, 0), 4)
    grains = rng.random(cover.shape) < 0.35 * soft
    page = np.where(grains, 0, 255).astype(np.uint8)
    assert reader.read_gray(page).text == text


def test_grains_without_strokes_are_no_number(reader):
    grains = np.random.default_rng(0).random((600, 800)) < 0.02
    assert not reader.read_gray(np.where(grains, 0, 255).astype(np.uint8)).digits
