"""What the picture's edge cut off something that is no part of the writing in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.reading.box import Box, union
from bot.reading.layout.components import Labels, Piece, own_pixels
from bot.reading.median import median

_FLAT: Final = 2.0
"""A bar is so many times as wide as tall, at least."""
_CLOSELY: Final = 0.25
"""A picture that is cropped closely has no more room than this above and below its writing, in
heights of it, together: in it, what touches the edge is whole."""
_NARROW: Final = 0.3
"""In another, what is at most so wide, in heights, at the left or right edge was cut off there,"""
_TOUCHING: Final = 0.2
"""if it lies along the edge with more than this share of its height,"""
_TALL: Final = 0.8
_BENT: Final = 0.3
_STEM: Final = 0.9
"""and is no one: so tall, in heights, and bent by no more, in widths of the pen, or along the edge
with so much of its own height: a stem, whatever flag it has."""


def cut_off(
    pieces: Sequence[Piece], written: Sequence[Piece], labels: Labels, pen: float, height: float
) -> set[int]:
    """The labels of pieces that are rests of something else: a neighbour, a rule, a sheet's end.

    Args:
        pieces: of which they are looked for.
        written: what is tall enough to be digits.
        labels: of the picture's pixels.
        pen: width of the strokes, in pixels.
        height: of the writing.
    """
    bottom, right = labels.shape
    closely = bottom - union([piece.box for piece in written]).h <= _CLOSELY * height
    usual = median([piece.box.h for piece in written])
    found = set[int]()
    for piece in pieces:
        if not piece.at_edge:
            continue
        beside = piece.box.x <= 0 or piece.box.x + piece.box.w >= right
        narrow = beside and piece.box.w <= _NARROW * height and not closely
        if _is_bar_along(piece.box, bottom, usual) or (
            narrow and not _is_whole(piece, labels, pen, height)
        ):
            found.add(piece.label)
    return found


def _is_bar_along(box: Box, bottom: int, usual: float) -> bool:
    """Whether a bar lies along the upper or lower edge: the end of a sheet, or of a rule.

    What is taller than what is usually written there may be digits that a rule joins.
    """
    flat = _FLAT * box.h <= box.w and box.h <= usual
    return flat and (box.y <= 0 or box.y + box.h >= bottom)


def _is_whole(piece: Piece, labels: Labels, pen: float, height: float) -> bool:
    """Whether something narrow at the left or right edge only touches it, or is a whole stroke."""
    x, _, w, h = piece.box
    own = own_pixels(piece, labels)
    along = own[:, 0 if x <= 0 else -1].mean()
    if along <= _TOUCHING or h < _TALL * height:
        return bool(along <= _TOUCHING)
    rows = np.arange(h)
    middles = (own * np.arange(w)).sum(axis=1) / np.maximum(own.sum(axis=1), 1)
    straight = np.polyval(np.polyfit(rows, middles, 1), rows)
    return bool(along >= _STEM or np.abs(middles - straight).max() <= _BENT * pen)
