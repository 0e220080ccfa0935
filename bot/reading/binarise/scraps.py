"""Light things of any outline in a dark picture that may be written on: torn paper, tags, labels.

They are no sheets, for their sides are not straight; what is written on them is a hole in them.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Mask, find_ink
from bot.reading.binarise.rectify import FINE_SIDE, painted_around, shrunk

_BROAD: Final = 0.03
"""A scrap is broader than this share of the picture's longer side, as no stroke is."""
_LEAST: Final = 0.008
"""It covers this share of the picture, at least."""
_LIGHT: Final = 0.6
"""So much of it is lighter than the ground, at least: of a round stroke less is, with what it is
around."""
_INSET: Final = 2
"""Pixels, where scraps are looked for, by which one is taken to be smaller than it looks."""


def scraps_alone(gray: Gray) -> Gray:
    """The picture with the scraps' colour around them, or as it is where there is none.

    Args:
        gray: `[H, W]`, 0 black to 255 white.
    """
    scraps = find_scraps(gray)
    if not scraps.any():
        return gray
    return painted_around(gray, shrunk(gray, FINE_SIDE)[0], scraps, FINE_SIDE / 10)


def find_scraps(gray: Gray) -> Mask:
    """Where scraps are, with all that is within them.

    Args:
        gray: `[H, W]`, 0 black to 255 white.

    Returns:
        `[h, w]`, at the size at which small sheets are looked for.
    """
    light = find_ink(shrunk(gray, FINE_SIDE)[0], light=True).mask
    outer, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = cv2.drawContours(np.zeros_like(light), outer, -1, 1, cv2.FILLED)
    broad = max(3, round(_BROAD * max(light.shape))) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (broad, broad))
    opened = cv2.morphologyEx(whole, cv2.MORPH_OPEN, disc)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(opened)
    areas = stats[:, cv2.CC_STAT_AREA]
    own = np.bincount(labels.ravel(), light.ravel(), len(areas))
    kept = (areas >= _LEAST * light.size) & (own >= _LIGHT * areas)
    kept[0] = False
    inset = np.ones((2 * _INSET + 1, 2 * _INSET + 1), np.uint8)
    scraps: Mask = cv2.erode(kept[labels].view(np.uint8), inset)
    return scraps
