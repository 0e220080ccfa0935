"""Lines between the same two rules of a table are one row, though they stand unevenly in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from bot.reading.box import Box, union
from bot.reading.layout.rule import Rule
from bot.reading.page.read_cell import ReadCell

_Band: TypeAlias = tuple[Rule, Rule]


def in_ruled_rows(lines: Sequence[list[ReadCell]], rules: Sequence[Rule]) -> list[list[ReadCell]]:
    """Joins lines that stand beside each other in one row of a ruled table.

    Args:
        lines: from the top down, the cells of each from left to right.
        rules: of the page.
    """
    level = [rule for rule in rules if rule.level]
    rows: list[list[ReadCell]] = []
    bands: list[_Band | None] = []
    for line in lines:
        band = _band_of(line, level)
        slope = band[0].slope if band else 0.0
        same = (at for at, other in enumerate(bands) if band and other == band)
        place = next((at for at in same if _beside(rows[at], line, slope)), None)
        if place is None:
            rows.append(line)
            bands.append(band)
        else:
            rows[place] = sorted([*rows[place], *line], key=lambda cell: _box(cell).x)
    return rows


def _band_of(line: Sequence[ReadCell], level: Sequence[Rule]) -> _Band | None:
    """The rules right above and below all cells of a line; `None` where they are not the same."""
    bands = {_around(_box(cell), level) for cell in line}
    return bands.pop() if len(bands) == 1 else None


def _around(box: Box, level: Sequence[Rule]) -> _Band | None:
    x, y = _middle(box)
    over = [(rule.course(x), rule) for rule in level if rule.start <= x <= rule.end]
    above = max((one for one in over if one[0] < y), default=None)
    below = min((one for one in over if one[0] >= y), default=None)
    return (above[1], below[1]) if above and below else None


def _beside(row: Sequence[ReadCell], line: Sequence[ReadCell], slope: float) -> bool:
    """Whether all cells of a row and a line stand beside each other, none below another."""
    return all(_apart(_box(one), _box(other), slope) for one in row for other in line)


def _apart(one: Box, other: Box, slope: float) -> bool:
    (x, y), (right, low) = (_middle(box) for box in (one, other))
    across = max(one.x, other.x) >= min(one.x + one.w, other.x + other.w)
    return across and abs(low - y - slope * (right - x)) < max(one.h, other.h)


def _middle(box: Box) -> tuple[float, float]:
    return box.x + box.w / 2, box.y + box.h / 2


def _box(cell: ReadCell) -> Box:
    return union([mark.box for mark in cell.marks])
