"""Several notes on a table are all read, in the order in which they lie."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw, encoded, noisy

from bot.reading.binarise.sheets import find_sheets


def table_with(*notes, size=(480, 640)):
    """A dark table, and on it light notes: a text, the middle, and the angle of each."""
    table = np.full(size, 70, np.uint8)
    for text, middle, degrees in notes:
        note = draw(text, height=44, margin=1.0) if text else np.full((130, 190), 225, np.uint8)
        height, width = note.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        matrix[:, 2] += np.array(middle) - (width / 2, height / 2)
        cv2.warpAffine(
            note, matrix, size[::-1], table, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT
        )  # fmt: skip
    return table


@pytest.mark.parametrize("degrees", [0, 6])
def test_two_notes_below_each_other_are_two_lines(reader, degrees):
    page = table_with(("407", (180, 110), degrees), ("2358", (400, 340), -degrees))
    assert len(find_sheets(page)) == 2
    assert reader.read_gray(page).text == "407\n2358"


def test_two_notes_that_nearly_touch_are_both_read(reader):
    page = table_with(("407", (180, 110), 0), ("2358", (200, 250), 0))
    assert len(find_sheets(page)) == 2
    assert reader.read_gray(page).text == "407\n2358"


def test_two_notes_beside_each_other_are_one_row(reader):
    page = table_with(("407", (160, 230), 0), ("235", (470, 232), 0))
    assert reader.read_gray(page).text == "407 235"


def test_nine_notes_in_rows_are_all_read(reader):
    # What is between them all lies in the middle of the second row.
    numbers = [str(number) for number in (483, 672, 559, 342, 928, 207, 864, 376, 258)]
    table = np.full((1500, 2000), 90, np.uint8)
    for place, number in enumerate(numbers):
        top, left = 50 + place // 3 * 500, 66 + place % 3 * 666
        note = np.full((400, 532), 230, np.uint8)
        digits = draw(number, height=140, margin=0.1, gap=0.3, paper=230)
        note[120 : 120 + digits.shape[0], 40 : 40 + digits.shape[1]] = digits
        table[top : top + 400, left : left + 532] = note
    picture = noisy(cv2.GaussianBlur(table, (0, 0), 1.5), 3)
    assert reader.read(encoded(picture, ".jpg")).text.split() == numbers


@pytest.mark.parametrize("number", ["407", "71"])
def test_an_empty_note_does_not_hide_the_other(reader, number):
    page = table_with((number, (180, 110), 0), ("", (420, 330), 0))
    assert reader.read_gray(page).text == number


def test_the_whole_is_less_sure_than_each_note(reader):
    one, other = ("407", (180, 110), 0), ("2358", (400, 340), 0)
    both = reader.read_gray(table_with(one, other)).confidence
    assert both <= min(reader.read_gray(table_with(note)).confidence for note in (one, other))


def test_boxes_are_where_the_digits_lie(reader):
    reading = reader.read_gray(table_with(("407", (180, 110), 0), ("2358", (400, 340), 0)))
    for line, (x, y) in zip(reading.lines, ((180, 110), (400, 340)), strict=True):
        boxes = [digit.box for digit in line]
        middle = (min(b.x for b in boxes) + max(b.x + b.w for b in boxes)) / 2
        assert abs(middle - x) < 15
        assert all(abs(box.y + box.h / 2 - y) < 15 for box in boxes)


@pytest.mark.parametrize("above", ["1245", "98 407"])
def test_what_a_phone_shows_around_a_picture_does_not_hide_it(reader, above):
    photo = draw("2358", height=60, margin=2.0)
    screen = np.zeros((1000, photo.shape[1]), np.uint8)
    screen[380 : 380 + len(photo)] = photo
    bar = 255 - draw(above, height=24, margin=0.5, paper=255, ink=10)
    screen[20 : 20 + len(bar), 20 : 20 + bar.shape[1]] = bar
    screen[900 : 900 + len(bar), 20 : 20 + bar.shape[1]] = bar
    assert reader.read_gray(screen).text == "2358"
