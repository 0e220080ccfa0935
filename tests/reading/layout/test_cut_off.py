"""What the picture's edge cuts off is no part of a line, and what only touches the edge is."""

import cv2
import numpy as np
import pytest
from reading.layout.test_cells import digits, found
from reading.scenes import draw


def test_what_lies_along_the_edge_does_not_make_a_digit_small():
    picture = draw("9", height=60, margin=0.3)
    for left in range(2, picture.shape[1] - 12, 20):
        picture[:5, left : left + 12] = 40  # the edge of a sheet, in bits
    [[cell]] = [line.cells for line in found(picture).text]
    assert len(cell.pieces) == 1


def test_a_slash_that_the_edge_cuts_off_stays_in_its_line():
    picture = draw("12 34", height=60, margin=0.3)
    middle = picture.shape[1] // 2
    cv2.line(picture, (middle + 9, 0), (middle - 9, 92), 40, 5)
    [line] = found(picture).text
    boxes = [piece.box for piece in line.pieces]
    assert any(box.h > 85 and abs(box.x + box.w / 2 - middle) < 4 for box in boxes)


def test_digits_stay_that_stand_on_an_underline_which_the_edge_cuts_off():
    picture = np.full((100, 260), 230, np.uint8)
    for place, letter in enumerate("11835"):
        digit = draw(letter, height=60, margin=0.05)
        left, top = 12 + 48 * place, 16 if place > 2 else 8  # some do not touch it
        part = picture[top : top + digit.shape[0], left : left + digit.shape[1]]
        np.minimum(part, digit[:, : part.shape[1]], out=part)
    cv2.line(picture, (20, 80), (259, 80), 40, 4)
    segments = found(picture)
    ink = [piece.box.x + piece.box.w for line in segments.text for piece in line.pieces]
    assert max(ink) >= 12 + 48 * 4


def test_so_they_do_where_it_joins_most_of_them_and_the_others_stand_alone():
    picture = np.full((66, 190), 230, np.uint8)
    for place, letter in enumerate("18603"):
        digit = draw(letter, height=40, margin=0.05, gap=0.1)
        left, top = 8 + 36 * place, 4 if place in {2, 3} else 18  # those do not touch it
        part = picture[top : top + digit.shape[0], left : left + digit.shape[1]]
        np.minimum(part, digit[: part.shape[0], : part.shape[1]], out=part)
    cv2.line(picture, (20, 59), (185, 64), 40, 3)
    ink = [piece.box for line in found(picture).text for piece in line.pieces]
    assert min(box.x for box in ink) < 20
    assert max(box.x + box.w for box in ink) > 160


def test_a_strip_along_the_edge_is_no_part_of_a_line():
    picture = draw("34", height=60, margin=0.5)
    picture[2:, -2:] = 40  # as from the end of a sheet
    [line] = found(picture).text
    assert digits(line.cells[0]) == 2
    assert all(piece.box.x + piece.box.w < picture.shape[1] - 4 for piece in line.pieces)


@pytest.mark.parametrize("text", ["5", "407", "2185"])
@pytest.mark.parametrize("cut", [5, 9, 14])
@pytest.mark.parametrize("right", [True, False])
def test_the_rest_of_a_digit_that_the_edge_cut_off_is_no_one(reader, text, cut, right):
    picture, zero = draw(text, height=80, margin=0.4), draw("0", height=80, margin=0.4)
    inked = np.flatnonzero((zero < 150).any(axis=0))
    first, last = inked[0], inked[-1] + 1
    rest = zero[:, first : first + cut] if right else zero[:, last - cut : last]
    parts = (picture, rest) if right else (rest, picture)
    assert reader.read_gray(np.hstack(parts)).text == text


@pytest.mark.parametrize("room", [0, 24, 48])
@pytest.mark.parametrize("text", ["41", "17", "15", "2171"])
def test_a_one_at_the_edge_stays(reader, text, room):
    picture = draw(text, height=80, margin=0.8)
    rows, columns = (np.flatnonzero((picture < 150).any(axis=axis)) for axis in (1, 0))
    cut = picture[rows[0] - room : rows[-1] + 1 + room, columns[0] : columns[-1] + 1]
    assert reader.read_gray(cut).text == text
