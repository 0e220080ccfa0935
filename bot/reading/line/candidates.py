"""What a line may say: strings that the networks find likely, with the ink of their symbols."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from bot.reading.box import Box
from bot.reading.glyph import Glyph
from bot.reading.line.ctc import (
    Columns,
    String,
    align,
    likeliest_string,
    likely_strings,
    log_probability,
)
from bot.reading.line.features import Whole
from bot.reading.line.line_ink import Run
from bot.reading.line.marks import LineMarks
from bot.reading.line.network import PAD, STRIDE
from bot.reading.line.repeats import without_repeats
from bot.reading.line.strip import Strip
from bot.reading.line.symbols import ALPHABET, DIGITS, FIRST_LETTER, OTHER, digits_in, letters_in

_BEAM: Final = 8
"""So many strings are followed from column to column."""
_STRINGS: Final = 4
"""So many strings of a line are looked at with the digit network."""
_UNLIKELY: Final = 6.0
"""Those that are less likely than the best by more than this, in logarithms, are not."""

Strings = list[tuple[String, float]]
"""Strings, each with the logarithm of its probability."""


class Candidate(NamedTuple):
    """A string that a line may be, with the ink of its symbols."""

    string: String
    score: float
    marks: tuple[tuple[Box, Glyph], ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """Its symbols."""
        return "".join(ALPHABET[symbol] for symbol in self.string)


class Candidates(NamedTuple):
    """What a cell may be.

    Attributes:
        row: number of its line, from 0.
        run: its pieces.
        columns: what the line network says if it is a number.
        found: candidates, the likeliest numbers first; one of the last may have letters. Where
            there is no digit, what is likeliest alone, if it is nothing but signs.
        seen: what the line network says of the cell whatever is written in it.
        legible: how well it can be read, whatever is written in it, see `legible`.
    """

    row: int
    run: Run
    columns: Columns
    found: tuple[Candidate, ...]
    seen: Whole
    legible: float = 0.0

    def spelling(self, digits: Sequence[int]) -> Candidates:
        """The same with one candidate more: the likeliest number with other digits in its places.

        Args:
            digits: one for each symbol of that number; those of its signs are of no account.
        """
        best = self.found[0]
        string = _respelled(best.string, digits)
        score = log_probability(self.columns, string)
        if not math.isfinite(score) or string in {one.string for one in self.found}:
            return self
        return self._replace(found=(*self.found, best._replace(string=string, score=score)))


@dataclass(frozen=True, eq=False)
class SeenCell:
    """What the line network saw of a cell, and said.

    Attributes:
        row: number of its line, from 0.
        run: its pieces.
        ink: parts what the strip was made from among symbols.
        strip: what the network saw.
        columns: what it said.
        numbers: what that says if it is known to be a number.
        alone: it is the picture's only cell.
    """

    row: int
    run: Run
    ink: LineMarks
    strip: Strip
    columns: Columns
    numbers: Columns
    alone: bool

    @cached_property
    def likeliest(self) -> tuple[String, float]:
        """The likeliest string, whatever it is."""
        return likeliest_string(self.columns, _BEAM)

    @property
    def is_signs(self) -> bool:
        """Whether that is nothing but signs."""
        string = self.likeliest[0]
        return bool(string) and all(len(DIGITS) <= one < FIRST_LETTER for one in string)

    @cached_property
    def other(self) -> float:
        """By how much, in logarithms, the likeliest string is likelier than any number."""
        return self.likeliest[1] - likeliest_string(self.numbers, _BEAM)[1]

    @property
    def boxes(self) -> list[Box]:
        """Where the symbols of the likeliest string stand."""
        return [box for box, _ in self._marks(align(self.columns, [self.likeliest[0]])[0])]

    def _marks(self, spans: list[tuple[int, int]]) -> tuple[tuple[Box, Glyph], ...]:
        """The ink of symbols, by the columns that say them."""
        middles = [
            ((first + end - 1) / 2 * STRIDE + STRIDE / 2 - PAD) * self.strip.scale
            for first, end in spans
        ]
        return tuple(self.ink(middles))

    def numbers_in(self, whole: int | None) -> Strings:
        """The likeliest numbers, best first; none where it is nothing but signs.

        Args:
            whole: the digit that the whole cell is, where the digit network takes it for one.
        """
        # A stroke alone may be taken for a slash or for a rule; only beside others it is one.
        if self.is_signs and not (self.alone and whole is not None):
            return []
        found = likely_strings(self.numbers, _BEAM, FIRST_LETTER, _UNLIKELY)
        found = [one for one in without_repeats(found)[:_STRINGS] if digits_in(one[0])]
        if not found and whole is not None:
            return [((whole,), log_probability(self.numbers, (whole,)))]
        return found

    def propose(self, numbers: Strings, whole: int) -> Candidates:
        """Everything that the cell may be.

        Args:
            numbers: from `numbers_in`.
            whole: the digit that the whole cell would be.
        """
        every = self.likeliest
        if not numbers:
            return self._candidates([every] if self.is_signs else [], 0.0)
        wanted, best = list(numbers), numbers[0]
        known = {_only_digits(string) for string, _ in numbers}
        if digits_in(best[0]) == 1 and (whole,) not in known:
            # With the signs beside the likeliest digit, and without any.
            for string in dict.fromkeys((_respelled(best[0], [whole] * len(best[0])), (whole,))):
                score = log_probability(self.numbers, string)
                if math.isfinite(score):
                    wanted.append((string, score))
        other = every[1] - best[1]
        if other > 0 and 2 * digits_in(every[0]) > len(every[0]):
            wanted.append(every)
        return self._candidates(wanted, other)

    def _candidates(self, strings: Strings, other: float) -> Candidates:
        """Candidates of some strings, with the ink of their symbols."""
        spans_of: dict[String, list[tuple[int, int]]] = {}
        for columns, lettered in ((self.numbers, False), (self.columns, True)):
            own = [one for one, _ in strings if (letters_in(one) > 0) is lettered]
            if own:
                spans_of.update(zip(own, align(columns, own), strict=True))
        found = [
            Candidate(string, score, self._marks(spans_of[string]), tuple(spans_of[string]))
            for string, score in strings
        ]
        seen = Whole(max(other, 0.0), *_unlike(self.columns))
        read = legible(*self.likeliest)
        return Candidates(self.row, self.run, self.numbers, tuple(found), seen, read)


def legible(string: String, score: float) -> float:
    """How well a line can be read: its likeliest string's probability, for each of its symbols.

    Args:
        string: the likeliest, of digits, signs, letters and other marks.
        score: the logarithm of its probability.

    Returns:
        From 0 to 1; other marks cannot be read, nor can nothing.
    """
    known = sum(ALPHABET[symbol] != OTHER for symbol in string)
    return known / len(string) * math.exp(score / len(string)) if string else 0.0


def _unlike(columns: Columns) -> tuple[float, float]:
    """Logarithms of the probabilities that a line has no letter or other mark, and no digit."""
    probabilities = np.exp(columns)
    letters = probabilities[:, FIRST_LETTER:-1].sum(axis=1)
    digits = probabilities[:, : len(DIGITS)].sum(axis=1)
    none = [np.log1p(-np.minimum(share, 1 - 1e-9)).sum() for share in (letters, digits)]
    return float(none[0]), float(none[1])


def _only_digits(string: String) -> String:
    return tuple(symbol for symbol in string if symbol < len(DIGITS))


def _respelled(string: String, digits: Sequence[int]) -> String:
    """A string with other digits in the places of its own; there is one for each of its symbols."""
    pairs = zip(string, digits, strict=True)
    return tuple(digit if symbol < len(DIGITS) else symbol for symbol, digit in pairs)
