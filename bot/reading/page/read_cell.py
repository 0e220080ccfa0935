"""What was read in a cell of a line: its symbols, and how sure each is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bot.reading.box import Box
from bot.reading.digits.classify import Scores
from bot.reading.glyph import Glyph
from bot.reading.line.candidates import Candidate
from bot.reading.line.ctc import Columns
from bot.reading.line.line_ink import Run
from bot.reading.line.symbols import ALPHABET, DIGITS


class Mark(NamedTuple):
    """A symbol that was read.

    Attributes:
        symbol: a digit or a sign.
        confidence: probability that this symbol is right.
        box: in pixels of the ink's arrays.
        probabilities: of the ten digits.
        glyph: what the digit network saw.
    """

    symbol: str
    confidence: float
    box: Box
    probabilities: tuple[float, ...]
    glyph: Glyph


class ReadCell(NamedTuple):
    """A cell of a line.

    Attributes:
        row: number of its line, from 0.
        run: the pieces that it was read from.
        marks: its symbols; letters and other marks are left out.
        confidence: probability that the text is right.
        number: probability that it is a number.
        others: whether something was left out.
        legible: how well it can be read, see `bot.reading.line.candidates.legible`.
    """

    row: int
    run: Run
    marks: tuple[Mark, ...]
    confidence: float
    number: float
    others: bool
    legible: float

    @property
    def digits(self) -> int:
        """How many digits it has."""
        return sum(mark.symbol in DIGITS for mark in self.marks)

    def as_number(self, probability: float) -> ReadCell:
        """The same where the picture makes it likelier, or less, that it is a number."""
        if not self.number:
            return self
        right = min(self.confidence * probability / self.number, probability)
        return self._replace(number=probability, confidence=right)

    @property
    def text(self) -> str:
        """Its symbols."""
        return "".join(mark.symbol for mark in self.marks)


def mark_of(columns: Columns, chosen: Candidate, scores: Scores, place: int, sure: float) -> Mark:
    """A symbol of the chosen string: never less sure than the whole."""
    symbol, (first, end) = chosen.string[place], chosen.spans[place]
    probabilities = np.exp(columns[first:end])
    peak = probabilities[probabilities[:, symbol].argmax()]
    box, glyph = chosen.marks[place]
    if symbol >= len(DIGITS):
        return Mark(ALPHABET[symbol], max(float(peak[symbol]), sure), box, (), glyph)
    # Both networks' say on this digit: the mean of their logarithms.
    both = np.sqrt(
        np.maximum(peak[: len(DIGITS)], 1e-6) * np.maximum(scores.probabilities[place], 1e-6)
    )
    both /= both.sum()
    confidence = max(float(both[symbol]), sure)
    rest = np.delete(np.arange(len(DIGITS)), symbol)
    both[rest] *= (1 - confidence) / max(float(both[rest].sum()), 1e-9)
    both[symbol] = confidence
    return Mark(ALPHABET[symbol], confidence, box, tuple(both.tolist()), glyph)
