"""Which way up a picture is, as far as it can be told without reading it."""

from __future__ import annotations

import numpy as np
import pytest
from reading.scenes import draw

from bot.reading.box import Box
from bot.reading.layout.cells import Cell, TextLine
from bot.reading.layout.components import Piece
from bot.reading.layout.look import Look
from bot.reading.layout.page import find_page
from bot.reading.page.orientation import may_be_turned
from bot.reading.page.page_reader import GLANCED, PageReader


def line(*boxes):
    pieces = [Piece(k, Box(*box), 50, 200.0, at_edge=False) for k, box in enumerate(boxes, 1)]
    return TextLine((Cell(tuple(pieces)),), 0.0, 40.0)


@pytest.mark.parametrize(
    ("boxes", "turned"),
    [
        ([(0, 0, 30, 40)], False),
        ([(0, 0, 30, 100)], True),
        ([(0, 0, 90, 40)], True),
        ([(0, 0, 20, 40), (24, 0, 20, 40)], False),
        ([(0, 0, 30, 40), (60, 0, 30, 40)], True),
        ([(0, 0, 20, 40), (24, 0, 5, 40), (30, 0, 5, 40)], True),
    ],
)
def test_few_pieces_may_be_a_number_on_its_side_only_where_they_are_long_together(boxes, turned):
    assert may_be_turned([line(*boxes)]) is turned


def test_nothing_is_not_turned():
    assert not may_be_turned([])


def test_a_glance_is_at_cells_all_over_the_page(reader):
    lines = [draw("4072", height=30, margin=0.4) for _ in range(2 * GLANCED)]
    page = find_page(np.vstack(lines), 1.0, (0, 0), Look(), coarsely=False)
    rows = len(page.segments.text)
    assert rows == 2 * GLANCED
    seen = PageReader(reader.recogniser).glance(page)
    assert [cell.row for cell in seen] == list(range(0, rows, 2))
