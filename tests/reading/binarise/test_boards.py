import numpy as np
import pytest
from reading.scenes import draw

from bot.reading.binarise.boards import boards_alone, find_boards


def figure(rows, columns, *, side=120, room=40, board=20):
    """Dark squares on white, with something light on each."""
    page = np.full((room + rows * (side + room), room + columns * (side + room)), 255, np.uint8)
    for row in range(rows):
        for column in range(columns):
            y, x = (room + at * (side + room) for at in (row, column))
            page[y : y + side, x : x + side] = board
            page[y + 40 : y + 80, x + 50 : x + 60] = 240
    return page


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 2), (3, 4), (4, 5)])
def test_around_boards_their_colour_is_seen_and_what_is_on_them_stays(rows, columns):
    page = figure(rows, columns)
    assert len(find_boards(page)) == rows * columns
    alone = boards_alone(page)
    light = alone > 150
    assert light.sum() == rows * columns * 40 * 10
    assert alone[~light].max() < 60


@pytest.mark.parametrize(
    "page",
    [
        draw("407"),
        255 - draw("407"),
        draw("8", height=20, pen=0.3),
        np.full((300, 400), 180, np.uint8),
        figure(1, 1, board=255),
    ],
    ids=["number", "light number", "bold digit", "blank", "strokes alone"],
)
def test_writing_is_no_board(page):
    assert find_boards(page) == []
    assert boards_alone(page) is page
