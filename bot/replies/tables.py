"""Tables in answers: as text where that fits a phone, else as a file; their files and sums."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final

from bot.tables.numbers import DecimalSign, Number
from bot.tables.pages import decimal_notes
from bot.tables.typed import NoSum, Sum, TypedTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardButton

    from bot.tables.pages import Page

TABLE: Final = r"table:(csv|xlsx|sum:\d{1,2})|album:(csv|xlsx)"
"""Presses of the buttons under a table."""
CSV: Final = "table:csv"
XLSX: Final = "table:xlsx"
SUM: Final = "table:sum:"
OF_ALBUM: Final = {"album:csv": CSV, "album:xlsx": XLSX}
"""The same of several pictures, which the answer cannot be led back to."""

PHONE: Final = 32
"""Characters of one width in a line of a message on a phone, before it is broken."""
MOST_ROWS: Final = 40
"""A longer table is no longer looked through in a message."""
DOUBT: Final = "?"
"""Stands after cells that are to be checked; no number has it."""
_BETWEEN: Final = "  "
_IN_A_ROW: Final = 4
_MOST_SUMS: Final = 8

CHECK: Final = f"Please check the cells with {DOUBT} behind them."
IN_FILE: Final = "This table is too large for a message, so here it is as a file."
FILE_NAMES: Final = {CSV: "numbers.csv", XLSX: "numbers.xlsx"}
SENT_ALREADY: Final = "I have sent it already, just below."
NOT_LOOKED_AT: Final = "I did not look at these."
ALBUM_GONE: Final = "I no longer know what was in these pictures. Please send them once more."
NO_TABLE: Final = "I no longer see a table in this picture."
NO_FILES_HERE: Final = (
    "I may not send files in this group. Send me the picture in a private chat, and press the "
    "button there; or ask an admin of the group to let me."
)


def is_shown(table: TypedTable) -> bool:
    """Whether what was read is shown as a table: cells stand above and beside each other."""
    return min(len(table.cells), len(table.columns)) > 1


def fits(table: TypedTable) -> bool:
    """Whether a table can be looked at in a message on a phone."""
    lines = as_text(table).split("\n")
    return len(lines) <= MOST_ROWS and max(map(len, lines)) <= PHONE


def as_text(table: TypedTable) -> str:
    """A table in characters of one width: numbers to the right, text to the left."""
    columns = []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.cells]
        texts = [cell.text if cell else "" for cell in cells]
        wide = max(map(len, texts))
        right = any(isinstance(value, Number) for value in column.values)
        texts = [text.rjust(wide) if right else text.ljust(wide) for text in texts]
        if any(cell and cell.is_doubted for cell in cells):
            marks = [DOUBT if cell and cell.is_doubted else " " for cell in cells]
            texts = [text + mark for text, mark in zip(texts, marks, strict=True)]
        columns.append(texts)
    rows = zip(*columns, strict=True)
    return "\n".join(_BETWEEN.join(row).rstrip() for row in rows)


def number_of(shown: str) -> str:
    """The number that an answer shows, as it was read, from its text."""
    lines = shown.replace(DOUBT, " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)


def buttons(table: TypedTable, sent: str | None = None) -> list[list[InlineKeyboardButton]]:
    """What may be done with a table, or a list; nothing with a single row.

    Args:
        table: the table.
        sent: a kind of file that needs no button.
    """
    from telegram import InlineKeyboardButton  # the command line does without

    if len(table.cells) < 2:
        return []
    files = file_buttons(sent)
    summable = table.summable()[:_MOST_SUMS]
    one = len(table.columns) == 1
    sums = [
        InlineKeyboardButton("Sum" if one else f"Sum {i + 1}", callback_data=f"{SUM}{i}")
        for i in summable
    ]
    if len(sums) == 1:
        return [[*files, *sums]]
    return [files, *(sums[at : at + _IN_A_ROW] for at in range(0, len(sums), _IN_A_ROW))]


def file_buttons(sent: str | None = None) -> list[InlineKeyboardButton]:
    """A row of buttons for files, but for what was sent already."""
    from telegram import InlineKeyboardButton

    kinds = {CSV: "CSV", XLSX: "XLSX"}
    return [
        InlineKeyboardButton(kind, callback_data=data)
        for data, kind in kinds.items()
        if data != sent
    ]


def album_buttons() -> list[InlineKeyboardButton]:
    """The same, for what was read from several pictures."""
    from telegram import InlineKeyboardButton

    kinds = {CSV: "CSV", XLSX: "XLSX"}
    return [
        InlineKeyboardButton(kinds[what], callback_data=data) for data, what in OF_ALBUM.items()
    ]


def caption(pages: Sequence[Page]) -> str:
    """What is said of a file: what is to be checked, and how decimals were understood."""
    doubted = sum(len(p.table.doubted(row)) for p in pages for row in range(len(p.table.cells)))
    parts = []
    if doubted:
        cells = "cell is" if doubted == 1 else "cells are"
        parts.append(f"{doubted} {cells} doubtful: see the last column.")
    for page in pages:
        name = f"{page.name}: " if len(pages) > 1 else ""
        parts += [name + note for note in decimal_notes(page.table)]
    return "\n".join(parts)[:1000]


def total(table: TypedTable, column: int, found: Sum | NoSum) -> str:
    """The sum of a column, or the cell for which there is none.

    Args:
        table: the table.
        column: from 0.
        found: what came of it.
    """
    where = "" if len(table.columns) == 1 else f" of column {column + 1}"
    if isinstance(found, Sum):
        return f"Sum{where}, {found.count} numbers: <code>{_decimal(table, column, found)}</code>"
    sums = f"I give no sum{where}, for in row {found.row + 1}"
    text = f"<code>{escape(found.cell.text, quote=False)}</code>"
    if found.doubted:
        return f"{sums} I am not sure of {text}. Please check it in the picture."
    if table.columns[column].sign is DecimalSign.UNKNOWN and re.search("[.,]", found.cell.text):
        return f"{sums} {text} may be two numbers: nothing tells what its {_sign(found)} means."
    return f"{sums} {text} is not a number like the others."


def _decimal(table: TypedTable, column: int, found: Sum) -> str:
    """A sum, written as the column is."""
    value = found.total.scaleb(2) if found.percent else found.total
    text = format(value.quantize(Decimal(1).scaleb(-found.decimals)), "f")
    if table.columns[column].sign is DecimalSign.COMMA:
        text = text.replace(".", ",")
    return f"{text}%" if found.percent else text


def _sign(found: NoSum) -> str:
    return "comma" if "," in found.cell.text else "point"
