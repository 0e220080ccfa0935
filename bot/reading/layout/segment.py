"""Ink -> the pieces that may be digits or parts of digits, in lines of writing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.ink import Ink
from bot.reading.binarise.ruled_lines import remove_rules
from bot.reading.binarise.tilted_ruled_lines import remove_tilted_rules
from bot.reading.layout.components import LEAST_PIXELS, Labels, Piece, pieces_in
from bot.reading.layout.lines import chains
from bot.reading.result import Box, gap, union

MOST_GROUPS: Final = 600
"""A picture with more that may be digits is a printed page or texture."""
_SPECK: Final = 0.22
"""A piece smaller than this, in heights of the writing, is a speck or a dot."""
_MAIN: Final = 0.5
"""A piece at least this tall, in heights of the writing, starts or continues a line."""
_TALLEST: Final = 4.0
"""A piece taller than this, in heights of the writing, is no writing."""
_STACKED: Final = 1.5
"""Pieces that are one digit together are at most this tall, in heights of the writing."""
_GAP: Final = 0.8
"""Digits further apart than this, in heights of the writing, are no part of one another."""
_NEAR: Final = 0.3
"""Pieces further apart than this, in heights of the writing, are not one digit."""
_LEAST_SIDE: Final = 0.012
"""Writing is at least this tall, as a share of the picture's longer side."""
_PEN: Final = 1.6
"""Ink so many times as strong as what is printed is that of a pen."""
_THIN: Final = 3.0
"""A bit of a printed line is so many times as long as wide, at least."""
_BITS: Final = 3
"""There are at least so many such bits where lines are printed,"""
_MOST_BITS: Final = 0.7
"""and they are at least this share of what is fainter than the pen."""
_FAINTEST: Final = 0.42
"""Ink fainter than this share of the writing's strength is a printed line, a crease or grain."""


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces of one line of writing, from left to right, and the height of its digits."""

    pieces: tuple[Piece, ...]
    height: float

    def words(self) -> list[Line]:
        """The line parted at its wide gaps; what stands apart is read apart."""
        words: list[list[Piece]] = []
        right = -math.inf
        for piece in self.pieces:
            if piece.box.x - right > _GAP * self.height:
                words.append([])
            words[-1].append(piece)
            right = max(right, piece.box.x + piece.box.w)
        return [Line(tuple(word), self.height) for word in words]


@dataclass(frozen=True, slots=True)
class Segments:
    """What `segment` found.

    Attributes:
        labels: `[h, w]`, which piece each pixel belongs to.
        lines: from top to bottom.
        mass: area times strength of all ink, but for solid objects at the picture's edge.
        crowded: there were too many pieces to be writing; `lines` is empty then.
    """

    labels: Labels
    lines: tuple[Line, ...]
    mass: float = 0.0
    crowded: bool = False


def segment(ink: Ink) -> Segments:
    """Finds the pieces of writing and puts them in lines."""
    mask = remove_tilted_rules(remove_rules(ink.mask, ink.strength), ink.strength)
    labels, pieces = pieces_in(mask, ink)
    if not pieces and cv2.countNonZero(ink.mask) > 0.05 * ink.mask.size:
        return Segments(labels, (), crowded=True)
    least = max(LEAST_PIXELS, _LEAST_SIDE * max(ink.mask.shape))
    pieces = [p for p in pieces if max(p.box.w, p.box.h) >= least / 2]
    tall = [p for p in pieces if p.box.h >= least]
    # Solid pieces at the picture's edge (a table, a phone, a thumb) have a say in what the writing
    # is like only where there is nothing else.
    voters = [p for p in tall if not (p.at_edge and p.is_solid)] or tall
    if not voters:
        return Segments(labels, ())
    least_of_pen = _least_of_pen(voters)
    voters = [p for p in voters if p.strength >= least_of_pen]
    strength = _typical(voters, [p.strength for p in voters])
    faintest = max(least_of_pen, _FAINTEST * strength)
    pieces = [p for p in pieces if p.strength >= faintest]
    mass = sum(p.area * p.strength for p in pieces if not (p.at_edge and p.is_solid))
    voters = [p for p in voters if p.strength >= faintest]
    height = _typical(voters, [float(p.box.h) for p in voters])
    lines = _lines(pieces, height)
    return Segments(labels, tuple(lines or ()), mass, crowded=lines is None)


def _least_of_pen(pieces: list[Piece]) -> float:
    """The strength from which on ink is the pen's; 0 where nothing tells it from print.

    Bits of printed lines are far fainter than a pen, long and thin. Each of them says little, but
    of squared paper there may be a thousand.
    """
    pieces = sorted(pieces, key=lambda p: -p.strength)
    for place, (strong, weak) in enumerate(pairwise(pieces), start=1):
        if strong.strength >= _PEN * weak.strength:
            rest = pieces[place:]
            thin = sum(max(p.box.w, p.box.h) >= _THIN * min(p.box.w, p.box.h) for p in rest)
            return strong.strength / _PEN if thin >= max(_BITS, _MOST_BITS * len(rest)) else 0.0
    return 0.0


def _typical(pieces: list[Piece], values: list[float]) -> float:
    """The median of a value of some pieces, the large and strong ones counting for more.

    A long thin bar has little to say about the writing, and one large blot not more than a row of
    digits.
    """
    order = np.argsort(values)
    weights = np.array([(p.box.h * min(p.box.w, p.box.h)) ** 0.75 * p.strength**3 for p in pieces])
    total = np.cumsum(weights[order])
    return values[int(order[int(np.searchsorted(total, total[-1] / 2))])]


def _lines(pieces: list[Piece], height: float) -> list[Line] | None:
    """Puts pieces together that may be parts of one digit, and chains those into lines.

    `None` where there are more than a page of numbers has.
    """
    if sum(_MAIN * height <= p.box.h <= _TALLEST * height for p in pieces) > MOST_GROUPS:
        return None
    groups = [
        group
        for group in _groups(pieces, height)
        if _MAIN * height <= group.box.h <= _TALLEST * height
    ]
    if len(groups) > MOST_GROUPS:
        return None
    lines = []
    for chain in chains([group.box for group in groups]):
        own = float(np.median([groups[i].box.h for i in chain]))
        members = [piece for i in chain for piece in groups[i].pieces]
        members = [p for p in members if max(p.box.w, p.box.h) >= _SPECK * own]
        members.sort(key=lambda p: p.box.x + p.box.w / 2)
        if members:
            lines.append(Line(tuple(members), own))
    return sorted(lines, key=lambda line: float(np.mean([p.middle for p in line.pieces])))


class _Group:
    """Pieces that may be one digit, and the box around them."""

    def __init__(self, piece: Piece) -> None:
        self.pieces = [piece]
        self.box = piece.box

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.box = union([self.box, piece.box])

    def away(self, box: Box) -> float:
        """Pixels between a box and the nearest piece."""
        return min(gap(box, piece.box) for piece in self.pieces)


def _groups(pieces: list[Piece], height: float) -> list[_Group]:
    """Small pieces with what is near to them; tall pieces by themselves."""
    groups = [_Group(p) for p in pieces if p.box.h >= _MAIN * height]
    small = [p for p in pieces if p.box.h < _MAIN * height]
    reach = _NEAR * height
    boxes = np.zeros((len(pieces), 4), np.int32)
    boxes[: len(groups)] = np.array([g.box for g in groups], np.int32).reshape(-1, 4)
    # The largest first: a speck joins the stroke, not the stroke the speck.
    for piece in sorted(small, key=lambda p: -p.area):
        box = piece.box
        if max(box.w, box.h) < _SPECK * height:
            continue
        near = [
            (away, place)
            # There may be thousands of specks: most are told to be far by one look.
            for place in np.flatnonzero(_gaps(box, boxes[: len(groups)]) <= reach).tolist()
            if (away := groups[place].away(box)) <= reach
            and union([groups[place].box, box]).h <= _STACKED * height
        ]
        place = min(near)[1] if near else len(groups)
        if near:
            groups[place].add(piece)
        else:
            groups.append(_Group(piece))
        boxes[place] = groups[place].box
    return groups


def _gaps(box: Box, others: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each other box `[n, 4]`, `gap`."""
    x, y, w, h = others.T
    across = np.maximum(x - (box.x + box.w), box.x - (x + w))
    down = np.maximum(y - (box.y + box.h), box.y - (y + h))
    gaps: NDArray[np.int32] = np.maximum(across, down)
    return gaps
