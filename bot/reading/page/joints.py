"""A number that seemed to be two, in a cell of a ruled table, is hardly ever read right."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeVar

from bot.reading.cells.cell import DOUBTFUL
from bot.reading.result import Digit, Reading, Sign

RIGHT: Final = 0.25
"""So many are right: 7 of 27 in drawn tables. Mostly a point was lost, or a digit is another."""
S = TypeVar("S", Digit, Sign)


def doubting(reading: Reading) -> Reading:
    """The reading, with its doubts where `ruled_cells` joined what seemed to be two numbers.

    Of no symbol beside such a place, and of no whole with one, it is surer than `RIGHT`.
    """
    symbols = [symbol for line in reading.symbols for symbol in line if symbol is not None]
    if all(symbol.column is None for symbol in symbols):  # no table is ruled
        return reading
    beside = set[int]()
    first = 0
    for cell in (cell for row in reading.rows for cell in row):
        own = symbols[first : first + len(cell.text)]
        # All that is doubted for itself is less sure than this.
        beside |= {id(own[at]) for at in cell.doubted if own[at].confidence >= DOUBTFUL}
        first += len(cell.text)
    if not beside:
        return reading

    def doubted(symbol: S) -> S:
        return replace(symbol, confidence=RIGHT) if id(symbol) in beside else symbol

    return replace(
        reading,
        lines=tuple(tuple(doubted(digit) for digit in line) for line in reading.lines),
        signs=tuple(doubted(sign) for sign in reading.signs),
        confidence=min(reading.confidence, RIGHT),
    )
