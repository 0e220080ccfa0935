"""Bits of rules are told from what is written."""

import numpy as np
import pytest

from bot.reading.binarise.ink import Ink
from bot.reading.layout.components import pieces_in
from bot.reading.layout.remains import without_remains
from bot.reading.layout.rule import Rule

RULE = Rule(level=False, start=0, end=99, at=50, thickness=4, slope=0.0)


def kept(*boxes, taken=(), rules=()):
    """Which of some filled boxes, `x, y, w, h`, are no remains."""
    mask, gone = np.zeros((100, 100), np.uint8), np.zeros((100, 100), np.uint8)
    for canvas, filled in ((mask, boxes), (gone, taken)):
        for x, y, w, h in filled:
            canvas[y : y + h, x : x + w] = 1
    labels, pieces = pieces_in(mask, Ink(mask * 200, mask, mask, 1, False, 1))
    return [tuple(p.box) for p in without_remains(pieces, labels, gone, rules)]


def test_a_sliver_along_a_rule_that_was_taken_out_goes():
    rule, sliver = (40, 0, 3, 100), (43, 20, 1, 25)
    assert kept(sliver, taken=[rule]) == []
    assert kept(sliver) == [sliver]


@pytest.mark.parametrize(
    "written",
    [(44, 20, 1, 25), (43, 20, 4, 40), (41, 20, 20, 24), (45, 60, 16, 3)],
    ids=["thin, not beside it", "a one beside it", "a digit across it", "a dash"],
)
def test_what_is_written_beside_a_rule_stays(written):
    assert kept(written, taken=[(40, 0, 3, 100)]) == [written]


def test_a_bit_on_the_course_of_a_rule_goes_and_a_point_beside_it_stays():
    bit, point = (48, 90, 5, 6), (60, 90, 5, 6)
    assert kept(bit, point, rules=[RULE]) == [point]


def test_a_bit_is_known_where_the_rule_leans():
    leaning = Rule(level=False, start=0, end=99, at=50, thickness=4, slope=0.1)
    top, bottom = (43, 2, 5, 6), (52, 90, 5, 6)
    assert kept(top, bottom, rules=[leaning]) == []
    assert kept((52, 2, 5, 6), rules=[leaning]) == [(52, 2, 5, 6)]
