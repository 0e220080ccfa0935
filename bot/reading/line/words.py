"""Words beside numbers: a line of both is parted between them, where it has a gap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final

import numpy as np

from bot.reading.box import union
from bot.reading.layout.components import Piece
from bot.reading.line.candidates import SeenCell
from bot.reading.line.ctc import String
from bot.reading.line.line_ink import Run
from bot.reading.line.symbols import ALPHABET, DIGITS, FIRST_LETTER, LETTERS, digits_in, letters_in

_GAP: Final = 0.5
"""A gap between words is so wide, in heights of the line, at least."""
_FAR: Final = 1.2
"""and so wide where all of the line seemed to be words."""
_LETTERS: Final = 2
"""A word has so many letters at least, but for one at an end of the line, as in "9 m" and "A 4":
within it, one may be a digit that was misread."""
_LIKE_DIGITS: Final = frozenset("bgiloqsz")
"""Letters that a digit may look like."""
_LIKE_LETTERS: Final = frozenset("01")
"""Digits that among letters may be letters."""
_SMALL: Final = 0.5
"""A label is at most so tall, in heights of the line that it is beside,"""
_WORD: Final = 1.5
"""and so many times as wide as tall, at least."""
_AFTER_NAME: Final = frozenset(map(ALPHABET.index, ":="))
"""What stands between a name of one letter and its number."""
_AFTER_WORD: Final = frozenset(map(ALPHABET.index, ".,:="))
"""Signs that belong to a word before a number; others are of the number."""
_WORDS: Final = """
no nr num qty tel tot sum total page pg ref id kg mg ml cl cm mm km lb lbs oz ft min sec hrs std
eur usd gbp inr chf rs tl pcs pc stk st nd rd th am pm uhr
"""
USUAL: Final = frozenset(_WORDS.split())
"""Words and units that stand beside numbers: likely before anything is read."""
_LAPPING: Final = 0.2
"""It laps over the number by so much of the line's height, at most;"""
_LIKELIER: Final = 0.5
"""it, or letters of which one is like no digit, are likelier than any number by so much, in
logarithms;"""
_CLEARLY: Final = 2.0
"""and letters like digits alone by so much: "so" may be 50."""


def is_mixed(string: String) -> bool:
    """Whether a string has a word's letters, or a name's or a unit's, and also digits."""
    short = _begins_with_name(string) or any(map(_is_letter, (string[:1], string[-1:])))
    return digits_in(string) > 0 and (letters_in(string) >= _LETTERS or short)


def _is_letter(string: String) -> bool:
    """Whether a string is one letter, and no other mark."""
    return len(string) == 1 and ALPHABET[string[0]] in LETTERS


def _begins_with_name(string: String) -> bool:
    """Whether a string is as "x = 5" or "a: 5"."""
    return len(string) > 2 and string[0] >= FIRST_LETTER and string[1] in _AFTER_NAME


def name_length(string: String) -> int:
    """How many of a string's first symbols are letters and the sign after them, as in "x =" 5."""
    letters = next((at for at, symbol in enumerate(string) if symbol < FIRST_LETTER), 0)
    return letters + 1 if letters and string[letters] in _AFTER_NAME else 0


def words_in(cell: SeenCell) -> list[Run]:
    """A run parted where a word may begin or end; itself alone where nothing says so."""
    if len(parts := small_print_apart(cell.run)) > 1:
        return parts
    string = cell.likeliest[0]
    if not is_mixed(string):
        # A number far from a word may have been taken for more letters.
        return parts_of(cell.run, _FAR) if letters_in(string) >= _LETTERS else [cell.run]
    return parts if len(parts := parts_of(cell.run)) > 1 else unit_apart(cell)


def parts_of(run: Run, least: float = _GAP) -> list[Run]:
    """A run parted at its wide gaps, from left to right; itself alone where it has none.

    Args:
        run: what is to be parted.
        least: a wide gap's width, in heights of the line.
    """
    parts, end = list[list[int]](), float("-inf")
    pieces = sorted(run.pieces, key=lambda piece: piece.box.x)
    for place, piece in enumerate(pieces):
        if piece.box.x - end >= least * run.height:
            parts.append([])
        parts[-1].append(place)
        end = max(end, piece.box.x + piece.box.w)
    return [run._replace(pieces=tuple(pieces[place] for place in own)) for own in parts]


def unit_apart(cell: SeenCell) -> list[Run]:
    """A run whose likeliest string is a number and then letters, or the reverse, parted there.

    It is parted at its widest gap, if that is where the string changes; else the last digit may
    have been taken for a letter, unless those make a usual word.

    Args:
        cell: what was seen of it.

    Returns:
        Both parts; itself alone where its string is none such.
    """
    string = cell.likeliest[0]
    sides = _two_sides(string)
    pieces = sorted(cell.run.pieces, key=lambda piece: piece.box.x)
    ends = np.maximum.accumulate([piece.box.x + piece.box.w for piece in pieces])
    gaps = np.array([piece.box.x for piece in pieces[1:]]) - ends[:-1]
    if sides is None or not is_mixed(string) or not gaps.size:
        return [cell.run]
    places = [box.x + box.w / 2 for box in cell.boxes]
    middles = np.array([piece.box.x for piece in pieces[1:]]) - gaps / 2
    usual = _letters(string) in USUAL
    least = -_LAPPING * cell.run.height if usual else 0.0
    between = (places[sides[0]] < middles) & (middles < places[sides[1]]) & (gaps > least)
    if not between.any():
        return [cell.run]
    cut = int(np.where(between, gaps, -np.inf).argmax()) + 1
    if not usual and gaps[cut - 1] < gaps.max():
        return [cell.run]
    return [cell.run._replace(pieces=tuple(side)) for side in (pieces[:cut], pieces[cut:])]


def _letters(string: String) -> str:
    return "".join(ALPHABET[symbol] for symbol in string if symbol >= FIRST_LETTER)


def _two_sides(string: String) -> tuple[int, int] | None:
    """The last symbol of a word and the first of the number after it, or the reverse.

    A sign between them is of the number, but for what ends a word. None where there are more turns
    than one.
    """
    kinds = [(at, s >= FIRST_LETTER) for at, s in enumerate(string)
             if s >= FIRST_LETTER or s < len(DIGITS)]  # fmt: skip
    turns = [(a, b) for (a, one), (b, other) in pairwise(kinds) if one != other]
    if len(turns) != 1:
        return None
    [(last, first)] = turns
    if string[first] >= FIRST_LETTER:
        return first - 1, first
    while string[last + 1] in _AFTER_WORD:
        last += 1
    return last, last + 1


def small_print_apart(run: Run) -> list[Run]:
    """A run parted from what is far smaller at its ends, as a printed label may be.

    Args:
        run: what is to be read.

    Returns:
        The small part with a height of its own, the rest, and so at the other end; itself alone
        where nothing small is as wide as a word.
    """
    tall = [piece.box for piece in run.pieces if piece.box.h > _SMALL * run.height]
    if not tall:
        return [run]
    first, last = min(box.x for box in tall), max(box.x + box.w for box in tall)
    before = _label([p for p in run.pieces if p.box.x + p.box.w <= first + 1], run)
    after = _label([p for p in run.pieces if p.box.x >= last - 1], run)
    apart = {piece.label for part in (before, after) if part for piece in part.pieces}
    rest = run._replace(pieces=tuple(p for p in run.pieces if p.label not in apart))
    return [part for part in (before, rest, after) if part]


def _label(pieces: Sequence[Piece], run: Run) -> Run | None:
    """Small pieces at an end of a run as a run of their own, if they are as wide as a word."""
    if not pieces:
        return None
    box = union([piece.box for piece in pieces])
    if box.h > _SMALL * run.height or box.w < _WORD * box.h:
        return None
    return Run(tuple(pieces), float(box.h), run.slope)


def words_apart(cells: Sequence[SeenCell], whole: Run) -> list[Run]:
    """Parts of a run put together again, but for words from numbers.

    Args:
        cells: what was seen of each part, from left to right.
        whole: of which they are parts.

    Returns:
        Runs by turns of words and of numbers; none where there are not both.
    """
    last = len(cells) - 1
    kinds = [
        _is_word(cell) or (at in {0, last} and _is_lone(cell)) for at, cell in enumerate(cells)
    ]
    numbers = any(
        not word and digits_in(cell.likeliest[0]) for word, cell in zip(kinds, cells, strict=True)
    )
    if not (any(kinds) and numbers):
        return []
    runs = []
    for _, pairs in groupby(zip(kinds, cells, strict=True), key=lambda pair: pair[0]):
        own = [cell.run for _, cell in pairs]
        if len(own) == 1:
            runs += own
            continue
        pieces = tuple(piece for run in own for piece in run.pieces)
        runs.append(whole._replace(pieces=pieces))
    return runs


def _is_word(cell: SeenCell) -> bool:
    string = cell.likeliest[0]
    letters = _letters(string)
    is_name = len(string) == len(letters) + 1 == 2 and string[-1] in _AFTER_NAME
    if not digits_in(string) and (letters in USUAL or is_name):
        return cell.other >= _LIKELIER
    alike = sum(ALPHABET[symbol] in _LIKE_LETTERS for symbol in string)
    mostly = 2 * (len(letters) + alike) > len(string)
    return len(letters) >= _LETTERS and mostly and _is_likelier(cell, letters)


def _is_lone(cell: SeenCell) -> bool:
    """Whether it is one letter, and likelier so than a digit that was misread."""
    string = cell.likeliest[0]
    return _is_letter(string) and _is_likelier(cell, ALPHABET[string[0]])


def _is_likelier(cell: SeenCell, letters: str) -> bool:
    """Whether these letters are likelier than any number: clearly, if all are like digits."""
    return cell.other >= (_CLEARLY if _LIKE_DIGITS.issuperset(letters) else _LIKELIER)
