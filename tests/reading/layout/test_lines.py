import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.scenes import draw, turned

from bot.reading.binarise.ink import find_ink
from bot.reading.box import Box
from bot.reading.layout.lines import chains
from bot.reading.layout.segment import segment


def grid(rows: int, columns: int, slope: float = 0.0) -> list[Box]:
    return [
        Box(60 * c, round(70 * r + slope * 60 * c) + 5 * (c % 2), 24, 40)
        for r in range(rows)
        for c in range(columns)
    ]


@given(
    rows=st.integers(1, 6),
    columns=st.integers(1, 9),
    slope=st.floats(-0.12, 0.12),
    seed=st.integers(0, 999),
)
@settings(deadline=None)
def test_rows_are_found_in_any_order_and_a_little_tilted(rows, columns, slope, seed):
    boxes = grid(rows, columns, slope)
    order = np.random.default_rng(seed).permutation(len(boxes))
    found = chains([boxes[i] for i in order])
    lines = sorted([[int(order[i]) for i in chain] for chain in found])
    assert lines == [[r * columns + c for c in range(columns)] for r in range(rows)]


def test_no_boxes_no_lines():
    assert chains([]) == []


def test_a_missing_digit_does_not_break_a_line():
    boxes = grid(1, 8)
    del boxes[4]
    assert chains(boxes) == [[0, 1, 2, 3, 4, 5, 6]]


def test_a_digit_in_two_parts_and_a_comma_stand_in_the_line_that_they_break():
    left, right = [Box(0, 0, 24, 40), Box(30, 2, 24, 40)], [Box(120, 1, 24, 40)]
    parts = [Box(62, 0, 22, 24), Box(64, 18, 22, 24)]
    assert chains([*left, *parts, *right]) == [[0, 1, 2, 3, 4]]
    comma = Box(95, 28, 6, 24)
    assert chains([*left, *right, comma]) == [[0, 1, 3, 2]]


def test_what_is_twice_as_tall_as_a_line_does_not_bind_two_lines_together():
    tall = Box(150, 0, 12, 120)
    upper, lower = (
        [Box(0, 0, 24, 40), Box(40, 0, 24, 40)],
        [Box(0, 75, 24, 40), Box(40, 75, 24, 40)],
    )
    found = chains([*upper, *lower, tall])
    assert not any({0, 2} <= set(line) for line in found)


def test_two_lines_of_writing_are_two_lines():
    segments = segment(find_ink(turned(draw("4071\n19238"), 4)))
    assert [len(line.pieces) for line in segments.lines] == [4, 5]


def test_specks_and_a_table_edge_are_not_writing():
    picture = draw("407")
    picture[5:8, 5:8] = 30
    picture[:, -12:] = 20
    segments = segment(find_ink(picture))
    [line] = [line for line in segments.lines if len(line.pieces) > 1]
    assert len([piece for piece in line.pieces if not piece.at_edge]) == 3


def test_a_five_whose_bar_is_apart_is_in_one_line_with_its_bar():
    picture = draw("255")
    # A white gap under the bar of the last digit.
    picture[78:88, 260:] = 225
    segments = segment(find_ink(picture))
    assert len(segments.lines) == 1
    assert len(segments.lines[0].pieces) == 4


@pytest.mark.parametrize("seed", range(3))
def test_texture_is_no_number(reader, seed):
    texture = (np.random.default_rng(seed).random((230, 230)) < 0.5).astype(np.uint8)
    assert not reader.read_gray(np.kron(texture, np.full((3, 3), 200, np.uint8))).digits


def test_a_digit_far_taller_or_lower_than_its_neighbours_stands_in_the_gap_of_their_line():
    left, right = [Box(0, 100, 20, 30), Box(26, 102, 20, 28)], [Box(104, 100, 20, 30)]
    tall, low = Box(50, 48, 50, 80), Box(60, 118, 14, 22)
    assert chains([*left, *right, tall]) == [[0, 1, 3, 2]]
    assert chains([*left, *right, low]) == [[0, 1, 3, 2]]


def test_what_is_above_a_digit_is_in_no_gap_of_its_line():
    line = [Box(40 * i, 100, 24, 30) for i in range(4)]
    assert [4] in chains([*line, Box(44, 30, 16, 66)])
