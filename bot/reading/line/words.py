"""Words beside numbers: a line of both is parted between them, where it has a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from bot.reading.line.ctc import String
from bot.reading.line.line_ink import Run
from bot.reading.line.symbols import DIGITS, FIRST_LETTER

_GAP: Final = 0.5
"""A gap between words is so wide, in heights of the line, at least."""
_LETTERS: Final = 2
"""A word has so many letters at least: one may be a unit, or a digit that was misread."""


def letters_in(string: String) -> int:
    """How many letters and other marks a string has."""
    return sum(symbol >= FIRST_LETTER for symbol in string)


def is_mixed(string: String) -> bool:
    """Whether a string has a word's letters and also digits."""
    return letters_in(string) >= _LETTERS and any(symbol < len(DIGITS) for symbol in string)


def parts_of(run: Run) -> list[Run]:
    """A run parted at its wide gaps, from left to right; itself alone where it has none."""
    parts, end = list[list[int]](), float("-inf")
    pieces = sorted(run.pieces, key=lambda piece: piece.box.x)
    for place, piece in enumerate(pieces):
        if piece.box.x - end >= _GAP * run.height:
            parts.append([])
        parts[-1].append(place)
        end = max(end, piece.box.x + piece.box.w)
    return [replace(run, pieces=tuple(pieces[place] for place in own)) for own in parts]


def words_apart(parts: Sequence[Run], strings: Sequence[String]) -> list[Run]:
    """Parts of a run put together again, but for words from numbers.

    Args:
        parts: from left to right.
        strings: the likeliest of each.

    Returns:
        Runs by turns of words and of numbers; none where there are not both.
    """
    kinds = [_is_word(string) for string in strings]
    numbers = any(
        not word and any(symbol < len(DIGITS) for symbol in string)
        for word, string in zip(kinds, strings, strict=True)
    )
    if not (any(kinds) and numbers):
        return []
    runs = []
    for _, own in groupby(zip(kinds, parts, strict=True), key=lambda pair: pair[0]):
        pieces = tuple(piece for _, part in own for piece in part.pieces)
        runs.append(replace(parts[0], pieces=pieces))
    return runs


def _is_word(string: String) -> bool:
    letters = letters_in(string)
    return letters >= _LETTERS and 2 * letters > len(string)
