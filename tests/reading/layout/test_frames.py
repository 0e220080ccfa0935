"""Boxes, tables and comb fields that hang together with what is written in them."""

import cv2
import numpy as np
import pytest
from modelfiles import SHIPPED
from reading.scenes import draw

from bot.reading.binarise.ink import find_ink
from bot.reading.box import Box
from bot.reading.layout.bands import joined
from bot.reading.layout.components import pieces_in
from bot.reading.layout.frames import is_frame, sides_of
from bot.reading.layout.rule import Rule
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.layout.segment import laid_out, segment


def sheet(height, width):
    return np.full((height, width), 235, np.uint8)


def put(page, digit, left, top, height):
    """Writes a digit with its upper left corner at a place."""
    written = draw(digit, height=height, margin=0.0)
    rows, columns = (np.flatnonzero((written < 128).any(axis=axis)) for axis in (1, 0))
    ink = written[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    at = np.s_[top : top + ink.shape[0], left : left + ink.shape[1]]
    page[at] = np.minimum(page[at], ink)


def box(page, left, top, width, height, shade=50, thick=3):
    cv2.rectangle(page, (left, top), (left + width, top + height), shade, thick)


def found(page, unruled=None):
    """For each line, how many pieces each cell has."""
    ink = find_ink(page)
    lines = (laid_out(unruled(ink)) if unruled else segment(ink)).text
    return [[len(cell.pieces) for cell in line.cells] for line in lines]


def pieces(page):
    ink = find_ink(page)
    return pieces_in(ink.mask, ink)


def test_a_box_is_a_frame_and_digits_are_none():
    page = sheet(120, 700)
    box(page, 20, 20, 160, 80)
    for place, digit in enumerate("0864"):
        put(page, digit, 220 + 110 * place, 20, 80)
    labels, seen = pieces(page)
    assert [is_frame(piece, labels) for piece in sorted(seen, key=lambda p: p.box.x)] == [
        True, *[False] * (len(seen) - 1),
    ]  # fmt: skip


def test_boxes_that_are_alike_beside_each_other_are_one_comb():
    page = sheet(120, 700)
    for left in (20, 110, 200, 480):
        box(page, left, 20, 70, 80)
    labels, seen = pieces(page)
    sides = sides_of(seen, labels)
    ends = sorted({(rule.start, rule.end) for rule in sides if rule.level})
    assert [(round(a, -1), round(b, -1)) for a, b in ends] == [(20, 270), (480, 550)]
    assert sum(not rule.level for rule in sides) == 8


def test_digits_that_touch_the_boxes_of_a_column_are_a_line_each():
    page = sheet(300, 140)
    for row, digit in enumerate("745"):
        box(page, 30, 20 + 80 * row, 70, 80)
        put(page, digit, 45, 30 + 80 * row, 58)
    cv2.line(page, (70, 22), (70, 40), 50, 4)  # the first hangs together with its box
    assert len(found(page, RuleRemover.beside(SHIPPED.parent))) == 3


def test_a_table_all_of_whose_digits_touch_it_is_read_cell_by_cell():
    page = sheet(200, 240)
    for at, digit in enumerate("5928"):
        left, top = 30 + 80 * (at % 2), 20 + 80 * (at // 2)
        box(page, left, top, 80, 80)
        put(page, digit, left + 20, top + 12, 56)
        cv2.line(page, (left + 35, top + 60), (left + 35, top + 80), 50, 4)
    unruled = RuleRemover.beside(SHIPPED.parent)
    assert [len(line) for line in found(page, unruled)] == [2, 2]


@pytest.mark.parametrize("title", ["", "box"])
def test_frames_part_what_is_in_them_from_what_is_beside_them(title):
    page = sheet(100, 700)
    for left, text in ((60, "17"), (280, "04")):
        box(page, left, 20, 150, 58)
        for at, digit in enumerate(text):
            put(page, digit, left + 25 + 60 * at, 27, 45)
        cv2.line(page, (left + 45, 60), (left + 45, 78), 50, 3)
    if title:
        put(page, "4", 235, 35, 30)
    assert len(found(page)[0]) == 2 + bool(title)


@pytest.mark.parametrize("tooth", [20, 95])
def test_the_uprights_of_an_open_comb_are_no_ones(tooth):
    page = sheet(160, 760)
    cv2.line(page, (40, 130), (700, 130), 50, 4)
    for at in range(7):
        long = 100 if at in {0, 6} else tooth
        cv2.line(page, (40 + 110 * at, 130 - long), (40 + 110 * at, 130), 50, 4)
    for at, digit in enumerate("283046"):
        put(page, digit, 75 + 110 * at, 55, 55)
    lines = segment(find_ink(page)).text
    assert [sum(len(cell.pieces) for cell in line.cells) for line in lines] == [6]


def test_ones_that_stand_on_a_line_stay():
    page = sheet(160, 700)
    cv2.line(page, (60, 120), (640, 120), 50, 4)
    for at in range(5):
        if at % 2:
            put(page, "0", 85 + 110 * at, 60, 60)
        else:
            cv2.line(page, (100 + 110 * at, 60), (100 + 110 * at, 120), 50, 4)
    assert sum(sum(line) for line in found(page)) == 5


def test_a_digit_in_a_comb_that_the_picture_cuts_off_stays():
    page = sheet(120, 700)
    for at, digit in enumerate("70589"):
        box(page, 80 + 100 * at, 0, 100, 90)
        put(page, digit, 105 + 100 * at, 15, 55)
    cv2.line(page, (225, 60), (225, 87), 50, 4)  # the 0 hangs together with the comb
    assert [sum(line) for line in found(page)] == [5]


def test_boxes_that_are_paler_than_the_pen_part_numbers():
    page = sheet(100, 700)
    for left, text in ((60, "17"), (260, "04"), (460, "96")):
        box(page, left, 15, 140, 70, shade=170, thick=2)
        for at, digit in enumerate(text):
            put(page, digit, left + 25 + 55 * at, 28, 42)
    page[page < 100] = 20
    assert [len(line) for line in found(page)] == [3]


def test_lines_are_joined_where_each_box_has_one_of_their_pieces():
    level = [Rule(True, 0, 300, at, 2, 0.0) for at in (0, 100)]
    upright = [Rule(False, 0, 100, at, 2, 0.0) for at in (0, 100, 200, 300)]
    boxes = [Box(40, 10, 20, 30), Box(140, 60, 20, 30), Box(240, 15, 20, 30)]
    assert [sorted(chain) for chain in joined([[0, 2], [1]], boxes, level + upright)] == [[0, 1, 2]]
    # Two lines in one box are two, and so are those of a page without boxes.
    two = [Box(40, 10, 20, 30), Box(40, 60, 20, 30), Box(240, 15, 20, 30)]
    assert len(joined([[0, 2], [1]], two, level + upright)) == 2
    assert len(joined([[0, 2], [1]], boxes, level)) == 2
