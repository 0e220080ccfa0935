"""The columns of a ruled table: which of them a place on the page is in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.reading.layout.rule import Rule
from bot.reading.median import median

_ONE: Final = 0.5
"""Upright rules no further apart, in heights of the writing, are bits of one side."""
_THROUGH: Final = 0.6
"""A side of a column goes along so much of the rows, at least."""


class RuledColumns(NamedTuple):
    """The sides of columns.

    Attributes:
        sides: where each lies at `level`, in pixels, and by how much more a pixel further down;
            from left to right.
        level: a row of pixels.
    """

    sides: tuple[tuple[float, float], ...]
    level: float

    def at(self, x: float, y: float) -> int:
        """The column of a place, from 0; 0 is left of all sides."""
        return sum(at + slope * (y - self.level) < x for at, slope in self.sides)


def ruled_columns(
    rules: Sequence[Rule], top: float, bottom: float, height: float
) -> RuledColumns | None:
    """Finds the sides of a table's columns among the rules of a page.

    Args:
        rules: of the page.
        top: the middle of the first row, in pixels.
        bottom: that of the last.
        height: of the writing.

    Returns:
        None where fewer than two rules go through most of the rows.
    """
    if bottom <= top:
        return None
    level = (top + bottom) / 2
    placed = [(rule.course(level), rule) for rule in rules if not rule.level]
    groups: list[list[tuple[float, Rule]]] = []
    for at, rule in sorted(placed, key=lambda one: one[0]):
        if groups and at - groups[-1][-1][0] <= _ONE * height:
            groups[-1].append((at, rule))
        else:
            groups.append([(at, rule)])
    sides = tuple(
        (median([at for at, _ in group]), median([rule.slope for _, rule in group]))
        for group in groups
        if _length([rule for _, rule in group], top, bottom) >= _THROUGH * (bottom - top)
    )
    return RuledColumns(sides, level) if len(sides) > 1 else None


def _length(rules: Sequence[Rule], top: float, bottom: float) -> float:
    """How much between two heights some rules go along together."""
    found, reached = 0.0, top
    for rule in sorted(rules, key=lambda rule: rule.start):
        first, last = max(rule.start, reached), min(rule.end, bottom)
        if last > first:
            found, reached = found + last - first, last
    return found
