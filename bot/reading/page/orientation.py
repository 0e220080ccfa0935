"""Which way up a picture is: what was read in it, and how surely, tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.reading.box import union
from bot.reading.layout.cells import TextLine
from bot.reading.page.assemble import mass_of
from bot.reading.page.read_cell import ReadCell
from bot.reading.result import Reading

CLEAR: Final = 0.9
"""With less than this, typically, for a digit, a picture may be upside down or on its side."""
LEGIBLE: Final = 0.93
"""What can be read so well, if only as letters, is the right way up: upside down, numbers of held
back writers were read with 0.89 at most."""
LEAST_DIGITS: Final = 3
"""So many digits must be there to tell which way is up: 66 may as well be 99."""
_LONG: Final = 1.5
"""So many of them in fewer pieces are together so many times as long as wide, at least."""
_TELLS_UP: Final = frozenset("23457")
"""Digits that are no digits upside down."""
_LEAST_TELLING: Final = 2
"""So many of them must be clear, or whatever is turned may look like a number."""
TURNS: Final = (180, 90, 270)
"""Degrees, clockwise, that a picture is tried at besides as it is."""


def is_clear(reading: Reading) -> bool:
    """Whether a number is so sure, for each of its digits, that it must be the right way up."""
    return bool(reading.digits) and reading.confidence >= CLEAR ** len(reading.digits)


def may_be_turned(text: Sequence[TextLine]) -> bool:
    """Whether there is so much in some lines that it may be a number on its side or upside down.

    Digits may hang together, but then they are longer than tall, or the reverse.
    """
    boxes = [piece.box for line in text for piece in line.pieces]
    if not boxes or len(boxes) >= LEAST_DIGITS:
        return bool(boxes)
    _, _, w, h = union(boxes)
    return max(w, h) >= _LONG * min(w, h)


def may_be_upright(seen: Sequence[ReadCell]) -> bool:
    """Whether what was seen at a glance of a turned picture makes it worth reading."""
    marks = [mark for cell in seen for mark in cell.marks]
    telling = [m for m in marks if m.symbol in _TELLS_UP and m.confidence >= CLEAR]
    return len(marks) >= LEAST_DIGITS and len(telling) >= _LEAST_TELLING


def legibility(seen: Sequence[ReadCell]) -> float:
    """How well what was seen can be read, from 0 to 1: of writing, best the right way up.

    Words too, so that none is turned until it looks like a number.
    """
    masses = [mass_of([cell]) for cell in seen]
    read = (mass * cell.legible for mass, cell in zip(masses, seen, strict=True))
    return sum(read) / max(sum(masses), 1.0)
