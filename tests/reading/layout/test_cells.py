"""Frames are taken out, and lines keep their signs and fall into cells."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw

from bot.reading.binarise.ink import find_ink
from bot.reading.box import union
from bot.reading.layout.cells import pen_of
from bot.reading.layout.components import pieces_in
from bot.reading.layout.segment import segment


def around(cell):
    """The box around all ink of a cell."""
    return union([piece.box for piece in cell.pieces])


def mask_of(cell, labels):
    """The ink of a cell alone, `[h, w]` of its box, 1 where it is."""
    inside = labels[around(cell).window]
    return np.isin(inside, [piece.label for piece in cell.pieces]).astype(np.uint8)


def found(picture):
    """What the layout makes of a picture."""
    return segment(find_ink(picture))


def digits(cell):
    """How many pieces of a cell are as tall as a digit."""
    tallest = max(piece.box.h for piece in cell.pieces)
    return sum(piece.box.h > 0.6 * tallest for piece in cell.pieces)


def boxed(text, *, pitch=104, rows=1, thickness=3, shade=40):
    """Digits of 60 pixels, each in a box of its own, drawn as dark as the digits."""
    height, width = 150, pitch * len(text) + 60
    picture = np.full((height * rows + 60, width), 225, np.uint8)
    for row in range(rows):
        top = 30 + row * height
        for place, letter in enumerate(text):
            left = 30 + place * pitch
            corner = (left + pitch, top + height)
            cv2.rectangle(picture, (left, top), corner, shade, thickness)
            digit = draw(letter, height=60, margin=0.05)
            y, x = top + 42, left + (pitch - digit.shape[1]) // 2
            window = picture[y : y + digit.shape[0], x : x + digit.shape[1]]
            np.minimum(window, digit, out=window)
    return picture


def test_a_comb_field_is_one_cell_without_its_boxes():
    segments = found(boxed("40719"))
    [line] = segments.text
    [cell] = line.cells
    assert len(cell.pieces) == digits(cell) == 5
    assert segments.rules


def test_a_comb_field_on_a_sheet_that_is_not_straight_is_one_cell_without_its_boxes():
    picture = boxed("407192683")
    sheared = np.array([[1, 0, 0], [0.07, 1, 0]])
    size = (picture.shape[1], picture.shape[0] + 70)
    segments = found(cv2.warpAffine(picture, sheared, size, borderValue=225))
    [line] = segments.text
    [cell] = line.cells
    assert len(cell.pieces) == digits(cell) == 9
    assert sum(not rule.level for rule in segments.rules) == 10


def test_a_comb_field_is_one_cell_though_a_side_is_missing():
    picture = boxed("40719")
    picture[40:170, 30 + 2 * 104 - 5 : 30 + 2 * 104 + 6] = 225
    [line] = found(picture).text
    [cell] = line.cells
    assert digits(cell) == 5


def test_a_row_of_a_table_with_two_digits_in_a_box_is_no_comb_field():
    [line] = found(boxed(["4", "07", "1", "9"], pitch=130)).text
    assert [digits(cell) for cell in line.cells] == [1, 2, 1, 1]


def test_a_table_has_a_cell_for_each_of_its_boxes():
    lines = found(boxed("4071", rows=3)).text
    assert [[digits(cell) for cell in line.cells] for line in lines] == [[1] * 4] * 3


def test_a_wide_gap_parts_cells_and_an_even_one_does_not():
    [line] = found(draw("407      719", height=60)).text
    assert [digits(cell) for cell in line.cells] == [3, 3]
    [spread] = found(draw("4071", height=60, gap=1.8)).text
    assert [digits(cell) for cell in spread.cells] == [4]


@pytest.mark.parametrize("sign", [".", ",", "-", "/"])
def test_a_sign_belongs_to_its_line(sign):
    picture = draw("40 71", height=80)
    x, base = 64 + 2 * 100 + 30, 64 + 80
    ends = {
        ".": ((x, base - 4), (x, base - 4)),
        ",": ((x, base - 6), (x - 8, base + 14)),
        "-": ((x - 20, base - 40), (x + 20, base - 40)),
        "/": ((x + 25, base - 90), (x - 25, base + 10)),
    }[sign]
    cv2.line(picture, *ends, 40, 8, cv2.LINE_AA)
    [line] = found(picture).text
    assert len(line.pieces) == 5
    assert line.height == pytest.approx(80, abs=12)


def test_a_point_half_as_thick_as_the_digits_belongs_to_its_line():
    pen, point = 10, 6
    picture = draw("7  8", height=100, pen=pen / 100)
    written = find_ink(picture).mask
    columns, rows = (np.flatnonzero(written.any(axis=axis)) for axis in (0, 1))
    right, foot = columns[np.argmax(np.diff(columns))], rows[-1]
    picture[foot - point : foot, right + 20 : right + 20 + point] = 40
    [line] = found(picture).text
    [cell] = line.cells
    assert [piece.box.h < pen for piece in cell.pieces] == [False, True, False]


def test_small_zeros_stay_in_the_line_and_do_not_make_it_low():
    picture = draw("51   6", height=90)
    for place in (2, 3, 4):
        left = 72 + int(place * 112.5)
        cv2.ellipse(picture, (left + 30, 72 + 72), (13, 17), 0, 0, 360, 40, 7, cv2.LINE_AA)
    [line] = found(picture).text
    assert len(line.pieces) == 6
    assert line.height == pytest.approx(90, abs=12)


def test_writing_that_falls_steeply_is_one_line():
    picture = np.full((420, 420), 225, np.uint8)
    for place, letter in enumerate("79236"):
        digit = draw(letter, height=60, margin=0.05)
        y, x = 20 + 68 * place, 20 + 74 * place
        window = picture[y : y + digit.shape[0], x : x + digit.shape[1]]
        np.minimum(window, digit, out=window)
    [line] = found(picture).text
    assert len(line.pieces) == 5
    assert line.slope > 0.5


def test_a_mask_holds_the_ink_of_its_cell_alone():
    segments = found(draw("40\n71", height=60))
    for line in segments.text:
        [cell] = line.cells
        mask = mask_of(cell, segments.labels)
        assert mask.shape == (around(cell).h, around(cell).w)
        assert cv2.countNonZero(mask) == sum(piece.area for piece in cell.pieces)


def test_the_rules_of_a_table_go_though_its_columns_run_out_of_the_picture():
    picture = boxed("2345", rows=3)[40:-40]
    page = found(picture)
    assert [[digits(cell) for cell in line.cells] for line in page.text] == [[1] * 4] * 3
    for line in page.text:
        assert all(around(cell).w < 60 and around(cell).h < 80 for cell in line.cells)


def test_what_stands_before_a_comb_field_is_no_part_of_it():
    field = boxed("34", thickness=2)
    label = np.full((field.shape[0], 110), 225, np.uint8)
    letter = draw("7", height=45, margin=0.05)
    label[60 : 60 + letter.shape[0], 40 : 40 + letter.shape[1]] = letter
    (line,) = found(np.hstack([label, field])).text
    assert [digits(cell) for cell in line.cells] == [1, 2]


def test_a_one_that_fills_a_narrow_picture_is_no_rule():
    picture = np.full((66, 36), 235, np.uint8)
    cv2.line(picture, (6, 14), (4, 56), 60, 2)
    cv2.line(picture, (31, 0), (28, 65), 40, 2)
    [line] = found(picture).text
    assert len(line.pieces) == 2


def test_a_fine_rule_through_a_narrow_picture_is_one():
    picture = draw("3", height=60, margin=0.4, pen=0.12)
    picture[:, 8:10] = 60
    [line] = found(picture).text
    assert all(piece.box.x > 12 for piece in line.pieces)


@pytest.mark.parametrize("wide", [2, 3, 5, 8, 13])
def test_the_width_of_a_pen_is_that_of_its_strokes(wide):
    page = np.full((120, 300), 245, np.uint8)
    page[40 : 40 + wide, 30:270] = 40
    ink = find_ink(page, 300)
    labels, pieces = pieces_in((page < 100).astype(np.uint8), ink)
    assert pen_of(pieces, labels) == pytest.approx(wide, rel=0.1, abs=0.6)


def squared(pitch):
    """Two rows of digits of 60 pixels on squared paper, as a camera sees it."""
    picture = np.full((260, 460), 235, np.uint8)
    picture[:, 7::pitch] = picture[7::pitch] = 170
    for top, text in ((30, "40719"), (150, "2685")):
        written = draw(text, height=60, margin=0.05)
        window = picture[top : top + written.shape[0], 30 : 30 + written.shape[1]]
        np.minimum(window, written, out=window)
    noise = np.random.default_rng(1).normal(0, 3, picture.shape)
    return cv2.GaussianBlur(np.clip(picture + noise, 0, 255), (0, 0), 0.8).astype(np.uint8)


@pytest.mark.parametrize("pitch", [36, 40, 48])
def test_the_rules_of_squared_paper_part_no_cells(pitch):
    segments = found(squared(pitch))
    assert [len(line.cells) for line in segments.text] == [1, 1]
    assert not segments.rules


@pytest.mark.parametrize("lean", [-0.14, 0.0, 0.14])
def test_a_bar_between_two_columns_is_of_no_row(lean):
    columns = "40\n71\n26\n53\n98", "12\n64\n95\n80\n37"
    left, right = (draw(text, height=40, margin=0.5) for text in columns)
    page = np.hstack([left, np.full((len(left), 80), 225, np.uint8), right])
    middle, tall = left.shape[1] + 40, len(left) - 20
    ends = (round(middle - lean * tall / 2), 10), (round(middle + lean * tall / 2), 10 + tall)
    cv2.line(page, *ends, 40, 4, cv2.LINE_AA)
    lines = found(page).text
    assert len(lines) == 5
    assert all(piece.box.h < 60 for line in lines for piece in line.pieces)
