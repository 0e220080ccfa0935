"""Dashed rules of tables."""

import cv2
import numpy as np
import pytest
from reading.scenes import draw, encoded, noisy

from bot.reading.binarise.ink import find_ink
from bot.reading.layout.components import pieces_in
from bot.reading.layout.dashed_rules import dashed_rules, with_solid_rules


def page_of(dash=12, gap=8, columns=(20, 160, 300), rows=(20, 80, 140, 200)):
    page = np.full((220, 320), 235, np.uint8)
    for y in rows:
        for x in range(columns[0], columns[-1], dash + gap):
            cv2.line(page, (x, y), (min(x + dash, columns[-1]), y), 60, 2)
    for x in columns:
        for y in range(rows[0], rows[-1], dash + gap):
            cv2.line(page, (x, y), (x, min(y + dash, rows[-1])), 60, 2)
    return page


def with_number(page, text, x, y, height=34):
    number = draw(text, height=height, margin=0.05)
    part = page[y : y + number.shape[0], x : x + number.shape[1]]
    np.minimum(part, number[: part.shape[0], : part.shape[1]], out=part)
    return page


def rules_in(page):
    ink = find_ink(page)
    return dashed_rules(pieces_in(ink.mask, ink)[1])


def test_a_table_of_dashes_has_its_rules():
    rules = rules_in(with_number(page_of(), "47", 50, 32))
    levels = [rule for rule in rules if abs(rule.last[0] - rule.first[0]) > 100]
    assert sorted(round(rule.first[1]) for rule in levels) == pytest.approx(
        [20, 80, 140, 200], abs=1
    )
    assert all(rule.first[0] <= 25 and rule.last[0] >= 295 for rule in levels)
    uprights = [rule for rule in rules if rule not in levels]
    assert sorted(round(rule.first[0]) for rule in uprights) == pytest.approx([20, 160, 300], abs=1)


def test_a_dash_that_hangs_together_with_a_digit_parts_no_rule():
    page = page_of()
    page[60:80, 100:104] = 60
    assert len(rules_in(page)) == 7


def test_the_ones_of_a_column_and_a_few_dashes_are_no_rule():
    page = np.full((400, 200), 235, np.uint8)
    for y in range(20, 380, 50):
        cv2.line(page, (60, y), (60, y + 30), 60, 3)
        page = with_number(page, "5", 90, y, height=30)
    assert not rules_in(page)
    for x in range(20, 180, 12):
        cv2.line(page, (x, 390), (x + 7, 390), 60, 2)
    assert len(rules_in(page)) == 1
    page = np.full((100, 320), 235, np.uint8)
    for x in range(40, 160, 30):
        cv2.line(page, (x, 50), (x + 18, 50), 60, 2)
    assert not rules_in(page)


def test_a_solid_rule_ends_where_its_ink_does():
    page = page_of()
    ink = find_ink(page)
    solid = with_solid_rules(ink, rules_in(page))
    assert solid.mask[20, 20:300].all()
    assert not solid.mask[:, 304:].any()
    assert not solid.mask[204:].any()
    assert not ink.mask[20, 20:300].all()


def test_numbers_in_a_table_of_dashes_are_read(reader):
    page = page_of()
    for text, x, y in (("47", 50, 32), ("602", 190, 92), ("95", 60, 152), ("38", 200, 32)):
        page = with_number(page, text, x, y)
    assert reader.read(encoded(noisy(page, 2))).text == "47 38\n602\n95"
