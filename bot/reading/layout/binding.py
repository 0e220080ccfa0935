"""The holes of a pad along an edge of its page, with or without the wire through them.

They are all alike and equally far apart from end to end, as nothing is that a hand writes, and
might be read as a row of zeros or of sixes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.layout.components import Labels, Piece, own_pixels
from bot.reading.layout.lines import MOST
from bot.reading.median import median

_FEWEST: Final = 9
"""So many holes are seen, at least, that are whole."""
_ALIKE: Final = 0.2
"""Sides and distances of neighbours differ by at most this share, and a pixel;"""
_SAME: Final = 0.6
"""laid over each other, holes have this share of their ink in common, typically."""
_ENDS: Final = 2.5
"""From the row, its first and its last to the picture's edge is at most so many times as far as
from one to the next."""
_APART: Final = 1.5
"""On their other side nothing is so near to them, in their own sizes,"""
_MOST_BESIDE: Final = 0.2
"""but for this share of them."""
_SIZE: Final = (12, 12)
"""Width and height, in pixels, at which shapes are laid over each other."""


def binding(pieces: Sequence[Piece], labels: Labels) -> list[int]:
    """Labels of what is of a binding; empty where there is none, or nothing else.

    Args:
        pieces: of the ink.
        labels: of their pixels.
    """
    if not _FEWEST < len(pieces) <= MOST:
        return []
    boxes = np.array([piece.box for piece in pieces], np.float64)
    for turned in (False, True):
        own = boxes[:, [1, 0, 3, 2]] if turned else boxes
        length, depth = labels.shape if turned else labels.shape[::-1]
        for chain in _chains(own):
            if not _is_from_end_to_end(own[chain], length):
                continue
            if not _is_same([pieces[at] for at in chain], labels):
                continue
            found = _along(own, chain, depth)
            if found is not None and not found.all():
                return [pieces[at].label for at in np.flatnonzero(found).tolist()]
    return []


def _chains(boxes: NDArray[np.float64]) -> list[list[int]]:
    """Places in `boxes`, `[n, 4]`, of those beside each other that are alike and equally apart."""
    x, y, w, h = boxes.T
    cx, cy = x + w / 2, y + h / 2
    run = cx[None] - cx[:, None]
    alike = run > 0
    for a, b in ((w, w), (h, h)):
        alike &= np.abs(a[:, None] - b[None]) <= 1 + _ALIKE * a[:, None]
    alike &= np.abs(cy[None] - cy[:, None]) <= 1 + _ALIKE * h[:, None]
    away = np.where(alike, run, np.inf)
    following = away.argmin(axis=1)
    follows = {at: int(n) for at, n in enumerate(following) if np.isfinite(away[at, n])}
    found = []
    for start in sorted(set(follows) - set(follows.values()), key=lambda at: float(cx[at])):
        chain, step = [start], np.inf
        while chain[-1] in follows:
            last, after = chain[-1], follows[chain[-1]]
            if np.isfinite(step) and abs(run[last, after] - step) > 1 + _ALIKE * step:
                found.append(chain)
                chain = [last]
            chain.append(after)
            step = float(run[last, after])
        found.append(chain)
    return [chain for chain in found if len(chain) >= _FEWEST]


def _is_from_end_to_end(boxes: NDArray[np.float64], length: int) -> bool:
    """Whether a row of boxes, `[n, 4]`, goes from one end of the picture to the other."""
    x, _, w, _ = boxes.T
    most = _ENDS * median(np.diff(x + w / 2))
    return bool(x[0] <= most and length - x[-1] - w[-1] <= most)


def _is_same(row: Sequence[Piece], labels: Labels) -> bool:
    """Whether pieces have one shape."""
    shapes = [
        cv2.resize(own_pixels(piece, labels).view(np.uint8), _SIZE, interpolation=cv2.INTER_AREA)
        for piece in row
    ]
    shares = [float((a & b).sum() / max((a | b).sum(), 1)) for a, b in pairwise(shapes)]
    return median(shares) >= _SAME


def _along(boxes: NDArray[np.float64], chain: list[int], depth: int) -> NDArray[np.bool_] | None:
    """Which boxes, `[n, 4]`, are at the edge with a row of holes; None where it is not at one.

    Args:
        boxes: of all pieces, of which the row is level.
        chain: places of the holes.
        depth: of the picture, across the row.
    """
    x, y, w, h = boxes.T
    holes = boxes[chain]
    most = _ENDS * median(np.diff(holes[:, 0]))
    is_upper = bool((holes[:, 1] <= most).all())
    if not is_upper and (depth - holes[:, 1] - holes[:, 3] > most).any():
        return None
    near = np.abs((x + w / 2)[:, None] - holes[:, 0] - holes[:, 2] / 2).argmin(axis=1)
    hole = holes[near]
    # How far a box reaches beyond the hole at its place, away from the picture's edge.
    inner = y + h - hole[:, 1] - hole[:, 3] if is_upper else hole[:, 1] - y
    own = inner <= 1 + _ALIKE * hole[:, 3]
    gap = y - hole[:, 1] - hole[:, 3] if is_upper else hole[:, 1] - y - h
    beside = ~own & (gap < _APART * hole[:, 3])
    many = len(set(near[beside].tolist())) > _MOST_BESIDE * len(chain)
    return None if many else own
