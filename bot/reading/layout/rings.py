"""Circles and boxes that are drawn around a number, as pieces of their own."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.ink import Mask
from bot.reading.layout.components import Labels, Piece, own_pixels

_ALL: Final = 0.9
"""This share of all other ink is within a ring."""
_INNER: Final = 0.25
"""Something in it is this share as tall as the ring."""
_STRAIGHT: Final = 1.3
"""One straight stroke may be a zero's: it has so many times its length of ink, in widths of the
ring's, at most."""
_BAND: Final = 0.2
"""A ring lies within this share of its hull's smaller side from the hull's edge,"""
_STRAY: Final = 0.01
"""but for this share of its ink."""


def without_rings(pieces: list[Piece], labels: Labels) -> list[Piece]:
    """The pieces without a ring, one inside the other if there are several, around all others.

    A ring that a digit hangs together with is left: the digit would go too.

    Args:
        pieces: that may be writing.
        labels: of their pixels.
    """
    while len(pieces) > 1:
        largest = max(pieces, key=lambda p: p.box.w * p.box.h)
        rest = [p for p in pieces if p is not largest]
        if not (_is_around(largest, rest) and _is_ring(largest, labels)):
            break
        pieces = rest
    return pieces


def _is_around(ring: Piece, others: list[Piece]) -> bool:
    x, y, w, h = ring.box
    inner = [
        p
        for p in others
        if x < p.box.x and p.box.x + p.box.w < x + w and y < p.box.y and p.box.y + p.box.h < y + h
    ]
    if sum(p.area for p in inner) < _ALL * sum(p.area for p in others):
        return False
    tall = [p for p in inner if p.box.h >= _INNER * h]
    pen = ring.area / (2 * (w + h))
    length = sum(float(np.hypot(p.box.w, p.box.h)) for p in tall)
    straight = len(tall) == 1 and tall[0].area <= _STRAIGHT * pen * length
    return bool(tall) and not straight


def _is_ring(piece: Piece, labels: Labels) -> bool:
    *_, w, h = piece.box
    own: Mask = own_pixels(piece, labels).view(np.uint8)
    rows, columns = np.nonzero(own)
    hull = np.zeros((h + 2, w + 2), np.uint8)
    points = np.stack([columns, rows], axis=1).astype(np.int32) + 1
    cv2.fillConvexPoly(hull, cv2.convexHull(points), 1)
    far = cv2.distanceTransform(hull, cv2.DIST_L2, 3)[1:-1, 1:-1]
    stray = np.count_nonzero(own & (far > _BAND * min(w, h)))
    return bool(stray <= _STRAY * piece.area)
