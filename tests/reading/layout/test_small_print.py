"""Print around much larger writing is told from it, and from small numbers around a large one."""

import cv2
import numpy as np
import pytest
from modelfiles import SHIPPED
from reading.scenes import draw

from bot.reading.binarise.ink import find_ink
from bot.reading.box import union
from bot.reading.layout.rule_remover import RuleRemover
from bot.reading.layout.segment import segment
from bot.reading.layout.small_print import small_print
from bot.reading.layout.writing import find_writing

WORDS = (
    "the",
    "report",
    "of",
    "market",
    "price",
    "since",
    "people",
    "over",
    "house",
    "school",
    "water",
)
ROOM = (slice(180, 290), slice(240, 560))


def printed_page(size=0.5, room=ROOM):
    """A page of words, with room in it."""
    page = np.full((470, 640), 225, np.uint8)
    step = int(40 * size)
    for row, y in enumerate(range(20, 460, step)):
        x = 15
        for at in range(30):
            word = WORDS[(7 * row + 5 * at) % len(WORDS)]
            (wide, _), _ = cv2.getTextSize(word, cv2.FONT_HERSHEY_COMPLEX, size, 1)
            if x + wide > 625:
                break
            if not _meets(room, y, x, wide, step):
                cv2.putText(page, word, (x, y), cv2.FONT_HERSHEY_COMPLEX, size, 50, 1, cv2.LINE_AA)
            x += wide + int(16 * size)
    return page


def _meets(room, y, x, wide, step):
    rows, columns = room
    return y > rows.start and y - step < rows.stop and x < columns.stop and x + wide > columns.start


def with_number(page, text, height=60, at=(200, 260)):
    number = draw(text, height=height, margin=0.1)
    part = page[at[0] : at[0] + number.shape[0], at[1] : at[1] + number.shape[1]]
    np.minimum(part, number, out=part)
    return page


def box_of(segments):
    return union([piece.box for line in segments.text for piece in line.pieces])


@pytest.mark.parametrize("size", [0.4, 0.5, 0.6])
def test_what_is_larger_than_the_print_around_it_has_a_layout_of_its_own(size):
    page = with_number(printed_page(size), "4071")
    found = segment(find_ink(page))
    assert found.larger is not None
    x, y, w, h = box_of(found.larger)
    assert max(abs(x - 266), abs(y - 206), abs(h - 60)) < 12
    assert w < 320
    assert found.printed is not None
    assert all(line.height < 30 for line in found.printed.text)


def test_a_printed_page_alone_and_a_page_of_numbers_are_of_one_size():
    assert segment(find_ink(printed_page())).larger is None
    numbers = np.vstack([draw("1234567890" * 2, height=20, margin=0.3)] * 10)
    assert segment(find_ink(numbers)).larger is None


def test_the_frame_around_rows_of_small_writing_is_no_larger_writing(reader):
    page = np.full((420, 640), 225, np.uint8)
    rows = ("4071923586", "1750964238", "9051738246", "2640815739")
    for y in range(30, 391, 90):
        cv2.line(page, (20, y), (620, y), 40, 3)
    for x in (20, 620):
        cv2.line(page, (x, 30), (x, 390), 40, 3)
    for place, text in enumerate(rows):
        page = with_number(page, text, height=34, at=(52 + 90 * place, 60))
    assert segment(find_ink(page)).larger is None
    assert reader.read_gray(page).text.splitlines() == list(rows)


def test_a_number_on_a_printed_page_is_read_and_words_are_said_to_be_left_out(reader):
    reading = reader.read_gray(with_number(printed_page(), "4071"))
    assert reading.text == "4071"
    assert reading.others


def test_a_printed_page_without_a_number_is_no_number(reader):
    assert reader.read_gray(printed_page()).reason is not None


def test_small_numbers_around_a_large_one_are_not_left_out(reader):
    rows = [draw("40719 23586 1750", height=16, margin=0.5) for _ in range(6)]
    page = np.full((560, rows[0].shape[1] + 40), 225, np.uint8)
    for row, y in zip(rows, (10, 60, 110, 350, 400, 450), strict=True):
        page[y : y + row.shape[0], 20 : 20 + row.shape[1]] = row
    text = reader.read_gray(with_number(page, "826", height=70, at=(220, 60))).text
    assert text.splitlines()[3] == "826"
    assert [line.replace(" ", "") for line in text.splitlines()].count("40719235861750") >= 5


def test_a_low_digit_in_a_box_is_none_of_the_print_around_it():
    page, low = printed_page(0.5), 255
    for at, (digit, height) in enumerate(zip("4071", (44, 13, 44, 44), strict=True)):
        left = 238 + 80 * at
        cv2.rectangle(page, (left, 205), (left + 80, 285), 50, 2)
        number = draw(digit, height=height, margin=0.0)
        rows, columns = (np.flatnonzero((number < 128).any(axis=axis)) for axis in (1, 0))
        number = number[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        top = 222 if height > 20 else low
        part = page[top : top + number.shape[0], left + 30 : left + 30 + number.shape[1]]
        np.minimum(part, number, out=part)
    ink = RuleRemover.beside(SHIPPED.parent)(find_ink(page)).ink
    found = find_writing(ink, ink.mask)
    boxed, unboxed = (small_print(found.seen, found.labels, rules) for rules in (ink.rules, None))
    assert boxed is not None
    assert unboxed is not None
    of_zero = np.s_[low : low + 13, 345:370]
    assert unboxed.mask[of_zero].any()
    assert not boxed.mask[of_zero].any()
