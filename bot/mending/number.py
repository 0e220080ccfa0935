"""A number as it was read, and as people say it is: texts of digits, signs, spaces, line breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.mending.alignment import Seen, align
from bot.reading.box import Box
from bot.reading.cells.cell import Cell
from bot.reading.result import Digit, Reading

_SURE = 0.98


def with_digit(read: str, shown: str, given: Mapping[int, str], place: int, digit: str) -> str:
    """What is shown after one more digit was corrected.

    Args:
        read: the number as it was read.
        shown: what it was corrected to so far.
        given: what digits were corrected to before, by place.
        place: which of the digits that were read, from 0.
        digit: what it is; empty for no digit at all.
    """
    symbols = [symbol for symbol in read if not symbol.isspace()]
    digits = [i for i, symbol in enumerate(symbols) if symbol.isdigit()]
    which = digits[place]
    where = [i for i, symbol in enumerate(shown) if not symbol.isspace()]
    seen: list[Seen] = [{symbol: _SURE} for symbol in symbols]
    for earlier, actual in given.items():
        seen[digits[earlier]] = {actual: _SURE} if actual else {}
    likeliest = align(seen, "".join(shown[i] for i in where)).likeliest
    if (found := likeliest[which]) is not None:
        at = where[found]
        return tidy(shown[:at] + digit + shown[at + 1 :])
    before = [found for found in likeliest[:which] if found is not None]
    at = where[before[-1]] + 1 if before else 0
    return tidy(shown[:at] + digit + shown[at:])


def tidy(text: str) -> str:
    """One space between cells, and no empty lines."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def rows_of(reading: Reading, text: str) -> tuple[tuple[Cell, ...], ...] | None:
    """The rows of a reading as they were corrected; `None` where they are no longer the same cells.

    Args:
        reading: what was read.
        text: what it was corrected to.
    """
    told = [line.split() for line in text.splitlines()]
    if [len(row) for row in reading.rows] != [len(row) for row in told]:
        return None
    return tuple(
        tuple(_cell(cell, new) for cell, new in zip(row, news, strict=True))
        for row, news in zip(reading.rows, told, strict=True)
    )


def mended(reading: Reading, text: str) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a reading after it was corrected.

    Args:
        reading: what was read.
        text: what it was corrected to; empty for no number.
    """
    rows = rows_of(reading, text)
    if rows is not None:
        return rows
    # Other cells than were seen: where they stand is not known, only their order.
    return tuple(
        tuple(Cell(word, 1.0, Box(2 * x, 2 * y, 1, 1)) for x, word in enumerate(line.split()))
        for y, line in enumerate(text.splitlines())
    )


def checked(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of which somebody says that they are right: nothing in them is doubtful any more."""
    return tuple(tuple(cell._replace(confidence=1.0, doubted=()) for cell in row) for row in rows)


def _cell(cell: Cell, text: str) -> Cell:
    if cell.text == text:
        return cell
    return cell._replace(text=text, confidence=1.0, doubted=())


def symbols_of(reading: Reading) -> tuple[list[Seen], list[int]]:
    """The symbols of a reading, with all that each may be, and which of them are its digits."""
    found = [symbol for line in reading.symbols for symbol in line if symbol is not None]
    seen: list[Seen] = [
        {str(d): p for d, p in enumerate(symbol.probabilities)}
        if isinstance(symbol, Digit)
        else {symbol.text: symbol.confidence}
        for symbol in found
    ]
    return seen, [i for i, symbol in enumerate(found) if isinstance(symbol, Digit)]
