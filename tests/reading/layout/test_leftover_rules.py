"""What is left of a comb field's rules is no writing, and still parts it."""

from bot.reading.box import Box
from bot.reading.layout.components import Piece
from bot.reading.layout.leftover_rules import leftover_rules
from bot.reading.layout.rule import Rule

RULES = [
    Rule(True, 50, 450, 100, 6, 0.0),
    Rule(True, 50, 450, 200, 6, 0.0),
    Rule(False, 100, 200, 50, 6, 0.0),
    Rule(False, 100, 200, 450, 6, 0.0),
]


def pieces(*boxes):
    return [
        Piece(label, Box(*box), box[2] * box[3], 200.0, False) for label, box in enumerate(boxes, 1)
    ]


def test_a_bar_that_goes_from_rail_to_rail_is_a_rule():
    found = leftover_rules(pieces((147, 98, 7, 104), (250, 104, 8, 95)), RULES)
    assert {label: round(rule.at) for label, rule in found.items()} == {1: 150, 2: 254}
    assert not any(rule.level for rule in found.values())


def test_a_one_between_the_rails_and_a_wide_digit_are_none():
    assert not leftover_rules(pieces((147, 120, 7, 60), (150, 99, 60, 102)), RULES)


def test_one_side_alone_says_nothing():
    assert not leftover_rules(pieces((147, 98, 7, 104)), RULES[:3])
