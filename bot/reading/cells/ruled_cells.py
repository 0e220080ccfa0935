"""What stands in one cell of a ruled table is one number, though it seemed to be two.

A wide digit that was read as a narrow one, or a point that was lost, leaves a gap that parts a
number, and every row of the table would get another column for it. The table's other rows tell:
where nearly all have one number in a column, the others have, too. As something is missing there,
perhaps a point, the digits beside the gap are doubtful; `joints` says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from bot.reading.box import union
from bot.reading.cells.cell import Cell

_ROWS: Final = 3
"""A column has to have so many cells at least to tell anything,"""
_ONE: Final = 0.65
"""of which this share hold one number;"""
_COLUMNS: Final = 2
"""A table has so many such columns at least: rules beside one may be anything;"""
_APART: Final = 2.2
"""what is further apart than so many heights of its writing is two numbers all the same."""


def whole(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Joins numbers of a row that stand in one ruled column, where the column has one elsewhere.

    Args:
        rows: from the top down, the cells of each from left to right.
    """
    held = Counter[int]()
    ones = Counter[int]()
    for row in rows:
        for column, count in Counter(c.column for c in row if c.column is not None).items():
            held[column] += 1
            ones[column] += count == 1
    # What stands left of all rules, 0, need be no column.
    single = {c for c, most in held.items() if c and most >= _ROWS and ones[c] >= _ONE * most}
    if len(single) < _COLUMNS:
        single = set()
    return tuple(tuple(_row(row, single)) for row in rows)


def _row(row: Sequence[Cell], single: set[int]) -> list[Cell]:
    found: list[Cell] = []
    for column, cells in groupby(row, key=lambda cell: cell.column):
        for at, cell in enumerate(cells):
            if at and column in single and _gap(found[-1], cell) <= _APART:
                found[-1] = _joined(found[-1], cell)
            else:
                found.append(cell)
    return found


def _gap(left: Cell, right: Cell) -> float:
    """In heights of the taller one."""
    apart = right.box.x - left.box.x - left.box.w
    return apart / max(left.box.h, right.box.h)


def _joined(left: Cell, right: Cell) -> Cell:
    place = len(left.text)
    doubted = {*left.doubted, place - 1, place, *(place + own for own in right.doubted)}
    return left._replace(
        text=left.text + right.text,
        confidence=min(left.confidence, right.confidence),
        box=union([left.box, right.box]),
        doubted=tuple(sorted(doubted)),
    )
