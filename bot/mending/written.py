"""What a person types -> a number as it is written."""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.mending.number import tidy

SIGNS: Final = ".,-+/:=()%\u00d7\u00f7"
MOST: Final = 1000
"""Characters of a number that are taken as a correction."""
_SAME: Final = {
    **{0xFEE0 + ord(sign): sign for sign in ".,-+/:=()%"},  # as wide as Chinese characters
    **dict.fromkeys(map(ord, "\u2212\u2013\u2014\u2010\u2011"), "-"),
    **dict.fromkeys(map(ord, "*xX\u0445\u0425"), "\u00d7"),  # Cyrillic ones, too
    **dict.fromkeys(map(ord, "\u060c\u066c"), ","),
    **dict.fromkeys(map(ord, "\u2044\u2215"), "/"),
    ord("\u066a"): "%",
    ord("\u066b"): ".",
}


def as_written(text: str) -> str | None:
    """The number in what somebody typed; `None` where there is something else in it, or no digit.

    It may be longer than what is taken.

    Args:
        text: digits of any script, signs, spaces and line breaks.
    """
    number = tidy("".join(_digit(symbol) for symbol in text.translate(_SAME)))
    known = all(s in SIGNS or s.isspace() or s in "0123456789" for s in number)
    return number if known and any(symbol.isdigit() for symbol in number) else None


def _digit(symbol: str) -> str:
    value = unicodedata.decimal(symbol, None)
    if value is not None:
        return str(value)
    # What is not seen, such as the marks that keep a number from being turned around.
    return "" if unicodedata.category(symbol) == "Cf" else symbol
