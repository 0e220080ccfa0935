"""Things that lie on the paper, a phone, a cup, a pen: far thicker than any stroke on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.reading.layout.components import Labels, Piece, depths
from bot.reading.median import median

_LARGEST: Final = 12
"""So many of the largest pieces are looked at."""
_ROUND: Final = 3.0
"""A thing is no more than so many times as long as it is thick; a digit's strokes together are;"""
_LONG: Final = 0.3
"""or it is a bar that is longer than this share of the picture's longer side, a pen,"""
_SLENDER: Final = 6.0
"""so many times as long as thick at least, and at most half as tall as wide, as no one is."""
_STRAIGHT: Final = 1.3
"""A bar has no more pixels than so many times its length by its thickness."""
_THICKER: Final = 2.5
"""It is so many times as thick as the strokes of what is written;"""
_LARGER: Final = 0.6
"""and one that is compact is thicker than this share of its height."""
_DISC: Final = 0.7
"""What is so thick, for its longer side, is a disc: a hole that was punched, a magnet, a button."""
_HOLE: Final = (1.7, 0.35)
"""It is thicker than a point: than so many times the strokes, and this share of the height."""
_LEAST_WRITTEN: Final = 0.01
"""What is lower, as a share of the picture's longer side, is no writing to compare with."""


def without_objects(pieces: list[Piece], labels: Labels) -> list[Piece]:
    """The pieces that may be writing; all of them where nothing but things would be left out.

    Args:
        pieces: of the ink.
        labels: of their pixels.
    """
    side = max(labels.shape)
    large = sorted(pieces, key=lambda p: -p.area)[:_LARGEST]
    thickness = {p.label: _thickness(p, labels) for p in large}
    compact = {p.label for p in large if p.area <= _ROUND * thickness[p.label] ** 2}
    bars = {p.label for p in large if _is_bar(p, thickness[p.label], side)}
    things = compact | bars
    written = [p for p in pieces if p.label not in things and p.box.h >= _LEAST_WRITTEN * side]
    if not things or not written:
        return pieces
    tall = _tallest(written)
    strokes = median([thickness.get(p.label) or _thickness(p, labels) for p in tall])
    height = median([p.box.h for p in tall])
    dropped = {
        label
        for label in things
        if thickness[label] > _THICKER * strokes
        and (label in bars or thickness[label] > _LARGER * height)
    }
    dropped |= {
        p.label
        for p in large
        if thickness[p.label]
        > max(_DISC * max(p.box.w, p.box.h), _HOLE[0] * strokes, _HOLE[1] * height)
    }
    return [p for p in pieces if p.label not in dropped]


def _tallest(pieces: Sequence[Piece]) -> list[Piece]:
    """Some of the tallest pieces, without what is low beside them: points, specks."""
    tall = sorted(pieces, key=lambda p: -p.box.h)[:_LARGEST]
    return [p for p in tall if 2 * p.box.h >= tall[0].box.h]


def _is_bar(piece: Piece, thick: float, side: int) -> bool:
    """Whether it is straight, fairly level and as long as a pen in the picture."""
    _, _, w, h = piece.box
    straight = piece.area <= _STRAIGHT * thick * float(np.hypot(w, h))
    return straight and w > max(2 * h, _LONG * side, _SLENDER * thick)


def _thickness(piece: Piece, labels: Labels) -> float:
    """Diameter of the largest circle within a piece, in pixels."""
    return max(1.0, 2 * float(depths(piece, labels).max()) - 1)
