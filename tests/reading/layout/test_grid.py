"""Rules that are taken out of the ink, and what they say of the paper."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw

from bot.reading.binarise.ink import find_ink
from bot.reading.layout.grid import find_rules
from bot.reading.layout.rule import Rule
from bot.reading.layout.squared import of_squared_paper


def ruled(levels, uprights, pitch):
    """So many rules each way, as far apart."""
    long = [(True, i * pitch, uprights * pitch) for i in range(levels)]
    return [
        Rule(level, 0.0, end, at, 1.0, 0.0)
        for level, at, end in long + [(False, i * pitch, levels * pitch) for i in range(uprights)]
    ]


@pytest.mark.parametrize("height", [20.0, 28.0])
def test_many_squares_are_paper_however_large(height):
    assert of_squared_paper(ruled(13, 18, 40.0), height)


def test_a_sudoku_and_a_form_are_no_squared_paper():
    assert not of_squared_paper(ruled(10, 10, 40.0), 25.0)
    assert not of_squared_paper(ruled(2, 12, 40.0), 30.0)
    assert not of_squared_paper(ruled(21, 13, 100.0), 30.0)


@pytest.mark.parametrize("shift", [0, 3, 6, 9])
def test_a_bold_pen_on_faint_rules_loses_no_ink(shift):
    written = draw("41709", height=24, pen=0.14, margin=0.05)
    blank = np.full((240, 320), 235, np.uint8)
    clean = blank.copy()
    clean[100 : 100 + written.shape[0], 60 : 60 + written.shape[1]] = np.minimum(written, 235)
    blank[:, shift::20] = blank[shift::20] = 205
    ink = find_ink(cv2.GaussianBlur(np.minimum(clean, blank), (0, 0), 0.6))
    rules, left = find_rules(ink, ink.mask, 24.0)
    assert len(rules) > 20
    pen = cv2.GaussianBlur(clean, (0, 0), 0.6) < 110
    assert np.count_nonzero(pen & (left == 0)) < 0.01 * np.count_nonzero(pen)


def test_a_rule_that_a_coarse_scan_shows_half_as_strong_in_places_is_taken_out():
    page = np.full((200, 300), 240, np.uint8)
    page[60:140, 100] = page[60:140, 200] = 60
    page[60, 100:200] = 60
    page[140, 100:150] = 60  # then it lies between two rows
    page[140:142, 150:200] = 150
    page[80:120, 148:152] = 30
    ink = find_ink(page)
    rules, left = find_rules(ink, ink.mask, 40.0)
    assert len(rules) == 4
    assert not left[136:146, 105:195].any()
    assert left[80:120, 148:152].all()


def test_a_rule_with_a_stroke_on_it_that_is_wider_than_its_gaps_is_one_rule():
    page = np.full((200, 420), 240, np.uint8)
    page[100:104, 20:400] = 40
    page[70:100, 200:220] = 40
    ink = find_ink(page)
    [rule], left = find_rules(ink, ink.mask, 40.0)
    assert rule.level
    assert rule.end - rule.start > 370
    assert not left[:, 230:400].any()
    assert left[75:95, 202:218].all()


def test_a_rule_drawn_beyond_those_that_it_meets_is_one():
    page = np.full((260, 420), 240, np.uint8)
    for y in (50, 200):
        page[y : y + 4, 20:400] = 40
    for x in (20, 210, 396):
        page[40:215, x : x + 4] = 40  # the lower end is a tenth of its length further down
    ink = find_ink(page)
    rules, left = find_rules(ink, ink.mask, 40.0)
    assert [rule.level for rule in rules] == [True, True, False, False, False]
    assert not left[60:195].any()
