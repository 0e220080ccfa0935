"""What is left of rules that were taken out of the ink: bits where they cross, and slivers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.ink import Mask
from bot.reading.layout.components import Labels, Piece, own_pixels
from bot.reading.layout.rule import Rule

_BIT: Final = 2.0
"""Bits of a rule, and of two that cross, are at most so many times as thick as it is."""
_SLIVER: Final = 4.0
"""A sliver is so many times as long as wide, at least,"""
_BESIDE: Final = 0.6
"""and this share of its pixels is beside ink that was taken out."""


def without_remains(
    pieces: list[Piece], labels: Labels, taken: Mask, rules: Sequence[Rule]
) -> list[Piece]:
    """The pieces that are no remains of rules.

    Args:
        pieces: of what is left.
        labels: of their pixels.
        taken: `[h, w]`, 1 where ink was taken out.
        rules: those of frames and tables.
    """
    near = cv2.dilate(taken, np.ones((3, 3), np.uint8))
    boxes = np.array([piece.box for piece in pieces], np.float64).reshape(-1, 4)
    bits = np.zeros(len(pieces), bool)
    for rule in rules:
        bits |= _are_bits(boxes, rule)
    return [
        piece
        for piece, is_bit in zip(pieces, bits.tolist(), strict=True)
        if not (is_bit or _is_sliver(piece, labels, near))
    ]


def _is_sliver(piece: Piece, labels: Labels, near: Mask) -> bool:
    *_, w, h = piece.box
    if max(w, h) < _SLIVER * min(w, h):
        return False
    beside = np.count_nonzero(own_pixels(piece, labels) & (near[piece.box.window] > 0))
    return bool(beside >= _BESIDE * piece.area)


def _are_bits(boxes: NDArray[np.float64], rule: Rule) -> NDArray[np.bool_]:
    """Which boxes, `[n, 4]`, lie on the course of a rule and are hardly thicker than it."""
    first, across, long, thick = boxes.T if rule.level else boxes.T[[1, 0, 3, 2]]
    middle = first + long / 2
    away = across + thick / 2 - rule.at - rule.slope * (middle - (rule.start + rule.end) / 2)
    inside = (rule.start - rule.thickness <= middle) & (middle <= rule.end + rule.thickness)
    bits: NDArray[np.bool_] = (
        inside & (np.abs(away) <= rule.thickness) & (thick <= _BIT * rule.thickness)
    )
    return bits
