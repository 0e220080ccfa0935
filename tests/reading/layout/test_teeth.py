"""The uprights of comb fields that are open at the top."""

from bot.reading.box import Box
from bot.reading.layout.components import Piece
from bot.reading.layout.rule import Rule
from bot.reading.layout.teeth import comb_teeth

LINE = Rule(True, 40, 700, 130, 4, 0.0)
PLACES = range(40, 701, 110)


def pieces(*boxes):
    return [
        Piece(label, Box(*box), box[2] * box[3], 200.0, False) for label, box in enumerate(boxes, 1)
    ]


TEETH = [(at - 2, 105, 4, 24) for at in PLACES]
DIGITS = [(at + 40, 60, 30, 50) for at in PLACES[:-1]]


def test_what_stands_on_a_line_in_even_steps_is_no_writing():
    found = comb_teeth(pieces(*TEETH, *DIGITS), [LINE])
    assert sorted(found) == list(range(1, 8))
    assert not any(rule.level for rule in found.values())


def test_worn_uprights_are_one_each():
    worn = [(at - 2, 90, 4, 14) for at in PLACES] + [(at - 2, 107, 4, 22) for at in PLACES]
    found = comb_teeth(pieces(*worn, *DIGITS), [LINE])
    assert len(found) == 14
    assert {rule.start for rule in found.values()} == {90}


def test_uneven_steps_and_what_ends_above_the_line_are_none():
    shifts = (0, 30, -25, 35, -30, 28, 0)
    uneven = [(x + by, *rest) for (x, *rest), by in zip(TEETH, shifts, strict=True)]
    above = [(x, 85, 4, 24) for x, *_ in TEETH]
    for boxes in (uneven, above):
        assert not comb_teeth(pieces(*boxes, *DIGITS), [LINE])


def test_points_on_a_line_below_ones_of_the_row_above_are_none():
    points = [(at - 2, 124, 4, 5) for at in PLACES]
    ones = [(at - 2, 40, 4, 50) for at in PLACES]
    assert not comb_teeth(pieces(*points, *ones, *DIGITS), [LINE])


def test_without_writing_between_them_they_may_be_ones():
    assert not comb_teeth(pieces(*TEETH), [LINE])
