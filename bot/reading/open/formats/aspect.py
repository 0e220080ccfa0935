"""Pixels that are not square, as a fax machine's are: 204 dots an inch across, 98 down."""

from __future__ import annotations

from typing import Final

SQUARE: Final = 1.0

_MOST: Final = 4.0
"""A standard-mode fax has 2.1, and an old screen 2.4; where more is said, it is a mistake."""

_NOTICED: Final = 1.02
"""What is nearer to a square is none by rounding only."""


def aspect_of(across: float, down: float) -> float:
    """How many times as high as wide a pixel is.

    Args:
        across: pixels in a length, from left to right.
        down: pixels in the same length, from top to bottom.

    Returns:
        A quarter to four; 1.0 where the numbers say nothing that can be believed.
    """
    if not (across > 0 and down > 0):
        return SQUARE
    aspect = across / down
    longer = max(aspect, 1 / aspect)
    return aspect if _NOTICED < longer <= _MOST else SQUARE


def aspect_of_jfif(unit: int, across: int, down: int) -> float:
    """The same of a JFIF header's density.

    Args:
        unit: of length; 0 where only the ratio is said.
        across: pixels in a unit, from left to right.
        down: pixels in a unit, from top to bottom.

    Returns:
        0.0 where it is one to one in no unit: so write programs that know nothing of it.
    """
    return aspect_of(across, down) if unit or across != down else 0.0
