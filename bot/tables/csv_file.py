"""A table as CSV: commas, UTF-8, CRLF (RFC 4180), a first row of names.

Numbers have a decimal point and no groups, whatever they were written with, so that every program
takes them; text is as it is written. What a spreadsheet would take for a formula gets an apostrophe
before it, as OWASP advises.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from bot.tables.numbers import Number, Value
from bot.tables.pages import Page, heads, lines

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_of(pages: Sequence[Page], *, named: bool) -> str:
    """Writes tables.

    Args:
        pages: what was read.
        named: whether the first column names the picture.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads(pages, named=named))
    for line in lines(pages):
        name = [_text(line.name)] if named else []
        writer.writerow([*name, *map(_written, line.values), _text(line.check)])
    return out.getvalue()


def _written(value: Value | None) -> str:
    if isinstance(value, Number):
        return format(value.value, "f")
    return "" if value is None else _text(value)


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
