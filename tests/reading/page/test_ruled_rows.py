"""Lines of one row of a ruled table."""

import numpy as np
import pytest

from bot.reading.box import Box
from bot.reading.layout.rule import Rule
from bot.reading.line.line_ink import Run
from bot.reading.page.read_cell import Mark, ReadCell
from bot.reading.page.ruled_rows import in_ruled_rows


def level(at, slope=0.0):
    return Rule(True, 0.0, 400.0, at, 2.0, slope)


RULES = [level(0), level(60), level(120), Rule(False, 0.0, 120.0, 200.0, 2.0, 0.0)]


def cell(x, y, w=50, h=30):
    mark = Mark("7", 0.9, Box(x, y, w, h), (0.1,) * 10, np.zeros((28, 28), np.uint8))
    return ReadCell(0, Run((), 30.0, 0.0), (mark,), 0.9, 0.95, others=False, legible=1.0)


def rows_of(lines, rules):
    """Where the cells of each row are."""
    rows = in_ruled_rows([[cell(*box)] for box in lines], rules)
    return [[c.marks[0].box[:2] for c in row] for row in rows]


def test_a_small_number_low_in_its_cell_is_of_the_row():
    boxes = (20, 5), (220, 40, 50, 12), (20, 70)
    assert rows_of(boxes, RULES) == [[(20, 5), (220, 40)], [(20, 70)]]


def test_a_row_is_from_left_to_right():
    assert rows_of([(220, 5), (20, 25)], RULES) == [[(20, 25), (220, 5)]]


@pytest.mark.parametrize("other", [(20, 40, 50, 12), (220, 70)], ids=["below", "next row"])
def test_what_is_below_or_in_another_row_stays_a_line(other):
    assert len(rows_of([(20, 5), other], RULES)) == 2


def test_in_a_frame_lines_that_are_further_apart_than_they_are_tall_stay_lines():
    assert len(rows_of([(20, 5), (220, 80)], [level(0), level(120)])) == 2


def test_rules_lean_with_the_page():
    leaning = [level(30, slope=0.1), level(90, slope=0.1)]
    assert len(rows_of([(20, 15), (340, 50)], leaning)) == 1


def test_without_rules_lines_stay_as_they_are():
    assert len(rows_of([(20, 5), (220, 10)], [])) == 2
