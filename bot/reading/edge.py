"""Writing that runs over the picture's edge: nobody knows how it goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.reading.box import Box
from bot.reading.result import Reading, Tip

_SHARE: Final = 0.95
"""Of what is read at the edge so much is right, of what would be right elsewhere. Of 208 answers on
pictures to choose by, most of which are only cropped closely, it is 1.00; of drawn numbers that
lack a twentieth or a tenth of a digit's side, by the writers to choose by, 0.9: between them."""
_TALL: Final = 0.5
"""What is lower, in heights of the tallest digit, is a speck and not writing that was cut off."""


def at_edge(reading: Reading) -> Reading:
    """The same reading, less sure and with a tip where a digit touches the picture's edge."""
    if not any(_is_cut_off(digit.box, reading) for digit in reading.digits):
        return reading
    others = tuple(tip for tip in reading.tips if tip is not Tip.CUT_OFF)
    tips = (Tip.CUT_OFF, *others)
    return replace(reading, confidence=_SHARE * reading.confidence, tips=tips)


def _is_cut_off(box: Box, reading: Reading) -> bool:
    tallest = max(digit.box.h for digit in reading.digits)
    width, height = reading.size
    inside = box.x > 1 and box.y > 1 and box.x + box.w < width - 1 and box.y + box.h < height - 1
    return not inside and box.h >= _TALL * tallest
