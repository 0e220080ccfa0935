"""Tables with the numbers in them, and the sums of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from bot.reading.cells.cell import Cell
from bot.reading.cells.table import Table, table_of
from bot.reading.result import Reading
from bot.tables.numbers import EXACT, Column, Number, column_of

_FEWEST: Final = 3
"""Of fewer numbers the last one is no sum of the others."""


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table, and which of its cells are which numbers.

    Attributes:
        cells: rows of one length; `None` where nothing is written.
        columns: the same, by columns.
    """

    cells: Table
    columns: tuple[Column, ...]

    def doubted(self, row: int) -> list[int]:
        """The columns, from 0, in which a row's cell has to be looked at."""
        return [i for i, cell in enumerate(self.cells[row]) if cell is not None and cell.is_doubted]

    def summable(self) -> list[int]:
        """The columns, from 0, with more than one cell, of which one is a number at least."""
        return [
            i
            for i, column in enumerate(self.columns)
            if sum(value is not None for value in column.values) > 1
            and any(isinstance(value, Number) for value in column.values)
        ]


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a column.

    Attributes:
        total: exact.
        count: how many numbers it is of.
        decimals: as many as the cell with most has.
        percent: whether it is of percentages; `total` is a hundredth of what is written then.
        last: the last number, where it is the sum of the others, as below a line; else `None`.
    """

    total: Decimal
    count: int
    decimals: int
    percent: bool
    last: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NoSum:
    """Why a column is not summed: a cell of it.

    Attributes:
        row: of the cell, from 0.
        cell: the cell.
        doubted: it may have been misread; else it is no number, or no percentage beside some.
    """

    row: int
    cell: Cell
    doubted: bool


def typed(reading: Reading) -> TypedTable:
    """The table that a picture shows; without rows where it was refused."""
    return typed_table(table_of(reading.rows))


def typed_table(cells: Table) -> TypedTable:
    """Tells the numbers of a table."""
    texts = [[cell and cell.text for cell in column] for column in zip(*cells, strict=True)]
    return TypedTable(cells, tuple(column_of(column) for column in texts))


def sum_of(table: TypedTable, column: int) -> Sum | NoSum:
    """Adds the numbers of a column, exactly.

    Args:
        table: the table.
        column: from 0.
    """
    found: list[Number] = []
    for row, (line, value) in enumerate(
        zip(table.cells, table.columns[column].values, strict=True)
    ):
        cell = line[column]
        if cell is None:
            continue
        if cell.is_doubted:
            return NoSum(row, cell, doubted=True)
        if not isinstance(value, Number) or (found and value.percent != found[0].percent):
            return NoSum(row, cell, doubted=False)
        found.append(value)
    return _sum(found)


def _sum(numbers: Sequence[Number]) -> Sum:
    with localcontext(EXACT):
        total = sum((number.value for number in numbers), Decimal())
        last = numbers[-1].value if len(numbers) >= _FEWEST else Decimal()
        is_sum = bool(last) and total == 2 * last
    return Sum(
        total,
        len(numbers),
        max((number.decimals for number in numbers), default=0),
        percent=any(number.percent for number in numbers),
        last=last if is_sum else None,
    )
