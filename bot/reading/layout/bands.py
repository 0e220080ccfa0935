"""Lines that are one row of boxes: what stands beside each other between the same two rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.reading.box import Box
from bot.reading.layout.rule import Rule

Cell = tuple[int, int, int, int]
"""The rules above, below, left and right, by their numbers."""

_BESIDE: Final = 0.5
"""Parts of one digit, or of two beside each other, share so much of their heights."""


def joined(
    chains: Sequence[Sequence[int]], boxes: Sequence[Box], rules: Sequence[Rule]
) -> list[list[int]]:
    """Joins the chains that are in one row of boxes, with one chain's in each box.

    Args:
        chains: places in `boxes`, of each line.
        boxes: of what is written.
        rules: of the page.

    Returns:
        the chains, joined; each place in one of them.
    """
    level = [rule for rule in rules if rule.level]
    upright = [rule for rule in rules if not rule.level]
    found: list[_Row] = []
    for chain in chains:
        own = _Row(list(chain), {})
        for at in chain:
            own.cells.setdefault(_cell(boxes[at], level, upright), []).append(boxes[at])
        for other in [row for row in found if own.is_beside(row)]:
            found.remove(other)
            own = own.with_row(other)
        found.append(own)
    return [row.places for row in found]


class _Row(NamedTuple):
    """A line, and what of it stands in which cell."""

    places: list[int]
    cells: dict[Cell | None, list[Box]]

    def is_beside(self, other: _Row) -> bool:
        """Whether one of two lines stands in a row of cells of the other, in none above it."""
        if None in self.cells and None in other.cells:
            return False
        bands, others = ({cell[:2] for cell in row.cells if cell} for row in (self, other))
        return bool(bands & others) and not any(
            _are_above(one, two)
            for cell in self.cells.keys() & other.cells.keys()
            for one in self.cells[cell]
            for two in other.cells[cell]
        )

    def with_row(self, other: _Row) -> _Row:
        cells = {cell: self.cells.get(cell, []) + other.cells.get(cell, [])
                 for cell in self.cells.keys() | other.cells.keys()}  # fmt: skip
        return _Row(self.places + other.places, cells)


def _are_above(one: Box, other: Box) -> bool:
    """Whether one of two boxes is above the other, and not beside it."""
    shared = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    return shared < _BESIDE * min(one.h, other.h)


def _cell(box: Box, level: Sequence[Rule], upright: Sequence[Rule]) -> Cell | None:
    """The cell that a box is in; `None` if a rule lacks."""
    x, y = box.x + box.w / 2, box.y + box.h / 2
    above = [(r.at, i) for i, r in enumerate(level) if r.start <= x <= r.end and r.course(x) < y]
    below = [(r.at, i) for i, r in enumerate(level) if r.start <= x <= r.end and r.course(x) > y]
    before = [(r.at, i) for i, r in enumerate(upright) if r.start <= y <= r.end and r.course(y) < x]
    after = [(r.at, i) for i, r in enumerate(upright) if r.start <= y <= r.end and r.course(y) > x]
    if not (above and below and before and after):
        return None
    return max(above)[1], min(below)[1], max(before)[1], min(after)[1]
