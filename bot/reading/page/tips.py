"""What about a picture made it hard to read, told so that the next one is better."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from bot.reading.layout.components import Piece
from bot.reading.layout.page import Page
from bot.reading.result import Tip

_DARK: Final = 60
"""Paper darker than this, of 255, was photographed in too little light."""
_SMALL: Final = 12
"""Digits lower than this, in pixels of the picture, are too small."""
_SOFT_EDGE: Final = 0.16
"""An edge of ink wider than this, in heights of the ink, is blurred."""


def tips_for(page: Page) -> tuple[Tip, ...]:
    """Says what to do better.

    Returns:
        the tips that fit, the most helpful first; none where nothing is wrong with the picture.
    """
    ink, lines, tips = page.ink, page.segments.lines, list[Tip]()
    if not ink.light and float(np.percentile(ink.ground[::8, ::8], 90)) < _DARK:
        tips.append(Tip.TOO_DARK)
    pieces = [piece for line in lines for piece in line.pieces]
    if pieces:
        tallest = max(line.height for line in lines)
        if tallest * ink.factor < _SMALL:
            tips.append(Tip.TOO_SMALL)
        if any(p.at_edge and p.box.h >= tallest / 2 for p in pieces):
            tips.append(Tip.CUT_OFF)
        if _is_blurred(max(pieces, key=lambda p: p.area), page):
            tips.append(Tip.BLURRED)
    return tuple(tips)


def _is_blurred(piece: Piece, page: Page) -> bool:
    """Whether the steepest edges of a piece are wide beside its height."""
    x, y, w, h = (v * page.ink.factor for v in piece.box)
    margin = max(2, h // 4)
    crop = page.gray[max(0, y - margin) : y + h + margin, max(0, x - margin) : x + w + margin]
    smooth = cv2.GaussianBlur(crop, (3, 3), 0).astype(np.float32)
    # The central difference of a ramp is its rise over two pixels.
    slope = np.hypot(cv2.Sobel(smooth, -1, 1, 0, ksize=1), cv2.Sobel(smooth, -1, 0, 1, ksize=1)) / 2
    low, high = np.percentile(smooth, (2, 98))
    width = (high - low) / max(float(np.percentile(slope, 99.5)), 0.1)
    return bool(width > _SOFT_EDGE * h and width > 3)
