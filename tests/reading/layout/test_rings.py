"""A ring around a number is told from a digit that is round."""

import cv2
import numpy as np
import pytest

from bot.reading.binarise.ink import find_ink
from bot.reading.layout.segment import segment


def paper():
    return np.full((240, 420), 225, np.uint8)


def stroke(picture, *points, width=5):
    line = np.array(points, np.int32)
    cv2.polylines(picture, [line], False, 40, width, cv2.LINE_AA)


def seven(picture, x, y=90, tall=60):
    stroke(picture, (x, y), (x + 34, y), (x + 12, y + tall))


def ring(picture, *, start=0, end=360, middle=(200, 120), axes=(130, 80)):
    cv2.ellipse(picture, middle, axes, -20, start, end, 40, 5, cv2.LINE_AA)


def pieces_of(picture):
    return sorted(p.box.h for line in segment(find_ink(picture)).text for p in line.pieces)


@pytest.mark.parametrize("end", [360, 335])
def test_a_ring_around_a_number_is_no_piece_of_it(end):
    picture = paper()
    for x in (130, 180, 230):
        seven(picture, x)
    alone = pieces_of(picture)
    ring(picture, start=15, end=end)
    assert pieces_of(picture) == alone
    assert len(alone) == 3


@pytest.mark.parametrize("ringed", [(0,), (1,), (0, 1), (0, 1, 2)])
def test_rings_around_some_of_several_are_no_pieces_of_them(ringed):
    picture = paper()
    for x in (60, 180, 300):
        seven(picture, x)
    alone = pieces_of(picture)
    for at in ringed:
        ring(picture, middle=(78 + 120 * at, 122), axes=(45, 56))
    assert pieces_of(picture) == alone


def test_a_bubble_with_a_tail_is_a_ring():
    picture = paper()
    for x in (150, 200, 250):
        seven(picture, x, y=70)
    alone = pieces_of(picture)
    cv2.ellipse(picture, (215, 100), (130, 70), 0, 130, 465, 40, 5, cv2.LINE_AA)
    stroke(picture, (131, 154), (120, 215), (181, 168))
    assert pieces_of(picture) == alone


def test_what_stands_on_a_ring_around_something_else_stays():
    picture = paper()
    for x in (150, 200, 250):
        seven(picture, x, y=8, tall=50)
    cv2.ellipse(picture, (200, 140), (150, 84), 0, 0, 360, 40, 5, cv2.LINE_AA)
    seven(picture, 150, y=115)
    seven(picture, 220, y=115)
    assert max(pieces_of(picture)) > 150


def test_a_slash_between_the_circles_of_a_percent_sign_stays():
    picture = paper()
    seven(picture, 100)
    stroke(picture, (206, 172), (210, 150), (276, 80), (286, 70))
    for middle in ((226, 98), (266, 146)):
        cv2.ellipse(picture, middle, (9, 14), 0, 0, 360, 40, 4, cv2.LINE_AA)
    assert len(pieces_of(picture)) == 4


def test_a_zero_around_a_point_stays():
    picture = paper()
    seven(picture, 100)
    ring(picture, middle=(200, 120), axes=(26, 36))
    stroke(picture, (200, 120), (200, 124))
    assert len([tall for tall in pieces_of(picture) if tall > 50]) == 2


def test_two_boxes_around_a_number_are_no_pieces_of_it():
    picture = paper()
    seven(picture, 190)
    for room in (40, 60):
        stroke(picture, (185 - room, 85 - room), (230 + room, 92 - room), (226 + room, 155 + room),
               (190 - room, 150 + room), (185 - room, 85 - room))  # fmt: skip
    assert len(pieces_of(picture)) == 1


def test_a_ring_that_a_digit_hangs_together_with_stays():
    picture = paper()
    ring(picture)
    seven(picture, 180)
    stroke(picture, (192, 150), (200, 215))
    assert max(pieces_of(picture)) > 120


def test_a_zero_stays_with_its_slash_beside_digits_and_alone():
    picture = paper()
    ring(picture, middle=(200, 120), axes=(26, 36))
    stroke(picture, (192, 132), (208, 108))
    assert max(pieces_of(picture)) > 60
    seven(picture, 260)
    assert len([tall for tall in pieces_of(picture) if tall > 50]) == 2


@pytest.mark.parametrize("side", [300, 800, 1200])
def test_a_ring_around_nothing_as_tall_as_writing_is_all_there_is(side):
    middle, found = (side // 2, side // 2), []
    for tall in range(12, 60, 4):
        for inner in range(3, 14, 3):
            picture = np.full((side, side), 240, np.uint8)
            cv2.circle(picture, middle, tall // 2, 20, 2)
            cv2.circle(picture, middle, inner // 2, 20, -1)
            found.append(len(pieces_of(picture)))
    assert max(found) >= 1
