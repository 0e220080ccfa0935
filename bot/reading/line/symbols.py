"""What a line can hold: the symbols that the line network tells apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

DIGITS: Final = "0123456789"
SIGNS: Final = ".,-+/:=()%×÷"  # noqa: RUF001 - the signs of multiplication and division
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
"""Upper and lower case alike."""

OTHER: Final = "¤"
"""Any mark that is none of these: another script, a picture, a texture."""

ALPHABET: Final = DIGITS + SIGNS + LETTERS + OTHER
"""The symbol of each class, in the order of the network's outputs; CTC's blank comes after them."""

BLANK: Final = len(ALPHABET)
CLASSES: Final = BLANK + 1
FIRST_LETTER: Final = len(DIGITS + SIGNS)
"""Classes from here to blank are no part of a number."""


def digits_in(string: Sequence[int]) -> int:
    """How many digits a string of places in `ALPHABET` has."""
    return sum(symbol < len(DIGITS) for symbol in string)


def letters_in(string: Sequence[int]) -> int:
    """How many letters and other marks it has."""
    return sum(symbol >= FIRST_LETTER for symbol in string)
