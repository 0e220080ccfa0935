"""Pieces of ink that may be one digit: small ones with what is near to them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.box import Box, gap, union
from bot.reading.layout.components import Piece

SPECK: Final = 0.22
"""A piece smaller than this, in heights of the writing, is a speck or a dot."""
MAIN: Final = 0.5
"""A piece at least this tall, in heights of the writing, starts or continues a line."""
STACKED: Final = 1.5
"""Pieces that are one digit together are at most this tall, in heights of the writing."""
NEAR: Final = 0.3
"""Pieces further apart than this, in heights of the writing, are not one digit."""


class Group:
    """Pieces that may be one digit, and the box around them."""

    def __init__(self, piece: Piece) -> None:
        self.pieces = [piece]
        self.box = piece.box

    def add(self, piece: Piece) -> None:
        """Takes a piece in."""
        self.pieces.append(piece)
        self.box = union([self.box, piece.box])

    def away(self, box: Box) -> float:
        """Pixels between a box and the nearest piece."""
        return min(gap(box, piece.box) for piece in self.pieces)


def groups_of(pieces: list[Piece], height: float) -> list[Group]:
    """Small pieces with what is near to them; tall pieces by themselves."""
    groups = [Group(p) for p in pieces if p.box.h >= MAIN * height]
    small = [p for p in pieces if p.box.h < MAIN * height]
    reach = NEAR * height
    boxes = np.zeros((len(pieces), 4), np.int32)
    boxes[: len(groups)] = np.array([g.box for g in groups], np.int32).reshape(-1, 4)
    # The largest first: a speck joins the stroke, not the stroke the speck.
    for piece in sorted(small, key=lambda p: -p.area):
        box = piece.box
        if max(box.w, box.h) < SPECK * height:
            continue
        near = [
            (away, place)
            # There may be thousands of specks: most are told to be far by one look.
            for place in np.flatnonzero(gaps_to(box, boxes[: len(groups)]) <= reach).tolist()
            if (away := groups[place].away(box)) <= reach
            and union([groups[place].box, box]).h <= STACKED * height
        ]
        place = min(near)[1] if near else len(groups)
        if near:
            groups[place].add(piece)
        else:
            groups.append(Group(piece))
        boxes[place] = groups[place].box
    return groups


def gaps_to(box: Box, others: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each other box `[n, 4]`, `gap`."""
    x, y, w, h = others.T
    across = np.maximum(x - (box.x + box.w), box.x - (x + w))
    down = np.maximum(y - (box.y + box.h), box.y - (y + h))
    gaps: NDArray[np.int32] = np.maximum(across, down)
    return gaps
