"""A table as a workbook (XLSX).

XlsxWriter writes it: it depends on nothing, is kept, and writes the value that a formula has beside
the formula, which phones show. Every cell is written by its type, never by the library's guess.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.tables.numbers import Number
from bot.tables.pages import Page, heads, lines, width_of
from bot.tables.typed_table import Sum, sum_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from bot.tables.typed_table import TypedTable

DOUBT: Final = "#FFE699"
"""Behind cells that have to be looked at."""
_TEXT: Final = "@"
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def xlsx_of(pages: Sequence[Page], *, named: bool) -> bytes:
    """Writes tables into one sheet; below a single one, the sums of its columns.

    Args:
        pages: what was read.
        named: whether the first column names the picture.
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet("Numbers")
        formats = _Formats(book)
        bold = book.add_format({"bold": True})
        for column, head in enumerate(heads(pages, named=named)):
            sheet.write_string(0, column, head, bold)
        sheet.freeze_panes(1, 0)
        first, check = int(named), int(named) + width_of(pages)
        row = 0
        for row, line in enumerate(lines(pages), 1):
            if named:
                sheet.write_string(row, 0, line.name)
            for place, (cell, value) in enumerate(zip(line.cells, line.values, strict=True)):
                if cell is None or value is None:
                    continue
                doubted = cell.is_doubted
                if isinstance(value, Number):
                    number = formats.number(value, doubted=doubted)
                    sheet.write_number(row, first + place, float(value.value), number)
                else:
                    sheet.write_string(row, first + place, value, formats.text(doubted=doubted))
            if line.check:
                sheet.write_string(row, check, line.check)
        if len(pages) == 1:
            _sums(sheet, formats, pages[0].table, row, first)
        if named:
            sheet.set_column(0, 0, 24)
        sheet.set_column(first, max(first, check - 1), 12)
        sheet.set_column(check, check, 24)
    return out.getvalue()


def _sums(sheet: Worksheet, formats: _Formats, table: TypedTable, last: int, first: int) -> None:
    """Sums of the columns that have one, two rows below the last.

    A column that ends with the sum of what stands above it has none: it would be twice as much.
    """
    for column in table.summable():
        found = sum_of(table, column)
        if not isinstance(found, Sum) or found.last is not None:
            continue
        own = Number(found.total, found.decimals, percent=found.percent)
        letter = _letters(first + column)
        formula = f"=SUM({letter}2:{letter}{last + 1})"
        style = formats.number(own, bold=True)
        sheet.write_formula(last + 2, first + column, formula, style, float(found.total))


def _letters(column: int) -> str:
    """What spreadsheets call a column, from 0."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Format] = {}

    def number(self, value: Number, *, doubted: bool = False, bold: bool = False) -> Format:
        """Shows a number with the decimals, groups and signs that it was written with."""
        shown = ("#,##0" if value.grouped else "0") + "." * bool(value.decimals)
        shown += "0" * value.decimals + "%" * value.percent
        if value.plus:
            shown = f"+{shown};-{shown};+{shown}"
        return self._format(shown, doubted=doubted, bold=bold)

    def text(self, *, doubted: bool) -> Format:
        """Keeps text as it is."""
        return self._format(_TEXT, doubted=doubted)

    def _format(self, shown: str, *, doubted: bool, bold: bool = False) -> Format:
        key = shown, doubted, bold
        if key not in self._made:
            style = {"num_format": shown, "bold": bold}
            self._made[key] = self._book.add_format(
                style | ({"bg_color": DOUBT} if doubted else {})
            )
        return self._made[key]
