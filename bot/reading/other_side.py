"""Writing that is lighter than its ground where darker ink was found first, or the reverse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.reading import orientation
from bot.reading.assemble import mass_of
from bot.reading.read_cell import ReadCell

_WRITING: Final = 0.7
"""What can be read so well is a word, and nothing is written on the other side."""
_AS_MUCH: Final = 0.05
"""Share of the ink that was found first that writing on the other side has, at least."""


def is_worth_a_look(before: Sequence[ReadCell]) -> bool:
    """Whether what was found first, none of which is a number, is not clearly writing."""
    return orientation.legibility(before) < _WRITING


def outweighs(seen: Sequence[ReadCell], before: Sequence[ReadCell]) -> bool:
    """Whether the writing of a picture is what is seen on the other side of its ground.

    What is light within and between the letters of a dark word may look like a one, but there is
    little of it beside the word, and the word is easier to read.

    Args:
        seen: cells of that side.
        before: those that were found first, none of which is a number.
    """
    clearer = orientation.legibility(seen) > orientation.legibility(before)
    return clearer and mass_of(seen) >= _AS_MUCH * mass_of(before)
