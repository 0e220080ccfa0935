"""What tells that a page may be clearer with another look."""

from __future__ import annotations

from typing import Final

import cv2

from bot.reading.layout.page import Page

_FAINT: Final = 50
"""Ink that is weaker, of 255, may be clearer by its colour than by how dark it is."""
_GRAINS: Final = 400
"""Ink in so many pieces may be strokes of grains, as of a spray can."""


def is_faint(page: Page) -> bool:
    """Whether a page has no writing, or none but faint, as of a yellow pen on white."""
    pieces = [piece for line in page.segments.text for piece in line.pieces]
    return all(piece.strength < _FAINT for piece in pieces)


def is_drawn(page: Page) -> bool:
    """Whether a page has one ground all over, as of a paint program: what has another is none."""
    low, high, *_ = cv2.minMaxLoc(page.ink.ground)
    return bool(low == high)


def is_grainy(page: Page) -> bool:
    """Whether the ink of a page is in so many pieces that none of them is a digit."""
    return int(page.segments.labels.max(initial=0)) >= _GRAINS
