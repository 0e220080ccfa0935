"""Which of the digits that were read are others than somebody says, and what they are."""

from __future__ import annotations

from bot.mending.alignment import Alignment
from bot.mending.number import symbols_of
from bot.reading.result import Reading


def misread(
    reading: Reading, number: str, alignment: Alignment, *, refused: bool
) -> dict[int, int]:
    """The digits that were misread, and what each is, as far as it is clear which is which.

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
    for place, index in enumerate(digits):
        at = alignment.places[index]
        if at is None or not symbols[at].isdigit():
            continue
        if refused or int(symbols[at]) != reading.digits[place].digit:
            found[place] = int(symbols[at])
    return found
