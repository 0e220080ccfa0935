"""Ink is dark and both its sides are not; of a shadow's edge one side is."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw, noisy

from bot.reading.binarise.ink import find_ink
from bot.reading.layout.components import pieces_in
from bot.reading.layout.segment import segment
from bot.reading.page.one_sided import AN_EDGE, dark_beside


def beside(picture):
    ink = find_ink(picture)
    labels, pieces = pieces_in(ink.mask, ink)
    return [dark_beside([piece], labels, ink) for piece in pieces]


def shadow(size=(480, 640), blur=10):
    """A page of which a corner lies in the shadow of something."""
    height, width = size
    shade = np.zeros(size, np.float32)
    outline = [[0, height], [width // 3, height // 4], [width // 2, height]]
    cv2.fillPoly(shade, [np.array(outline, np.int32)], 1.0)
    return 1 - 0.5 * cv2.GaussianBlur(shade, (0, 0), blur)


@pytest.mark.parametrize("text", ["1", "407", "25896"])
def test_strokes_have_paper_on_both_sides(text):
    assert max(beside(draw(text, height=60))) < AN_EDGE / 2


@pytest.mark.parametrize("text", ["1", "4072"])
def test_so_have_light_strokes(text):
    assert max(beside(255 - draw(text, height=60))) < AN_EDGE / 2


def test_a_weaker_pen_is_not_beside_itself():
    ink = find_ink(np.minimum(draw("40 1", ink=20), draw("  7 ", ink=150)))
    found = segment(ink)
    [line] = found.unlike
    assert max(dark_beside([piece], found.labels, ink) for piece in line.pieces) < AN_EDGE / 2


@pytest.mark.parametrize("text", ["7", "4072"])
def test_a_number_across_the_edge_of_a_shadow_is_read(reader, text):
    picture = draw(text, height=60, margin=2.0)
    dark = picture * (0.5 + 0.5 * shadow(picture.shape))
    assert reader.read_gray(noisy(dark.astype(np.uint8), 2)).text == text


@pytest.mark.parametrize("blur", [4, 8, 12])
def test_the_edge_of_a_shadow_on_a_blank_page_is_no_one(reader, blur):
    page = (np.full((480, 640), 220) * shadow(blur=blur)).astype(np.uint8)
    assert not reader.read_gray(noisy(page, 3)).digits
