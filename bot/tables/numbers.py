"""Which cells are numbers, and which: by one rule for a whole column, never by a guess.

A number is plain digits, or has one decimal sign and groups of three digits. Whether a point or a
comma is the decimal sign is settled by the cells of a column together: by `2,5`, `1.234,50` and
`1.234.567`, but not by `1,234`, which is either. Where nothing settles it, or cells contradict each
other, what has such signs stays text. So do leading zeros, more digits than a spreadsheet keeps,
dates, times, marks, and all else that is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import Enum
from typing import Final, TypeAlias

MOST_DIGITS: Final = 15
"""As many digits as spreadsheets keep."""
EXACT: Final = Context(prec=4 * MOST_DIGITS)
"""In which numbers are added: as many digits before the decimal sign as after it, and room for
sums and percentages."""

_NUMBER: Final = re.compile(r"([+-]?)(\d+(?:[.,]\d+)*)(%?)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")


class DecimalSign(Enum):
    """What parts whole numbers from decimals in a column."""

    POINT = "."
    COMMA = ","
    NONE = ""
    """No cell needs one."""
    UNKNOWN = "?"
    """Nothing settles which it is, or cells contradict each other."""


_EITHER: Final = (DecimalSign.POINT, DecimalSign.COMMA)


@dataclass(frozen=True, slots=True)
class Number:
    """A cell that is a number.

    Attributes:
        value: exact.
        decimals: places after the decimal sign as written; of a percentage, of its text.
        grouped: whether thousands are parted.
        percent: whether it is a percentage; `value` is a hundredth of what is written then.
        plus: whether a plus is written.
    """

    value: Decimal
    decimals: int = 0
    grouped: bool = False
    percent: bool = False
    plus: bool = False


Value: TypeAlias = Number | str
"""A number, or text as it is written."""


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column are.

    Attributes:
        values: of each cell; `None` where nothing is written.
        sign: the decimal sign.
    """

    values: tuple[Value | None, ...]
    sign: DecimalSign


def column_of(texts: Sequence[str | None]) -> Column:
    """Tells the numbers of a column from its text.

    Args:
        texts: of each cell, as written; `None` where nothing is.
    """
    written = [text for text in texts if text is not None]
    sign = decimal_sign(written)
    return Column(tuple(None if t is None else value_of(t, sign) for t in texts), sign)


def decimal_sign(texts: Iterable[str]) -> DecimalSign:
    """The decimal sign that the cells of a column agree on."""
    settled, needed = set[DecimalSign](), False
    for text in texts:
        if not {".", ","} & set(text):
            continue
        fits = [sign for sign in _EITHER if isinstance(value_of(text, sign), Number)]
        needed |= bool(fits)
        if len(fits) == 1:
            settled.add(fits[0])
    if not needed:
        return DecimalSign.NONE
    return settled.pop() if len(settled) == 1 else DecimalSign.UNKNOWN


def value_of(text: str, sign: DecimalSign) -> Value:
    """A cell's value, where that is the decimal sign of its column."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    plus, body, percent = found.groups()
    if sign in _EITHER:
        whole, _, decimals = body.partition(sign.value)
    else:
        whole, decimals = body, ""
    grouped = not whole.isdigit()
    if grouped and (sign not in _EITHER or not _THOUSANDS.fullmatch(whole)):
        return text
    digits = re.sub(r"\D", "", whole)
    if (decimals and not decimals.isdigit()) or (len(digits) > 1 and digits[0] == "0"):
        return text
    if len(digits + decimals) > MOST_DIGITS:
        return text
    value = Decimal(f"{plus}{digits}.{decimals}" if decimals else f"{plus}{digits}")
    value = value.scaleb(-2) if percent else value
    return Number(value, len(decimals), grouped, bool(percent), plus == "+")
