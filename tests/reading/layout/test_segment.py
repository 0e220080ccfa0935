"""Ink -> pieces and lines, also where there is far too much of it."""

import time

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.scenes import draw

from bot.reading.binarise.ink import Ink, find_ink
from bot.reading.box import Box, gap
from bot.reading.layout.grouping import gaps_to
from bot.reading.layout.lines import MOST
from bot.reading.layout.segment import segment
from bot.reading.result import Reason

boxes = st.builds(Box, *[st.integers(0, 300)] * 2, *[st.integers(1, 80)] * 2)


def printed(rows: int, columns: int) -> np.ndarray:
    """A page of letters."""
    page = np.full((rows * 27 + 20, columns * 20 + 20), 235, np.uint8)
    letters = "THQUICKBRWNFXJMPSVLAZYDG"
    for row in range(rows):
        for column in range(columns):
            letter = letters[(7 * row + 5 * column) % len(letters)]
            at = (10 + 20 * column, 30 + 27 * row)
            cv2.putText(page, letter, at, cv2.FONT_HERSHEY_SIMPLEX, 0.8, 40, 2, cv2.LINE_AA)
    return page


def test_a_printed_page_is_given_up_at_once(reader):
    page = printed(34, 60)
    began = time.process_time()
    reading = reader.read_gray(page)
    assert reading.reason is Reason.TOO_MUCH_INK
    # Looking at each letter takes minutes, this a tenth of a second.
    assert time.process_time() - began < 5


def test_a_full_page_of_digits_is_not_too_much():
    page = np.vstack([np.pad(draw("1234567890" * 3, height=20), 12, constant_values=225)] * 12)
    found = segment(find_ink(page))
    assert not found.crowded
    assert sum(len(line.pieces) for line in found.lines) >= 340
    assert MOST >= 400 * 1.5


@given(box=boxes, others=st.lists(boxes, min_size=1, max_size=9))
@settings(deadline=None)
def test_gaps_to_all_boxes_are_those_to_each(box, others):
    assert gaps_to(box, np.array(others, np.int32)).tolist() == [gap(box, o) for o in others]


def test_no_two_pieces_have_the_same_label():
    """Two dark strips at the edges, with writing and specks on them."""
    mask, strength = (np.zeros((300, 300), np.uint8) for _ in range(2))
    for left, right, specks in ((0, 148, 2), (152, 300, 1)):
        mask[60:240, left:right] = 1
        strength[60:240, left:right] = 60
        for speck in range(specks):
            x = left + 20 + 10 * speck
            strength[64:66, x : x + 2] = 250
        x = right - 40 if not left else left + 20
        strength[120:180, x : x + 20] = 250
    ground = np.full((300, 300), 255, np.uint8)
    found = segment(Ink(strength, mask, ground, 1, light=False, factor=1))
    labels = [piece.label for line in found.lines for piece in line.pieces]
    assert len(labels) >= 2
    assert len(set(labels)) == len(labels)
    for line in found.lines:
        for piece in line.pieces:
            x, y, w, h = piece.box
            assert (found.labels[y : y + h, x : x + w] == piece.label).sum() == piece.area


@pytest.mark.filterwarnings("error")
def test_a_row_of_dots_above_does_not_turn_the_order_of_lines_round(reader):
    page = np.full((1000, 700), 225, np.uint8)
    for text, top in (("3", 380), ("456", 620)):
        written = draw(text, height=100)
        page[top : top + written.shape[0], 60 : 60 + written.shape[1]] = written
    for top in (120, 165, 210):
        page[top : top + 25, 180:205] = 20
    assert reader.read_gray(page).text == "3\n456"


def test_only_gray_pictures_are_taken(reader):
    for wrong in (
        np.zeros((0, 5), np.uint8),
        np.zeros((9, 9), np.float32),
        np.zeros((9, 9, 3), np.uint8),
    ):
        with pytest.raises(ValueError, match="uint8"):
            reader.read_gray(wrong)


def test_boxes_and_size_are_those_of_the_full_picture(reader):
    reading = reader.read_gray(draw("7", height=60), scale=3.0)
    width, height = reading.size
    box = reading.digits[0].box
    assert box.x + box.w <= width
    assert box.y + box.h <= height
