"""Rows of cells -> a table: which column each cell stands in, ruled or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final, TypeAlias

from bot.reading.cells.cell import Cell
from bot.reading.cells.spacing import slope_of_rows
from bot.reading.median import median

Table: TypeAlias = tuple[tuple[Cell | None, ...], ...]
"""Rows of one length; `None` where nothing is written."""

_MARGIN: Final = 0.5
"""A cell reaches so far to both sides, in heights of its writing: no column is quite straight."""
_NEAR: Final = 3
"""Cells of rows at most so far apart are joined first: pages are seen at an angle."""


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

    Where the table is ruled, its rules tell. Else cells stand in one column that lie above each
    other. Columns need not be evenly wide, their cells may begin or end at one line or neither, and
    any cell may be missing.

    Args:
        rows: from the top down, the cells of each from left to right.
    """
    if (ruled := _ruled(rows)) is not None:
        return ruled
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


def _ruled(rows: Sequence[Sequence[Cell]]) -> Table | None:
    """The table by its rules; None where they do not part all cells."""
    columns = [[cell.column for cell in row if cell.column is not None] for row in rows]
    known = [column for row in columns for column in row]
    parted = all(
        len(own) == len(row) and all(a < b for a, b in pairwise(own))
        for own, row in zip(columns, rows, strict=True)
    )
    if not known or not parted:
        return None
    places = range(min(known), max(known) + 1)
    found = [dict(zip(own, row, strict=True)) for own, row in zip(columns, rows, strict=True)]
    return tuple(tuple(row.get(place) for place in places) for row in found)


def _place(row: int, cell: Cell, slope: float) -> _Place:
    x, y, w, h = cell.box
    shift, margin = slope * (y + h / 2), _MARGIN * h
    return _Place(row, x + shift - margin, x + w + shift + margin)


def _columns(places: Sequence[_Place]) -> list[list[int]]:
    """Indices of the cells of each column, from left to right.

    Cells of rows near each other are joined first, those that lie above each other most before
    others, and then what that has left apart, as where many cells are empty; as long as no two
    cells of a column stand in one row.
    """
    near = [
        (i, j)
        for i in range(len(places))
        for j in range(i + 1, len(places))
        if places[i].row < places[j].row <= places[i].row + _NEAR
    ]
    columns = _joined(places, [[i] for i in range(len(places))], near)
    columns = _joined(places, columns, list(combinations(range(len(columns)), 2)))
    return sorted(columns, key=lambda column: _span(places, column).middle)


def _joined(
    places: Sequence[_Place], columns: list[list[int]], pairs: Sequence[tuple[int, int]]
) -> list[list[int]]:
    """Joins columns, of the given pairs of them."""
    spans = [_span(places, column) for column in columns]
    alike = []
    for i, j in pairs:
        one, other = spans[i], spans[j]
        shared = min(one.right, other.right) - max(one.left, other.left)
        if shared > 0:
            widths = one.right - one.left, other.right - other.left
            alike.append((-shared / min(widths) - shared / max(widths), i, j))
    first = list(range(len(columns)))  # of the columns that each is joined with
    members = {i: ([i], list(column)) for i, column in enumerate(columns)}
    rows = {i: {places[k].row for k in column} for i, column in enumerate(columns)}
    for _, i, j in sorted(alike):
        a, b = first[i], first[j]
        if a == b or not rows[a].isdisjoint(rows[b]):
            continue
        joined, cells = members.pop(b)
        members[a][0].extend(joined)
        members[a][1].extend(cells)
        rows[a] |= rows[b]
        for k in joined:
            first[k] = a
    return [cells for _, cells in members.values()]


def _span(places: Sequence[_Place], column: Sequence[int]) -> _Place:
    """From where to where a column goes, typically."""
    first = places[column[0]]
    if len(column) == 1:
        return first
    own = [places[i] for i in column]
    left, right = median([place.left for place in own]), median([place.right for place in own])
    return _Place(first.row, left, right)


def _flush_left(rows: Sequence[Sequence[Cell]]) -> Table:
    """Rows as they are, where no columns are to be made out."""
    most = max(map(len, rows), default=0)
    return tuple((*row, *[None] * (most - len(row))) for row in rows)
