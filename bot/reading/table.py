"""Rows of cells -> a table: which column each cell stands in, ruled or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

from bot.reading.result import Cell
from bot.reading.spacing import slope_of_rows

Table: TypeAlias = tuple[tuple[Cell | None, ...], ...]
"""Rows of one length; `None` where nothing is written."""

_MARGIN: Final = 0.5
"""A cell reaches so far to both sides, in heights of its writing: no column is quite straight."""
_NEAR: Final = 3
"""Cells of rows further apart are compared after all others: pages are seen at an angle."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell stands, with the turn of the page taken out.

    Attributes:
        row: from 0.
        left, right: its sides, with the margin.
    """

    row: int
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def table_of(rows: Sequence[Sequence[Cell]]) -> Table:
    """Puts cells into columns.

    Cells stand in one column that lie above each other. Columns need not be ruled nor evenly wide,
    their cells may begin or end at one line or neither, and any cell may be missing.

    Args:
        rows: from the top down, the cells of each from left to right.
    """
    slope = slope_of_rows([[cell.box for cell in row] for row in rows])
    places = [_place(row, cell, slope) for row, cells in enumerate(rows) for cell in cells]
    columns = _columns(places)
    found: list[list[Cell | None]] = [[None] * len(columns) for _ in rows]
    cells = [cell for row in rows for cell in row]
    for at, members in enumerate(columns):
        for member in members:
            found[places[member].row][at] = cells[member]
    in_order = all(
        [cell for cell in line if cell is not None] == list(row)
        for line, row in zip(found, rows, strict=True)
    )
    return tuple(map(tuple, found)) if in_order else _flush_left(rows)


def _place(row: int, cell: Cell, slope: float) -> _Place:
    x, y, w, h = cell.box
    shift, margin = slope * (y + h / 2), _MARGIN * h
    return _Place(row, x + shift - margin, x + w + shift + margin)


def _columns(places: Sequence[_Place]) -> list[list[int]]:
    """Indices of the cells of each column, from left to right.

    Cells that lie above each other are joined, those first that do so most, as long as no two of a
    column stand in one row.
    """
    pairs = []
    for i, j in combinations(range(len(places)), 2):
        a, b = places[i], places[j]
        shared = min(a.right, b.right) - max(a.left, b.left)
        if a.row != b.row and shared > 0:
            narrower = min(a.right - a.left, b.right - b.left)
            wider = max(a.right - a.left, b.right - b.left)
            far = abs(a.row - b.row) > _NEAR
            pairs.append((far, -shared / narrower - shared / wider, i, j))
    columns = {i: [i] for i in range(len(places))}
    for *_, i, j in sorted(pairs):
        a_column, b_column = columns[i], columns[j]
        if a_column is b_column or _meet(places, a_column, b_column):
            continue
        a_column += b_column
        columns.update(dict.fromkeys(b_column, a_column))
    found = list({id(column): column for column in columns.values()}.values())
    return sorted(found, key=lambda column: sum(places[i].middle for i in column) / len(column))


def _meet(places: Sequence[_Place], one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two columns have cells in one row."""
    return not {places[i].row for i in one}.isdisjoint(places[i].row for i in other)


def _flush_left(rows: Sequence[Sequence[Cell]]) -> Table:
    """Rows as they are, where no columns are to be made out."""
    most = max(map(len, rows), default=0)
    return tuple((*row, *[None] * (most - len(row))) for row in rows)
