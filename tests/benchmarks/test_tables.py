"""The tables that are drawn to be measured by, of digits that nobody wrote."""

from __future__ import annotations

import numpy as np
import pytest
from tables.readings import texts

from benchmarks import tables
from benchmarks.drawntables import by_label, draw
from bot.reading.cells.table import table_of
from training.synthesis import styles


@pytest.fixture(scope="module")
def digits():
    drawn = styles.draw(200, np.random.default_rng(3))
    return by_label(drawn.images, drawn.labels)


def test_the_same_seed_draws_the_same_table(digits):
    one, other = (draw(digits, np.random.default_rng([4, 1])) for _ in range(2))
    assert one == other


def test_most_come_back_when_the_digits_are_right(digits):
    right = 0
    for place in range(20):
        drawn = draw(digits, np.random.default_rng([4, place]))
        assert 2 <= len(drawn.cells) <= 20
        assert 2 <= len(drawn.cells[0]) <= 6
        assert all(any(column) for column in zip(*drawn.cells, strict=True))
        found = texts(table_of(drawn.reading().rows))
        right += found == [list(row) for row in drawn.cells]
    assert right >= 19


class Reads:
    """A reader that errs in nothing, or has lost the last digit of each line."""

    def __init__(self, drawn, *, lose=False):
        self.drawn, self.lose = drawn, lose

    def read(self, data):
        assert data == self.drawn.data
        reading = self.drawn.reading()
        if not self.lose:
            return reading
        return type(reading)(
            tuple(line[:-1] for line in reading.lines), 1.0, None, (), reading.size
        )


def plain(digits):
    """A drawn table without signs."""
    drawn = (draw(digits, np.random.default_rng([5, place])) for place in range(50))
    return next(
        d
        for d in drawn
        if all(t.isdigit() or not t for row in d.cells for t in row)
        and texts(table_of(d.reading().rows)) == [list(row) for row in d.cells]
    )


def test_what_is_measured(digits, capsys):
    drawn = plain(digits)
    good = tables.measure(Reads(drawn), drawn)
    assert (good.structured, good.placed, good.whole, good.right) == (True, True, True, good.cells)
    bad = tables.measure(Reads(drawn, lose=True), drawn)
    assert bad.right < bad.cells
    tables.report([(True, good), (False, bad)])
    assert "not ruled" in capsys.readouterr().out


def test_cells_in_a_wrong_column_are_noticed():
    assert tables._in_order([((0, 0), [(0, 0)]), ((0, 1), [(0, 1)]), ((1, 1), [(1, 1)])])
    assert not tables._in_order([((0, 0), [(0, 0)]), ((0, 1), [(0, 1)]), ((1, 1), [(1, 0)])])
    assert not tables._in_order([((0, 0), [(0, 1)]), ((0, 1), [(0, 0)])])
