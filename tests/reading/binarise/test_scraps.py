"""What is written on torn paper, a tag or a label is read, whatever its outline."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw, noisy

from bot.reading.binarise.scraps import scraps_alone


def torn(text, *, seed=0):
    """A scrap with a number on a dark table."""
    table = noisy(np.full((600, 800), 90, np.uint8), 3)
    number = draw(text, height=50)
    height, width = number.shape
    rng = np.random.default_rng(seed)
    turns = np.linspace(0, 2 * np.pi, 80, endpoint=False)
    wide, tall = (0.62 * side for side in (width, height))
    away = rng.uniform(1.0, 1.25, turns.size)
    outline = np.column_stack([wide * np.cos(turns), 1.3 * tall * np.sin(turns)]) * away[:, None]
    scrap = np.zeros(table.shape, np.uint8)
    cv2.fillPoly(scrap, [np.rint(outline + np.array([400, 300])).astype(np.int32)], 1)
    written = np.full(table.shape, 225, np.uint8)
    y, x = 300 - height // 2, 400 - width // 2
    written[y : y + height, x : x + width] = number
    return np.where(scrap, written, table)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_number_on_torn_paper_is_read(reader, seed):
    assert reader.read_gray(torn("4072", seed=seed)).text == "4072"


def test_around_a_scrap_its_colour_is_seen():
    alone = scraps_alone(torn("4072"))
    assert np.median(alone) > 200
    assert np.mean(alone < 120) < 0.05


@pytest.mark.parametrize(
    "picture",
    [draw("407"), 255 - draw("407"), np.full((300, 400), 180, np.uint8)],
    ids=["number", "light number", "blank"],
)
def test_strokes_are_no_scraps(picture):
    assert scraps_alone(picture) is picture


def test_a_light_shape_with_nothing_on_it_is_no_number(reader):
    blank = np.full((600, 800), 90, np.uint8)
    cv2.ellipse(blank, (400, 300), (160, 90), 20, 0, 360, 225, -1)
    assert not reader.read_gray(blank).digits


def test_the_outline_of_what_is_written_on_is_no_zero(reader):
    plate = np.full((600, 800), 60, np.uint8)
    number = draw("4072", height=50, margin=0.2)
    cv2.ellipse(plate, (400, 300), (240, 110), 0, 0, 360, 225, -1)
    y, x = 300 - number.shape[0] // 2, 400 - number.shape[1] // 2
    plate[y : y + number.shape[0], x : x + number.shape[1]] = number
    assert reader.read_gray(noisy(plate, 2)).text == "4072"
