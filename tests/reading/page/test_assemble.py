"""The confidence of a page is that of all that is on it."""

import math

import numpy as np
import pytest
from reading.scenes import draw

from bot.reading.layout.page import find_page
from bot.reading.line.line_ink import Run
from bot.reading.page.assemble import reading_of
from bot.reading.page.read_cell import Mark, ReadCell


@pytest.fixture(scope="module")
def page():
    gray = draw("7\n1")
    return find_page(gray, 1.0, gray.shape[::-1], coarsely=False)


def cell(page, row, confidence, number):
    line = page.segments.text[row]
    run = Run(line.pieces, line.height, line.slope)
    mark = Mark("7", confidence, line.pieces[0].box, (0.1,) * 10, np.zeros((28, 28), np.uint8))
    return ReadCell(row, run, (mark,), confidence, number, others=False, legible=1.0)


@pytest.mark.parametrize("other", [0.0, 0.1, 0.45])
def test_what_was_left_out_may_have_been_a_number(page, other):
    read = [cell(page, 0, 0.9, 0.95), cell(page, 1, 0.4, other)]
    found = reading_of(read, page)
    assert found.text == "7"
    assert math.isclose(found.confidence, 0.9 * (1 - other))
