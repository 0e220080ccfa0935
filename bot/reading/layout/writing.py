"""Pieces of ink -> those that are writing, and how tall it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from bot.reading.binarise.ink import DETECT_SIDE, Ink, Mask
from bot.reading.binarise.ruled_lines import remove_rules
from bot.reading.layout.components import LEAST_PIXELS, Labels, Piece, pieces_in
from bot.reading.layout.objects import without_objects
from bot.reading.layout.remains import without_remains
from bot.reading.layout.rings import without_rings
from bot.reading.layout.rule import Rule
from bot.reading.median import weighted_quantile

LEAST_SIDE: Final = 0.012
"""Writing is at least this tall, as a share of the picture's longer side,"""
_STRIP: Final = 3.0
"""which counts as at most so many times as long as the shorter one."""
_WITHIN: Final = 0.12
"""What has pieces within that together have this share of its ink is a frame."""
_INNER: Final = 0.25
"""What does not touch the picture's edge, if it has this share of the ink, tells the height."""
_FAINTEST_SPECK: Final = 0.7
"""A speck that is fainter than this share of it is dirt, or noise; a dot of the pen is not."""
_FAINTEST: Final = 0.5
"""Ink fainter than this share of the writing's strength is a printed line, a crease or grain. At
0.42 fainter ink beside three numbers of 618 pictures to choose by would be read with them."""


class Writing(NamedTuple):
    """The pieces of a mask.

    Attributes:
        labels: which piece each pixel belongs to.
        seen: all pieces.
        pieces: those that may be writing.
        height: of the writing, in pixels of the ink's arrays; 0 where there is none.
        rings: what is drawn around all of it.
    """

    labels: Labels
    seen: list[Piece]
    pieces: list[Piece]
    height: float
    rings: Sequence[Piece] = ()

    def without_rings(self, mask: Mask) -> Mask:
        """The mask without what is drawn around the writing."""
        if not self.rings:
            return mask
        ring = np.isin(self.labels, [piece.label for piece in self.rings])
        left: Mask = mask & ~ring
        return left


class Unlined(NamedTuple):
    """Ink in which printed lines across the picture were looked for.

    Attributes:
        ink: with them.
        mask: `[h, w]`, without them; that of the ink where there are none.
        writing: in what is left.
    """

    ink: Ink
    mask: Mask
    writing: Writing


def unlined(ink: Ink) -> Unlined:
    """Ink, its mask without printed lines across the picture, and the writing in that."""
    mask = remove_rules(ink.mask, ink.strength)
    return Unlined(ink, mask, find_writing(ink, mask))


def find_writing(ink: Ink, mask: Mask, rules: Sequence[Rule] = ()) -> Writing:
    """The pieces that are as strong as the pen, and how tall its writing is.

    Args:
        ink: of the picture.
        mask: `[h, w]`, of the ink; of ruled paper without the rules.
        rules: those of frames and tables that were taken out of it.
    """
    labels, seen = pieces_in(mask, ink)
    if mask is not ink.mask:
        seen = without_remains(seen, labels, ink.mask & (1 - mask), rules)
    least = max(LEAST_PIXELS, least_height(mask.shape))
    pieces = [p for p in seen if max(p.box.w, p.box.h) >= least / 4]
    pieces = without_objects(pieces, labels)
    tall = [p for p in pieces if p.box.h >= least]
    # Solid pieces at the picture's edge (a table, a phone, a thumb) have a say in what the writing
    # is like only where there is nothing else.
    voters = [p for p in tall if not (p.at_edge and p.is_solid)] or tall
    if not voters:
        return Writing(labels, seen, [], 0.0)
    strength = _typical(voters, [p.strength for p in voters])
    strong = [
        p
        for p in pieces
        if p.strength >= strength * (_FAINTEST if p.area >= LEAST_PIXELS else _FAINTEST_SPECK)
    ]
    pieces = without_rings(strong, labels)
    written = {p.label for p in pieces}
    if not any(p.label in written for p in voters):
        # What is in a ring is too low for writing: the ring is all there is.
        pieces, written = strong, {p.label for p in strong}
    voters = without_frames([p for p in voters if p.label in written], pieces)
    inner = [p for p in voters if not p.at_edge]
    if sum(p.area for p in inner) >= _INNER * sum(p.area for p in voters):
        voters = inner
    height = _typical(voters, [float(p.box.h) for p in voters])
    rings = [p for p in strong if p.label not in written]
    return Writing(labels, seen, pieces, height, rings)


def least_height(shape: tuple[int, ...]) -> float:
    """How tall writing is at least, in pixels of a picture `(h, w)`; a strip's is not so large."""
    height, width = shape
    return LEAST_SIDE * min(max(height, width), _STRIP * min(height, width), DETECT_SIDE)


def without_frames(voters: list[Piece], pieces: list[Piece]) -> list[Piece]:
    """The pieces that have no writing within; all of them where each has.

    Args:
        voters: of which frames are to be left out.
        pieces: what may be within them.
    """
    x, y, w, h = np.array([p.box for p in pieces], np.float64).reshape(-1, 4).T
    cx, cy, areas = x + w / 2, y + h / 2, np.array([p.area for p in pieces])
    kept = []
    for piece in voters:
        left, top, width, height = piece.box
        inside = (cx > left) & (cx < left + width) & (cy > top) & (cy < top + height)
        if areas[inside].sum() - piece.area < _WITHIN * piece.area:
            kept.append(piece)
    return kept or voters


def _typical(pieces: list[Piece], values: list[float]) -> float:
    """The median of a value of some pieces, the large and strong ones counting for more.

    A long thin bar has little to say about the writing, and one large blot not more than a row of
    digits.
    """
    weights = [(p.box.h * min(p.box.w, p.box.h)) ** 0.75 * p.strength**3 for p in pieces]
    return weighted_quantile(values, weights, 0.5)
