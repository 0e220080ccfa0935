from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from reading.scenes import draw, encoded, turned
from tables.readings import written

from bot.reading.box import Box, within
from bot.reading.page.edge import at_edge
from bot.reading.result import Reading, Reason, Tip

ROOM = 6
"""Pixels around what is cropped closely."""


def with_edge(reading, place):
    """The reading with one of its digits, of one line, at the picture's edge."""
    [line] = reading.lines
    marked = tuple(replace(digit, at_edge=at == place) for at, digit in enumerate(line))
    return replace(reading, lines=(marked,))


def closely(picture, room=ROOM):
    """The part of a picture that its writing is in."""
    rows, columns = np.nonzero(picture < 128)
    top, left = max(0, rows.min() - room), max(0, columns.min() - room)
    return picture[top : rows.max() + room + 1, left : columns.max() + room + 1]


@pytest.fixture
def tilted():
    """A long number that is far from level, with much paper around it."""

    def draw_it(degrees, text="4827315"):
        page = np.pad(draw(text, height=90), 400, mode="edge")
        return closely(turned(page, degrees))

    return draw_it


def test_writing_that_touches_the_edge_is_less_sure():
    reading = with_edge(written((4, 4, "407")), 2)
    cut = at_edge(reading)
    assert cut.text == "407"
    assert cut.confidence < 0.99 * reading.confidence
    assert cut.tips == (Tip.CUT_OFF,)


def test_a_speck_at_the_edge_says_nothing():
    reading = with_edge(written((4, 4, "407")), 1)
    first, speck, last = reading.lines[0]
    low = replace(speck, box=speck.box._replace(h=last.box.h // 3))
    reading = replace(reading, lines=((first, low, last),))
    assert at_edge(reading) is reading


def test_what_has_room_around_it_stays_as_it_is():
    reading = written((4, 4, "407"))
    assert at_edge(reading) is reading


def test_a_refusal_stays_as_it_is():
    reading = Reading((), 0.9, Reason.NOT_A_DIGIT, (), (10, 10))
    assert at_edge(reading) is reading


@pytest.mark.parametrize("side", range(4), ids=["left", "top", "right", "bottom"])
def test_a_digit_touches_the_side_that_cuts_it_off(reader, side):
    whole = closely(draw("0000", height=90))
    part = np.rot90(np.rot90(whole, side)[:, 16:], -side)
    assert not any(digit.at_edge for digit in reader.read_gray(whole).digits)
    assert any(digit.at_edge for digit in reader.read_gray(part).digits)


@pytest.mark.parametrize("degrees", [-25, -15, 12, 20, 30])
def test_a_tilted_number_that_is_whole_is_not_cut_off(reader, tilted, degrees):
    reading = reader.read_gray(tilted(degrees))
    assert reading.text == "4827315"
    assert Tip.CUT_OFF not in reading.tips
    assert not any(digit.at_edge for digit in reading.digits)
    assert all(digit.box == within(digit.box, reading.size) for digit in reading.digits)


@pytest.mark.parametrize("degrees", [-25, 12, 20, 30])
def test_a_tilted_number_that_runs_over_the_edge_is_cut_off(reader, tilted, degrees):
    reading = reader.read_gray(tilted(degrees)[:, ROOM + 8 :])
    assert Tip.CUT_OFF in reading.tips
    assert reading.confidence <= 0.95
    assert all(digit.box == within(digit.box, reading.size) for digit in reading.digits)


def test_of_a_box_the_part_in_the_picture_is_left():
    assert within(Box(-21, 193, 98, 118), (481, 300)) == Box(0, 193, 77, 107)
    assert within(Box(500, 400, 9, 9), (481, 300)) == Box(480, 299, 1, 1)
    assert within(Box(3, 4, 5, 6), (481, 300)) == Box(3, 4, 5, 6)


def test_what_is_cut_off_beside_a_number_is_told_of(reader):
    page = draw("34170")
    last = reader.read(encoded(page)).digits[-1].box
    cut = page[:, : last.x + last.h // 5]
    beside = reader.read(encoded(cut))
    assert beside.text == "3417"
    assert beside.tips == (Tip.CUT_OFF,)
    whole = reader.read(encoded(page[:, : last.x - 3]))
    assert (whole.text, whole.tips) == ("3417", ())
