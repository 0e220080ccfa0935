"""What somebody says that a picture shows, of the symbols that were read in it."""

from __future__ import annotations

from bot.mending.alignment import Alignment
from bot.mending.number import symbols_of
from bot.reading.glyph import Glyph
from bot.reading.result import Digit, Reading


def misread(
    reading: Reading, number: str, alignment: Alignment, *, refused: bool
) -> dict[int, int]:
    """The digits that were misread, and what each is, as far as it is clear which is which.

    What stands beside a symbol too many or one that was not seen is left out: it may have been cut
    wrongly, and be two digits, or a part of one.

    Args:
        reading: of the picture.
        number: what is written there.
        alignment: of the symbols of both.
        refused: nothing was answered, so that all its digits were misread.

    Returns:
        By the place among the reading's digits.
    """
    symbols, digits = "".join(number.split()), symbols_of(reading)[1]
    found: dict[int, int] = {}
    whole = _whole(alignment)
    for place, index in enumerate(digits):
        at = whole[index]
        if at is None or not symbols[at].isdigit():
            continue
        if refused or int(symbols[at]) != reading.digits[place].digit:
            found[place] = int(symbols[at])
    return found


def clear(reading: Reading, number: str, alignment: Alignment) -> dict[int, tuple[int, Glyph]]:
    """The digits of a picture as far as it is clear which is which, read right or not.

    What may have been cut wrongly is left out, as of `misread`.

    Args:
        reading: of the picture.
        number: what is written there.
        alignment: of the symbols of both.

    Returns:
        What each is, and what was seen of it, by place: that of a digit among the reading's digits,
        that of a sign, for which a digit was taken, after all of them and among the signs.
    """
    symbols = "".join(number.split())
    found: dict[int, tuple[int, Glyph]] = {}
    digits, signs = 0, len(reading.digits)
    seen = [symbol for line in reading.symbols for symbol in line if symbol is not None]
    for symbol, at in zip(seen, _whole(alignment), strict=True):
        place = digits if isinstance(symbol, Digit) else signs
        digits, signs = digits + isinstance(symbol, Digit), signs + (not isinstance(symbol, Digit))
        if at is not None and symbols[at].isdigit() and symbol.glyph is not None:
            found[place] = int(symbols[at]), symbol.glyph
    return found


def _whole(alignment: Alignment) -> list[int | None]:
    """For each seen symbol, its place in what is written; `None` where it may be cut wrongly."""
    ends = [-1, *alignment.places, alignment.written]
    return [
        at if at is not None and (before, after) == (at - 1, at + 1) else None
        for before, at, after in zip(ends, ends[1:], ends[2:], strict=False)
    ]
