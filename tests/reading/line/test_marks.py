import cv2
import numpy as np
import pytest
from reading.scenes import draw

from bot.reading.binarise.ink import find_ink
from bot.reading.box import Box
from bot.reading.layout.segment import segment
from bot.reading.line.line_ink import LineInk, Run, ink_of
from bot.reading.line.marks import LineMarks


def line_of(pixels: np.ndarray, slope: float = 0.0) -> LineInk:
    columns = np.arange(pixels.shape[1], dtype=np.float32)
    return LineInk(pixels, columns, 0.0, slope, 1)


def test_each_symbol_gets_its_own_ink():
    pixels = np.zeros((40, 100), np.uint8)
    pixels[5:35, 10:20] = 200
    pixels[15:25, 50:90] = 200
    (one, first), (other, second) = LineMarks(line_of(pixels))([15.0, 70.0])
    assert one == Box(10, 5, 10, 30)
    assert other == Box(50, 15, 40, 10)
    assert first.any()
    assert second.any()
    assert not np.array_equal(first, second)


def test_a_stroke_that_reaches_over_to_its_neighbour_stays_whole():
    pixels = np.zeros((40, 100), np.uint8)
    pixels[5:35, 10:20] = 200
    pixels[5:9, 10:48] = 200  # the bar of a 7, over the next digit's place
    pixels[12:35, 40:50] = 200
    (one, _), (other, _) = LineMarks(line_of(pixels))([14.0, 45.0])
    assert one == Box(10, 5, 38, 30)
    assert other == Box(40, 12, 10, 23)


def test_symbols_that_touch_are_parted_between_their_middles():
    pixels = np.zeros((40, 60), np.uint8)
    pixels[5:35, 10:50] = 200
    (one, _), (other, _) = LineMarks(line_of(pixels))([20.0, 40.0])
    assert one.x + one.w == pytest.approx(30, abs=1)
    assert other.x == pytest.approx(30, abs=1)


@pytest.mark.parametrize("around", ["box", "ring"])
def test_what_is_drawn_around_a_symbol_is_no_part_of_it(around):
    alone = np.zeros((90, 90), np.uint8)
    cv2.polylines(alone, [np.array([(35, 30), (55, 30), (42, 62)])], False, 200, 5)
    framed = alone.copy()
    if around == "box":
        cv2.rectangle(framed, (20, 12), (70, 78), 200, 3)
    else:
        cv2.ellipse(framed, (46, 46), (38, 40), 0, 0, 360, 200, 3)
    cv2.line(framed, (55, 30), (72, 30), 40, 1)  # a soft edge, too weak for a stroke, joins them
    [(box, glyph)] = LineMarks(line_of(framed))([45.0])
    [(own, expected)] = LineMarks(line_of(alone))([45.0])
    assert abs(box.x - own.x) <= 1
    assert abs(box.w - own.w) <= 2
    assert np.abs(glyph.astype(int) - expected).mean() < 3


def test_a_loop_with_a_dot_in_it_is_a_symbol():
    pixels = np.zeros((60, 60), np.uint8)
    cv2.ellipse(pixels, (30, 30), (18, 26), 0, 0, 360, 200, 4)
    cv2.circle(pixels, (30, 30), 3, 200, -1)
    [(box, _)] = LineMarks(line_of(pixels))([30.0])
    assert box.w > 30


def test_a_symbol_without_ink_has_a_place_all_the_same():
    (box, glyph), _ = LineMarks(line_of(np.zeros((30, 50), np.uint8)))([10.0, 40.0])
    assert box.x == 10
    assert not glyph.any()


def test_a_symbol_beside_the_ink_has_a_place_within_it():
    (before, _), (after, _) = LineMarks(line_of(np.zeros((30, 50), np.uint8)))([-12.0, 80.0])
    assert before.x == 0
    assert after.x == 49


def test_boxes_of_a_line_that_was_levelled_are_where_the_ink_was():
    page = draw("1234567", height=60)
    sheared = np.full((page.shape[0] + 80, page.shape[1]), int(page.max()), np.uint8)
    for x in range(page.shape[1]):
        down = int(0.1 * x)
        sheared[down : down + page.shape[0], x] = page[:, x]
    ink = find_ink(sheared)
    segments = segment(ink)
    [line] = segments.text
    own = ink_of(Run(line.pieces, line.height, line.slope), segments.labels, ink, sheared)
    rows = np.flatnonzero(own.pixels.max(axis=1))
    assert rows[-1] - rows[0] < 1.4 * line.height  # it is level
    middles = [p.box.x + p.box.w / 2 - own.columns[0] for p in line.pieces]
    for piece, (box, _) in zip(line.pieces, LineMarks(own)(middles), strict=True):
        assert abs(box.x - piece.box.x) <= 3
        assert abs(box.y - piece.box.y) <= 8


def test_wide_gaps_are_shortened_and_columns_still_known():
    page = np.full((120, 900), 230, np.uint8)
    for x in (20, 840):
        page[30:90, x : x + 12] = 20
    ink = find_ink(page, max(page.shape))
    pieces = tuple(p for line in segment(ink).text for p in line.pieces)
    own = ink_of(Run(pieces, 60.0, 0.0), segment(ink).labels, ink, page)
    assert own.pixels.shape[1] < 300
    (one, _), (other, _) = LineMarks(own)([5.0, own.pixels.shape[1] - 5.0])
    assert abs(one.x - 20) <= 2
    assert abs(other.x - 840) <= 2


def test_the_same_ink_is_the_same_glyph_whatever_else_is_in_the_line():
    pixels = np.zeros((30, 120), np.uint8)
    pixels[5:25, 10:20] = pixels[5:25, 60:70] = pixels[5:25, 75:85] = 255
    marks = LineMarks(line_of(pixels))
    (_, one), (_, pair) = marks([15.0, 72.0])
    (_, again), *others = marks([15.0, 65.0, 80.0])
    assert again is one
    assert all(glyph is not pair for _, glyph in others)


@pytest.mark.parametrize("count", [1, 2])
def test_a_rule_below_symbols_is_no_part_of_them(count):
    pixels = np.zeros((90, 60 * count), np.uint8)
    for place in range(count):
        cv2.ellipse(pixels, (30 + 60 * place, 35), (14, 24), 0, 0, 360, 200, 4)
    pixels[74:78, 4:-4] = 200
    found = LineMarks(line_of(pixels))([30.0 + 60 * place for place in range(count)])
    assert all(box.y + box.h < 66 for box, _ in found)


def test_the_bar_of_a_five_and_a_minus_stay():
    pixels = np.zeros((60, 120), np.uint8)
    pixels[4:8, 20:48] = 200
    cv2.ellipse(pixels, (30, 38), (12, 16), 0, 0, 360, 200, 4)
    pixels[30:34, 70:100] = 200
    (five, _), (minus, glyph) = LineMarks(line_of(pixels))([30.0, 85.0])
    assert five.y == 4
    assert minus.w == 30
    assert glyph.any()
