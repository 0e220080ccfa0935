import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.box import Box
from bot.reading.layout.components import Piece
from bot.reading.layout.status_bar import status_bars

SCREEN = (1280, 720)
NUMBER = [(200 + 130 * at, 600, 90, 160) for at in range(3)]
TIME = [(30 + 14 * at, 20, 10, 16) for at in range(4)]
BATTERY = [(640, 22, 28, 13), (600, 20, 10, 16), (615, 20, 10, 16)]


def pieces(boxes):
    return [
        Piece(at, Box(*box), box[2] * box[3] // 2, 200.0, at_edge=False)
        for at, box in enumerate(boxes, 1)
    ]


def test_the_time_and_the_battery_over_a_number_are_a_bar():
    assert status_bars(pieces(TIME + BATTERY + NUMBER), SCREEN) == [1, 2, 3, 4, 5, 6, 7]


def test_so_are_the_buttons_below_it_and_the_bar_of_a_screen_with_nothing_else():
    buttons = [(x, 1230, 24, 24) for x in (170, 350, 530)]
    assert status_bars(pieces(buttons + NUMBER), SCREEN) == [1, 2, 3]
    assert len(status_bars(pieces(TIME + BATTERY), SCREEN)) == 7


@pytest.mark.parametrize(
    ("boxes", "shape"),
    [
        (TIME + BATTERY + NUMBER, (960, 720)),
        (TIME + NUMBER, SCREEN),
        ([(x, 20, 30, 50) for x in (30, 300, 640)] + NUMBER, SCREEN),
        (TIME + BATTERY + [(30 + 20 * at, 80, 12, 18) for at in range(20)], SCREEN),
        ([(30 + 42 * at, 20, 22, 30) for at in range(16)], SCREEN),
        ([(30 + 42 * at, y, 22, 30) for at in range(16) for y in (20, 90)][:26], SCREEN),
        ([], SCREEN),
    ],
    ids=[
        "no phone",
        "one word at the left",
        "tall writing",
        "a page's first line",
        "a line from side to side",
        "the longer of two lines",
        "blank",
    ],
)
def test_other_writing_at_the_top_is_none(boxes, shape):
    assert status_bars(pieces(boxes), shape) == []


@given(
    st.lists(st.tuples(*[st.integers(0, 600)] * 2, *[st.integers(1, 100)] * 2), max_size=30),
    st.integers(200, 2000),
)
def test_what_is_in_a_bar_is_low_and_near_the_top_or_the_foot(boxes, height):
    every = {piece.label: piece for piece in pieces(boxes)}
    for label in status_bars(list(every.values()), (height, 300)):
        box = every[label].box
        assert box.h <= 0.026 * height
        assert box.y + box.h <= 0.055 * height or box.y >= 0.945 * height
