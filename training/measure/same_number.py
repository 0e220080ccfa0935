"""When two texts are the same number."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SAME: Final = str.maketrans("xX*\u2212\u2013\u2014\u2044", "\u00d7\u00d7\u00d7---/")
"""The same sign in other code points: times, minus and slash."""
_NO_DIGIT: Final = re.compile(r"[^0-9\n]")
_SPACE: Final = re.compile(r"[^\S\n]")


def as_written(text: str) -> str:
    """Digits and signs of each line, spaces and empty lines dropped, `x` as the sign for times."""
    return _lines(_SPACE.sub("", unicodedata.normalize("NFKC", text).translate(_SAME)))


def digits_alone(text: str) -> str:
    """The digits of each line; lines without any are dropped."""
    return _lines(_NO_DIGIT.sub("", unicodedata.normalize("NFKC", text)))


def cells(text: str) -> list[list[str]]:
    """The cells of each row, which spaces part."""
    return [row for line in text.split("\n") if (row := [as_written(c) for c in line.split()])]


def cells_in_place(text: str, label: str) -> tuple[int, int]:
    """How many cells of a table stand where the label has them, and how many there are."""
    said, wanted = cells(text), cells(label)
    right = sum(
        place < len(said[row]) and said[row][place] == cell
        for row, own in enumerate(wanted[: len(said)])
        for place, cell in enumerate(own)
    )
    return right, sum(map(len, wanted))


def _lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line)
