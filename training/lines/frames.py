"""Frames of a line taken out as the bot takes them out, with what that leaves of them."""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.reading.binarise.ink import Ink
from bot.reading.layout.grid import find_rules
from bot.reading.layout.writing import find_writing
from training.synthesis.camera import Gray

_FLOOR: Final = 0.2
"""What has this share of the strongest ink is darker than the paper."""


def without_frame(found: Gray, unit: float) -> Gray:
    """Ink without the rules and rings that are found in it; all of it where nothing else is left.

    Args:
        found: `[h, w]`, the strength of a line's ink on a ground of 0.
        unit: height of its digits, in pixels.
    """
    mask = (found > 0).view(np.uint8)
    floor = int(_FLOOR * int(found.max()))
    ink = Ink(found, mask, np.full_like(found, 255), 255, False, 1, floor)
    writing = find_writing(ink, mask)
    rules, left = find_rules(ink, writing.without_rings(mask), unit)
    if rules:
        writing = find_writing(ink, left, rules)
    elif not writing.rings:
        return found
    kept = np.isin(writing.labels, [piece.label for piece in writing.pieces])
    return found * kept if kept.any() else found
