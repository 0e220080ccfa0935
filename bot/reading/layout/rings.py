"""Circles and boxes that are drawn around a number, as pieces of their own."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.ink import Mask
from bot.reading.layout.components import Labels, Piece, own_pixels

_ALL: Final = 0.9
"""Around all there is, a ring may be of any shape: with this share of all other ink within;"""
_INNER: Final = 0.25
"""Something in it is this share as tall as the ring."""
_STRAIGHT: Final = 1.3
"""One straight stroke may be a zero's: it has so many times its length of ink, in widths of the
ring's, at most."""
_ROUND: Final = 0.87
"""else it is round: it fills at most this share of the least rectangle around it."""
_LARGEST: Final = 24
"""So many of the largest pieces may be rings."""
_CLOSED: Final = 0.7
"""A ring that fills this share of its hull, with what is within, is closed."""
_BAND: Final = 0.2
"""A ring lies within this share of its smaller side from the edge of its hull, or of its own shape
where it is closed,"""
_STRAY: Final = 0.01
"""but for this share of its ink."""


def without_rings(pieces: list[Piece], labels: Labels) -> list[Piece]:
    """The pieces without rings: one around all others, or round ones around some of them.

    A ring that a digit hangs together with is left: the digit would go too.

    Args:
        pieces: that may be writing.
        labels: of their pixels.
    """
    boxes = np.array([piece.box for piece in pieces], np.int32).reshape(-1, 4)
    areas = np.array([piece.area for piece in pieces])
    left = np.ones(len(pieces), bool)
    (x, y), (right, bottom) = boxes[:, :2].T, (boxes[:, :2] + boxes[:, 2:]).T
    for place in np.argsort(-boxes[:, 2] * boxes[:, 3], kind="stable")[:_LARGEST].tolist():
        inside = (x[place] < x) & (right < right[place]) & (y[place] < y) & (bottom < bottom[place])
        inside &= left
        ring = pieces[place]
        inner = [pieces[at] for at in np.flatnonzero(inside).tolist()]
        if not _is_around(ring, inner) or not _is_ring(ring, labels):
            continue
        is_all = areas[inside].sum() >= _ALL * (areas[left].sum() - ring.area)
        if is_all or _is_round_about(ring, inner, labels):
            left[place] = False
    return [piece for piece, is_left in zip(pieces, left.tolist(), strict=True) if is_left]


def _is_around(ring: Piece, inner: list[Piece]) -> bool:
    """Whether what is within a piece is more than specks and one straight stroke, as of a zero."""
    *_, w, h = ring.box
    tall = [p for p in inner if p.box.h >= _INNER * h]
    pen = ring.area / (2 * (w + h))
    length = sum(float(np.hypot(p.box.w, p.box.h)) for p in tall)
    straight = len(tall) == 1 and tall[0].area <= _STRAIGHT * pen * length
    return bool(tall) and not straight


def _is_round_about(ring: Piece, inner: list[Piece], labels: Labels) -> bool:
    """Whether a ring has no corners, as a box has, the sides of which are rules.

    What is only beside a stroke, as the circles of a percent sign, is not within it.
    """
    rows, columns = np.nonzero(own_pixels(ring, labels))
    x, y, *_ = ring.box
    hull = cv2.convexHull(np.stack([x + columns, y + rows], axis=1).astype(np.int32))
    (_, (w, h), _) = cv2.minAreaRect(hull)
    if cv2.contourArea(hull) > _ROUND * w * h:
        return False
    middles = [(p.box.x + p.box.w / 2, p.middle) for p in inner]
    return all(cv2.pointPolygonTest(hull, middle, measureDist=False) > 0 for middle in middles)


def _is_ring(piece: Piece, labels: Labels) -> bool:
    *_, w, h = piece.box
    own: Mask = np.pad(own_pixels(piece, labels).view(np.uint8), 1)
    outer, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.fillConvexPoly(np.zeros_like(own), cv2.convexHull(np.concatenate(outer)), 1)
    shapes = [hull]
    closed = cv2.drawContours(np.zeros_like(own), outer, -1, 1, cv2.FILLED)
    if cv2.countNonZero(closed) >= _CLOSED * cv2.countNonZero(hull):
        # Digits that stand on it are no part of its shape, but the tail of a bubble is.
        pen = 2 * round(piece.area / (2 * (w + h))) + 1
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pen, pen))
        shapes.append(cv2.morphologyEx(closed, cv2.MORPH_OPEN, disc))
    deep = [cv2.distanceTransform(shape, cv2.DIST_L2, 3) for shape in shapes]
    along = [(far > 0) & (far <= _BAND * min(w, h)) for far in deep]
    return any(np.count_nonzero(own & ~band) <= _STRAY * piece.area for band in along)
