"""Writing that runs over the picture's edge: nobody knows how it goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from bot.reading.box import Box, within
from bot.reading.layout.page import Page
from bot.reading.result import Reading, Tip

_SHARE: Final = 0.95
"""Of what is read at the edge so much is right, of what would be right elsewhere. Of 208 answers on
pictures to choose by, most of which are only cropped closely, it is 1.00; of drawn numbers that
lack a twentieth or a tenth of a digit's side, by the writers to choose by, 0.9: between them."""
_TALL: Final = 0.5
"""What is lower, in heights of the tallest digit, is a speck and not writing that was cut off."""


def touches_edge(page: Page, box: Box) -> bool:
    """Whether the ink in a box of the ink's arrays touches the edge of the full picture.

    Where the page was levelled or flattened, a corner of the box may lie beyond it and no ink.
    """
    x, y, w, h = page.in_picture(box)
    width, height = page.size
    if x > 1 and y > 1 and x + w < width - 1 and y + h < height - 1:
        return False
    if page.is_straight:
        return True
    mask = page.ink.mask
    seen = within(box, (mask.shape[1], mask.shape[0]))
    rows, columns = np.nonzero(mask[seen.window])
    middles = np.column_stack([seen.x + columns, seen.y + rows]) + 0.5
    points = page.points_in_picture(middles)
    near = 1 + page.scale * page.ink.factor
    return bool(((points <= near) | (points >= np.array(page.size) - near)).any())


def at_edge(reading: Reading) -> Reading:
    """The same reading, less sure and with a tip where a digit touches the picture's edge."""
    least = _TALL * max((digit.box.h for digit in reading.digits), default=0)
    if not any(digit.at_edge and digit.box.h >= least for digit in reading.digits):
        return reading
    others = tuple(tip for tip in reading.tips if tip is not Tip.CUT_OFF)
    tips = (Tip.CUT_OFF, *others)
    return replace(reading, confidence=_SHARE * reading.confidence, tips=tips)
