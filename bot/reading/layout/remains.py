"""What is left of rules that were taken out of the ink: bits where they cross, and slivers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.ink import Mask
from bot.reading.layout.components import Labels, Piece
from bot.reading.layout.grid import Rule
from bot.reading.result import Box

_BIT: Final = 2.0
"""Bits of a rule, and of two that cross, are at most so many times as thick as it is."""
_SLIVER: Final = 4.0
"""A sliver is so many times as long as wide, at least,"""
_BESIDE: Final = 0.6
"""and this share of its pixels is beside ink that was taken out."""


def without_remains(
    pieces: list[Piece], labels: Labels, taken: Mask, rules: Sequence[Rule]
) -> Iterator[Piece]:
    """The pieces that are no remains of rules.

    Args:
        pieces: of what is left.
        labels: of their pixels.
        taken: `[h, w]`, 1 where ink was taken out.
        rules: those of frames and tables.
    """
    near = cv2.dilate(taken, np.ones((3, 3), np.uint8))
    for piece in pieces:
        if not (_is_sliver(piece, labels, near) or any(_is_bit(piece.box, r) for r in rules)):
            yield piece


def _is_sliver(piece: Piece, labels: Labels, near: Mask) -> bool:
    x, y, w, h = piece.box
    if max(w, h) < _SLIVER * min(w, h):
        return False
    window = slice(y, y + h), slice(x, x + w)
    beside = np.count_nonzero((labels[window] == piece.label) & (near[window] > 0))
    return bool(beside >= _BESIDE * piece.area)


def _is_bit(box: Box, rule: Rule) -> bool:
    first, across, long, thick = box if rule.level else (box.y, box.x, box.h, box.w)
    middle = first + long / 2
    away = across + thick / 2 - rule.at - rule.slope * (middle - (rule.start + rule.end) / 2)
    inside = rule.start - rule.thickness <= middle <= rule.end + rule.thickness
    return inside and abs(away) <= rule.thickness and thick <= _BIT * rule.thickness
