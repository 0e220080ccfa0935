"""The rule under a sum is none of its digits; what strikes a number out is no rule."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw, noisy

from bot.reading.binarise.ink import find_ink
from bot.reading.layout.parting_rules import between_lines
from bot.reading.layout.ridges import Ridges

HEIGHT = 60


def page(*lines):
    """Numbers below each other, 110 pixels from one to the next."""
    paper = np.full((60 + 110 * len(lines), 900), 235, np.uint8)
    for row, text in enumerate(lines):
        if text:
            written = draw(text, height=HEIGHT, margin=0.05)
            at = slice(40 + 110 * row, 40 + 110 * row + written.shape[0])
            paper[at, 200 : 200 + written.shape[1]] = np.minimum(written, 235)
    return paper


def parting(picture, height=HEIGHT):
    ink = find_ink(noisy(picture, 2))
    return between_lines(Ridges(ink.strength, ink.floor, height), ink.mask, height).any()


@pytest.mark.parametrize(("y", "found"), [(125, True), (72, False), (250, False)])
def test_only_what_lies_between_two_lines_parts_them(y, found):
    picture = page("4072", "3156")
    cv2.line(picture, (190, y), (520, y + 3), 40, 5, cv2.LINE_AA)
    assert parting(picture) == found


def test_a_dash_between_numbers_parts_no_lines():
    picture = page("4072   38")
    cv2.line(picture, (500, 74), (640, 72), 40, 5, cv2.LINE_AA)
    assert not parting(picture)


@pytest.mark.parametrize("y", [122, 138])
def test_a_sum_is_read_in_lines_without_its_rule(reader, y):
    picture = page("636", "380")
    cv2.line(picture, (170, y), (440, y + 2), 40, 5, cv2.LINE_AA)
    assert reader.read_gray(noisy(picture, 3)).text == "636\n380"


def test_the_rule_over_a_short_total_parts_it_from_the_numbers():
    picture = page("4072", "7")
    cv2.line(picture, (190, 125), (480, 128), 40, 5, cv2.LINE_AA)
    assert parting(picture, HEIGHT / 2)
