"""What goes into a file for a spreadsheet: one table, or those of several pictures, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.reading.cells.cell import Cell
from bot.speech import N_, listed, tr
from bot.tables.numbers import DecimalSign, Value
from bot.tables.typed_table import TypedTable

PICTURE: Final = N_("picture")
CHECK: Final = N_("check")


@dataclass(frozen=True, slots=True)
class Page:
    """A picture, or a page of a PDF.

    Attributes:
        name: what it is called in the first column.
        table: what was read.
        note: why nothing was; empty where something was.
    """

    name: str
    table: TypedTable
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file.

    Attributes:
        name: of the picture.
        cells: as they were read, one for each column; `None` where nothing is written.
        values: of the cells.
        check: what has to be looked at.
    """

    name: str
    cells: tuple[Cell | None, ...]
    values: tuple[Value | None, ...]
    check: str


def width_of(pages: Sequence[Page]) -> int:
    """How many columns the widest table has."""
    return max((len(page.table.columns) for page in pages), default=0)


def heads(pages: Sequence[Page], *, named: bool) -> list[str]:
    """What the columns of the file are called."""
    columns = [column_name(i) for i in range(width_of(pages))]
    return [*([tr(PICTURE)] if named else []), *columns, tr(CHECK)]


def column_name(column: int) -> str:
    """What a column, from 0, is called in files and in answers."""
    return tr("column {number}").format(number=column + 1)


def lines(pages: Sequence[Page]) -> Iterator[Line]:
    """All rows; of a picture in which nothing was read, one that says why."""
    width = width_of(pages)
    for page in pages:
        if not page.table.cells:
            yield Line(page.name, (None,) * width, (None,) * width, page.note)
        for row, cells in enumerate(page.table.cells):
            missing = (None,) * (width - len(cells))
            values = tuple(column.values[row] for column in page.table.columns)
            check = listed(column_name(i) for i in page.table.doubted(row))
            yield Line(page.name, cells + missing, values + missing, check)


def decimal_notes(table: TypedTable) -> list[str]:
    """What was taken for the decimal sign, where that is not plain; a sentence for each column."""
    said = {
        DecimalSign.COMMA: tr("In {column} the comma is the decimal sign."),
        DecimalSign.UNKNOWN: tr(
            "In {column} nothing tells whether comma or point is the decimal sign, so numbers "
            "with one are left as text."
        ),
    }
    return [
        said[column.sign].format(column=column_name(place))
        for place, column in enumerate(table.columns)
        if column.sign in said
    ]
