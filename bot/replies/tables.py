"""Tables in answers: as text where that fits a phone, else as a file; their files and sums."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

from bot.replies.quoted import quoted
from bot.speech import N_, apart, plural, tr
from bot.tables.numbers import EXACT, DecimalSign, Number
from bot.tables.pages import decimal_notes
from bot.tables.typed_table import NoSum, Sum, TypedTable

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
_UNBROKEN: Final = "\u00a0"
_IN_A_ROW: Final = 4
_MOST_SUMS: Final = 8

LAST_IS_SUM: Final = N_("The last of them, {number}, is the sum of the others.")
SAY_SO: Final = N_("If all is right, press ✓ under my answer, else ✗; then ask for the sum again.")
CHECK: Final = N_("Please check the cells with ? behind them.")
NOT_ALL: Final = N_("I can't make out all of it: please compare it with the picture.")
NONE_STANDS_OUT: Final = N_(
    "Each cell looks clear, but one may be wrong, missing or in the wrong place."
)
MOST_CAPTION: Final = 1024
"""Characters that Telegram takes under a file."""
IN_FILE: Final = N_("This table is too large for a message, so here it is as a file.")
FILE_NAMES: Final = {CSV: "numbers.csv", XLSX: "numbers.xlsx"}
# Translators: at most 200 characters.
SENT_ALREADY: Final = N_("I have sent it already, just below.")
NOT_LOOKED_AT: Final = N_("I did not look at these.")
# Translators: at most 200 characters.
ALBUM_GONE: Final = N_("I no longer know what was in these pictures. Please send them once more.")
NO_TABLE: Final = N_("I no longer see a table in this picture.")
NO_FILES_HERE: Final = N_(
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


def is_file(table: TypedTable) -> bool:
    """Whether a table is too large for a message."""
    return is_shown(table) and not fits(table)


def as_text(table: TypedTable) -> str:
    """A table in characters of one width: numbers to the right, text to the left."""
    columns = []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.cells]
        texts = [cell.text if cell else "" for cell in cells]
        right = any(isinstance(value, Number) for value in column.values)
        if any(cell and cell.is_doubted for cell in cells):
            marks = [DOUBT if cell and cell.is_doubted else " " * right for cell in cells]
            texts = [text + mark for text, mark in zip(texts, marks, strict=True)]
        wide = max(map(len, texts))
        texts = [text.rjust(wide) if right else text.ljust(wide) for text in texts]
        columns.append(texts)
    rows = zip(*columns, strict=True)
    return "\n".join(_BETWEEN.join(row).rstrip() for row in rows)


def as_block(text: str) -> str:
    """Rows of `as_text` as HTML.

    Telegram takes away the spaces that a text, or a piece of it, begins with, and the first row
    would stand beside its columns; it leaves those that do not break.
    """
    row = text.lstrip(" ")
    return f"<pre>{_UNBROKEN * (len(text) - len(row))}{row}</pre>"


def number_of(shown: str) -> str:
    """The number that an answer shows, as it was read, from its text."""
    lines = shown.replace(DOUBT, " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)


def unmarked(text: str) -> str:
    """A text without the marks of cells that are to be checked, as where an answer was copied."""
    return re.sub(rf"(?<=\S){re.escape(DOUBT)}(?!\S)", "", text)


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
        InlineKeyboardButton(
            tr("Sum") if one else tr("Sum {column}").format(column=i + 1),
            callback_data=f"{SUM}{i}",
        )
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


def caption(pages: Sequence[Page], most: int = MOST_CAPTION) -> str:
    """What is said of a file: what is to be checked, and how decimals were understood.

    Args:
        pages: what is in it.
        most: characters that there is room for.
    """
    doubted = sum(len(p.table.doubted(row)) for p in pages for row in range(len(p.table.cells)))
    parts = []
    if doubted:
        text = plural(
            "{count} cell is doubtful: see the last column.",
            "{count} cells are doubtful: see the last column.",
            doubted,
        )
        parts.append(text.format(count=doubted))
    for page in pages:
        name = f"{page.name}: " if len(pages) > 1 else ""
        parts += [name + note for note in decimal_notes(page.table)]
    text = "\n".join(parts)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def total(table: TypedTable, column: int, found: Sum | NoSum, *, judges: bool = False) -> str:
    """The sum of a column, or the cell for which there is none.

    Args:
        table: the table.
        column: from 0.
        found: what came of it.
        judges: whether there are buttons that tell whether the answer is right.
    """
    one = len(table.columns) == 1
    if isinstance(found, Sum):
        if one:
            said = plural("Sum, {count} number:", "Sum, {count} numbers:", found.count)
        else:
            said = plural(
                "Sum of column {column}, {count} number:",
                "Sum of column {column}, {count} numbers:",
                found.count,
            )
        said = said.format(column=column + 1, count=found.count)
        told = f"{said} {_decimal(table, column, found)}"
        if found.last is None:
            return told
        last = _decimal(table, column, replace(found, total=found.last))
        return f"{told}\n{tr(LAST_IS_SUM).format(number=last)}"
    sums = tr("I give no sum,") if one else tr("I give no sum of column {column},")
    unknown = table.columns[column].sign is DecimalSign.UNKNOWN
    if found.doubted:
        why = tr("for in row {row} I am not sure of {text}. Please check it in the picture.")
    elif unknown and "," in found.cell.text:
        why = tr("for in row {row} {text} may be two numbers: nothing tells what its comma means.")
    elif unknown and "." in found.cell.text:
        why = tr("for in row {row} {text} may be two numbers: nothing tells what its point means.")
    else:
        why = tr("for in row {row} {text} is not a number like the others.")
    why = why.format(row=found.row + 1, text=quoted(found.cell.text))
    said = f"{sums.format(column=column + 1)} {why}"
    return f"{said} {tr(SAY_SO)}" if found.doubted and judges else said


def _decimal(table: TypedTable, column: int, found: Sum) -> str:
    """A sum, written as the column is; HTML."""
    with localcontext(EXACT):
        value = found.total.scaleb(2) if found.percent else found.total
        text = format(value.quantize(Decimal(1).scaleb(-found.decimals)), "f")
    if table.columns[column].sign is DecimalSign.COMMA:
        text = text.replace(".", ",")
    return apart(f"<code>{text}%</code>" if found.percent else f"<code>{text}</code>")
