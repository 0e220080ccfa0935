"""Ink -> the pieces that may be digits or parts of digits, in lines of writing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.ink import Ink, Mask
from bot.reading.lines import chains
from bot.reading.result import Box, union
from bot.reading.rules import remove_rules

Labels = NDArray[np.uint16] | NDArray[np.int32]
"""`[h, w]`, the number of the piece that a pixel belongs to, 0 for none."""

MOST_PIECES: Final = 4000
"""A picture of more pieces than this is texture, not writing."""

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
_LEAST_PIXELS: Final = 7
_FAINTEST: Final = 0.42
"""Ink fainter than this share of the writing's strength is a printed line, a crease or grain."""
_SOLID: Final = 0.55
_RUNS_OUT: Final = 0.5
"""A piece at the edge that spans this share of a side is looked at again, for its core."""
_SURROUNDS: Final = 0.2
"""What lies along so much of the edge is what the paper lies on."""
_CORE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A connected piece of ink.

    Attributes:
        label: its number in `Segments.labels`.
        box: in pixels of the ink's arrays.
        area: likewise.
        strength: mean strength of its ink, 0 to 255.
        at_edge: it touches the edge of the picture.
    """

    label: int
    box: Box
    area: int
    strength: float
    at_edge: bool

    @property
    def middle(self) -> float:
        """The height in the picture at which its middle lies."""
        return self.box.y + self.box.h / 2


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
    labels, pieces = _pieces(remove_rules(ink.mask), ink)
    if not pieces and cv2.countNonZero(ink.mask) > 0.05 * ink.mask.size:
        return Segments(labels, (), crowded=True)
    mass = sum(p.area * p.strength for p in pieces if not (p.at_edge and _is_solid(p)))
    least = max(_LEAST_PIXELS, _LEAST_SIDE * max(ink.mask.shape))
    pieces = [p for p in pieces if max(p.box.w, p.box.h) >= least / 2]
    tall = [p for p in pieces if p.box.h >= least]
    # Solid pieces at the picture's edge (a table, a phone, a thumb) have a say in what the writing
    # is like only where there is nothing else.
    voters = [p for p in tall if not (p.at_edge and _is_solid(p))] or tall
    if not voters:
        return Segments(labels, ())
    strength = _typical(voters, [p.strength for p in voters])
    pieces = [p for p in pieces if p.strength >= _FAINTEST * strength]
    voters = [p for p in voters if p.strength >= _FAINTEST * strength]
    height = _typical(voters, [float(p.box.h) for p in voters])
    return Segments(labels, tuple(_lines(pieces, height)), mass)


def _pieces(mask: Mask, ink: Ink) -> tuple[Labels, list[Piece]]:
    """The connected pieces of a mask that are more than a speck."""
    # Sixteen bits are three times as fast, and enough where there are fewer pixels of ink.
    kind = cv2.CV_16U if cv2.countNonZero(mask) < 1 << 16 else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=kind)
    height, width = mask.shape
    large = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] >= _LEAST_PIXELS)
    if large.size > MOST_PIECES:
        return labels, []
    pieces = [_piece(int(i), stats[i].tolist(), labels, ink) for i in large if i]
    around = _along_the_edge(labels, len(stats))
    cores: list[Piece] = []
    for piece in pieces:
        if around[piece.label] > _SURROUNDS:
            continue
        wide = piece.box.w >= _RUNS_OUT * width or piece.box.h >= _RUNS_OUT * height
        if piece.at_edge and wide:
            cores += _cores(piece, labels, ink, len(stats) + len(cores))
        else:
            cores.append(piece)
    return labels, cores


def _along_the_edge(labels: Labels, count: int) -> NDArray[np.float64]:
    """For each label, the share of the picture's edge that it lies along."""
    edges = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    share: NDArray[np.float64] = np.bincount(edges, minlength=count) / edges.size
    return share


def _piece(label: int, stats: list[int], labels: Labels, ink: Ink) -> Piece:
    x, y, w, h, area = stats
    height, width = labels.shape
    window = (slice(y, y + h), slice(x, x + w))
    strength = cv2.mean(ink.strength[window], (labels[window] == label).view(np.uint8))[0]
    at_edge = x <= 0 or y <= 0 or x + w >= width or y + h >= height
    return Piece(label, Box(x, y, w, h), area, strength, at_edge)


def _cores(piece: Piece, labels: Labels, ink: Ink, used: int) -> list[Piece]:
    """The strong parts of a piece that runs out of the picture: the ink on a printed grid."""
    x, y, w, h = piece.box
    window = (slice(y, y + h), slice(x, x + w))
    mine = labels[window] == piece.label
    level = _CORE * float(np.percentile(ink.strength[window][mine], 95))
    core = (mine & (ink.strength[window] > level)).view(np.uint8)
    if cv2.countNonZero(core) > 0.85 * piece.area:
        return [piece]
    labels[window][mine] = 0
    _, inner, stats, _ = cv2.connectedComponentsWithStats(core, connectivity=8)
    cores = []
    for label, (cx, cy, cw, ch, area) in enumerate(stats[1:].tolist(), start=1):
        if area >= _LEAST_PIXELS:
            labels[window][inner == label] = used + label
            cores.append(_piece(used + label, [x + cx, y + cy, cw, ch, area], labels, ink))
    return cores


def _typical(pieces: list[Piece], values: list[float]) -> float:
    """The median of a value of some pieces, the large and strong ones counting for more.

    A long thin bar has little to say about the writing, and one large blot not more than a row of
    digits.
    """
    order = np.argsort(values)
    weights = np.array([(p.box.h * min(p.box.w, p.box.h)) ** 0.75 * p.strength**2 for p in pieces])
    total = np.cumsum(weights[order])
    return values[int(order[int(np.searchsorted(total, total[-1] / 2))])]


def _is_solid(piece: Piece) -> bool:
    """Whether a piece fills its box as no stroke does."""
    return piece.area > _SOLID * piece.box.w * piece.box.h


def _lines(pieces: list[Piece], height: float) -> list[Line]:
    """Puts pieces together that may be parts of one digit, and chains those into lines."""
    groups = [
        group
        for group in _groups(pieces, height)
        if _bounds(group).h >= _MAIN * height and _bounds(group).h <= _TALLEST * height
    ]
    lines = []
    for chain in chains([_bounds(group) for group in groups]):
        own = float(np.median([_bounds(groups[i]).h for i in chain]))
        members = [piece for i in chain for piece in groups[i]]
        members = [p for p in members if max(p.box.w, p.box.h) >= _SPECK * own]
        members.sort(key=lambda p: p.box.x + p.box.w / 2)
        lines.append(Line(tuple(members), own))
    return sorted(lines, key=lambda line: float(np.mean([p.middle for p in line.pieces])))


def _groups(pieces: list[Piece], height: float) -> list[list[Piece]]:
    """Small pieces with what is near to them; tall pieces by themselves."""
    tall = [[p] for p in pieces if p.box.h >= _MAIN * height]
    small = [p for p in pieces if p.box.h < _MAIN * height]
    loose: list[list[Piece]] = []
    # The largest first: a speck joins the stroke, not the stroke the speck.
    for piece in sorted(small, key=lambda p: -p.area):
        if max(piece.box.w, piece.box.h) < _SPECK * height:
            continue
        near = [
            group
            for group in tall + loose
            if _gap(piece.box, group) <= _NEAR * height
            and _bounds([*group, piece]).h <= _STACKED * height
        ]
        if near:
            min(near, key=lambda group: _gap(piece.box, group)).append(piece)
        else:
            loose.append([piece])
    return tall + loose


def _gap(box: Box, group: list[Piece]) -> float:
    """Pixels between a box and the nearest piece of a group."""
    return min(
        max(
            box.x - (p.box.x + p.box.w),
            p.box.x - (box.x + box.w),
            box.y - (p.box.y + p.box.h),
            p.box.y - (box.y + box.h),
        )
        for p in group
    )


def _bounds(group: list[Piece]) -> Box:
    return union([p.box for p in group])
