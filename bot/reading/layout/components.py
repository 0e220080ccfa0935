"""An ink mask -> its connected pieces, without specks and without what the paper lies on."""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.ink import Ink, Mask
from bot.reading.box import Box

Labels = NDArray[np.uint16] | NDArray[np.int32]
"""`[h, w]`, the number of the piece that a pixel belongs to, 0 for none."""

MOST_PIECES: Final = 4000
"""A picture of more pieces than this is texture, not writing."""

LEAST_PIXELS: Final = 7
"""A piece of fewer pixels is a speck: a dot of small writing, or dirt."""
_LEAST_SPECK: Final = 4
"""What has fewer is nothing at all."""
_MOST_SPECKS: Final = 100
"""More are the grain of the paper."""
_SOLID: Final = 0.55
"""Share of its box that no stroke fills."""
_SURROUNDS: Final = 0.2
"""What lies along so much of the edge is what the paper lies on."""
_FLUSH: Final = 0.38
"""What lies along the edge with so much of its box's outline is of what the paper lies on, or of
another sheet: no digit is cut off like that."""
_CORNER: Final = 0.5
"""What is in a corner of the picture takes less than this of its sides,"""
_ACROSS: Final = 0.5
"""and reaches no further over its box's diagonal: a triangle, or a line from side to side."""


class Piece(NamedTuple):
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

    @property
    def mass(self) -> float:
        """How much ink it is: area times strength."""
        return self.area * self.strength

    @property
    def is_solid(self) -> bool:
        """Whether it fills its box as no stroke does."""
        return self.area > _SOLID * self.box.w * self.box.h


def pieces_in(mask: Mask, ink: Ink) -> tuple[Labels, list[Piece]]:
    """The connected pieces of a mask that are more than a speck."""
    # Sixteen bits are three times as fast, and enough where there are fewer pixels of ink.
    kind = cv2.CV_16U if cv2.countNonZero(mask) < 1 << 16 else cv2.CV_32S
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=kind)
    height, width = mask.shape
    areas = stats[:, cv2.CC_STAT_AREA]
    large = np.flatnonzero(areas >= LEAST_PIXELS)
    if large.size > MOST_PIECES:
        return labels, []
    with_specks = np.flatnonzero(areas >= _LEAST_SPECK)
    if with_specks.size - large.size <= _MOST_SPECKS:
        large = with_specks
    strengths = _strengths(mask, labels, ink, len(stats))
    pieces = [
        _piece(i, box, strengths[i], mask.shape)
        for i, box in zip(large.tolist(), stats[large].tolist(), strict=True)
        if i
    ]
    along = _along_the_edge(labels, len(stats))
    most = _SURROUNDS * 2 * (height + width)
    return labels, [
        piece
        for piece in pieces
        if along[piece.label] <= most and not _is_beyond(piece, labels, along[piece.label])
    ]


def own_pixels(piece: Piece, labels: Labels) -> NDArray[np.bool_]:
    """Which pixels of its box are a piece's own, `[h, w]`."""
    own: NDArray[np.bool_] = labels[piece.box.window] == piece.label
    return own


def depths(piece: Piece, labels: Labels) -> NDArray[np.float32]:
    """How far each pixel of a piece is from the ground, `[h + 2, w + 2]`: 0 around it."""
    own = own_pixels(piece, labels).view(np.uint8)
    inside = cv2.copyMakeBorder(own, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    found: NDArray[np.float32] = cv2.distanceTransform(inside, cv2.DIST_L2, 3)
    return found


def _along_the_edge(labels: Labels, count: int) -> NDArray[np.intp]:
    """For each label, how many pixels of the picture's edge it lies along."""
    edges = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    return np.bincount(edges, minlength=count)


def _is_beyond(piece: Piece, labels: Labels, along: int) -> bool:
    """Whether it is something beside the paper, of which the picture shows a side or a corner.

    Writing that the picture cuts off goes on across its edge, and does not run along it, nor
    across its corner.
    """
    (_, _, w, h), (height, width) = piece.box, labels.shape
    left, right, top, bottom = _edges(piece.box, labels.shape)
    if (left and right) or (top and bottom):
        return False
    if along >= _FLUSH * 2 * (w + h):
        return True
    return (
        (left or right)
        and (top or bottom)
        and max(w / width, h / height) < _CORNER
        and (_beyond_diagonal(piece, labels, left=left, top=top) <= _ACROSS)
    )


def _beyond_diagonal(piece: Piece, labels: Labels, *, left: bool, top: bool) -> float:
    """How far a piece in a corner of the picture reaches over the diagonal of its box.

    0 is at the diagonal that cuts the corner off, and 1 at the corner opposite.
    """
    *_, w, h = piece.box
    own = own_pixels(piece, labels)
    rows, columns = np.nonzero(own[:: 1 if top else -1, :: 1 if left else -1])
    return float((columns / w + rows / h).max()) - 1


def _edges(box: Box, shape: tuple[int, ...]) -> tuple[bool, bool, bool, bool]:
    """Whether a box reaches the left, right, upper and lower edge of a picture."""
    x, y, w, h = box
    return x <= 0, x + w >= shape[1], y <= 0, y + h >= shape[0]


def _strengths(mask: Mask, labels: Labels, ink: Ink, count: int) -> list[float]:
    """For each label, the mean strength of its ink."""
    at = np.flatnonzero(mask.view(np.bool_))
    own = labels.reshape(-1)[at]
    total = np.bincount(own, ink.strength.reshape(-1)[at], count)
    means: list[float] = (total / np.maximum(np.bincount(own, minlength=count), 1)).tolist()
    return means


def _piece(label: int, stats: list[int], strength: float, shape: tuple[int, ...]) -> Piece:
    x, y, w, h, area = stats
    box = Box(x, y, w, h)
    return Piece(label, box, area, strength, any(_edges(box, shape)))
