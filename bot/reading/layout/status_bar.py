"""The bars of a phone's screen, in a picture of one: the time and the battery, the buttons.

They are rows of small print from side to side at the top and the foot of a tall picture, and the
time would be a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.reading.layout.components import LEAST_PIXELS, Piece

_PORTRAIT: Final = 1.6
"""A phone's screen is at least so many times as tall as wide."""
_MARGIN: Final = 0.055
"""A bar lies within this share of its height from the top or the foot;"""
_LOW: Final = 0.026
"""what is in it is at most this share of it tall,"""
_ACROSS: Final = 0.4
"""it reaches across this share of its width,"""
_APART: Final = 0.15
"""and is empty along this one, in one go: a line of writing is not."""
_TALLER: Final = 2.0
"""Something else on the screen is so many times as tall, or little else is there."""


def status_bars(pieces: Sequence[Piece], shape: tuple[int, ...]) -> list[int]:
    """Labels of what is in the bars of a phone's screen; empty where the picture is of none.

    Args:
        pieces: of the ink.
        shape: `(h, w)` of the picture.
    """
    height, width = shape[:2]
    if height < _PORTRAIT * width:
        return []
    top = [p for p in pieces if p.box.y + p.box.h <= _MARGIN * height]
    foot = [p for p in pieces if p.box.y >= (1 - _MARGIN) * height]
    bars = [bar for bar in (top, foot) if _is_bar(bar, height, width)]
    found = [piece for bar in bars for piece in bar]
    if not found:
        return []
    own = {piece.label for piece in found}
    rest = [p.box.h for p in pieces if p.label not in own and p.area >= LEAST_PIXELS]
    least = _TALLER * max(piece.box.h for piece in found)
    # A page has more lines, as tall as its first.
    is_page = len(rest) > len(found) and max(rest) < least
    return [] if is_page else sorted(own)


def _is_bar(pieces: Sequence[Piece], height: int, width: int) -> bool:
    """Whether pieces at the top or the foot are low, reach across the picture, and lie apart.

    They are a handle to swipe, three buttons, or more.
    """
    if len(pieces) in {0, 2} or max(piece.box.h for piece in pieces) > _LOW * height:
        return False
    boxes = sorted(piece.box for piece in pieces)
    reach = np.maximum.accumulate([box.x + box.w for box in boxes])
    starts = np.array([box.x for box in boxes])
    if reach[-1] - starts[0] < _ACROSS * width:
        return False
    return len(boxes) == 1 or bool((starts[1:] - reach[:-1]).max() >= _APART * width)
