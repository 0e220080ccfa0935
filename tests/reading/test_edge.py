from __future__ import annotations

import pytest
from tables.readings import HEIGHT, written

from bot.reading.edge import at_edge
from bot.reading.result import Reading, Reason, Tip


@pytest.mark.parametrize(
    "at",
    [(0, 100), (100, 0), (1280 - 26, 100), (100, 960 - HEIGHT)],
    ids=["left", "top", "right", "bottom"],
)
def test_writing_that_touches_the_edge_is_less_sure(at):
    reading = written((*at, "7"))
    cut = at_edge(reading)
    assert cut.text == "7"
    assert cut.confidence < 0.99 * reading.confidence
    assert cut.tips == (Tip.CUT_OFF,)


def test_what_has_room_around_it_stays_as_it_is():
    reading = written((4, 4, "407"))
    assert at_edge(reading) is reading


def test_a_refusal_stays_as_it_is():
    reading = Reading((), 0.9, Reason.NOT_A_DIGIT, (), (10, 10))
    assert at_edge(reading) is reading
