"""Ink that is dark on one side only: the edge of a shadow or of a thing, and no pen's stroke."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.ink import Ink
from bot.reading.binarise.percentile import percentile
from bot.reading.layout.components import Labels, Piece

AN_EDGE: Final = 0.4
"""So much of what lies beside ink is as good as dark, and the ink is an edge. Half of it is beside
the edge of a shadow; beside numbers by held-back writers, also in shadows, and in the pictures to
choose by, it was a third at most, and of all but a hundredth an eighth."""
_REACH: Final = 3
"""So many pixels around ink are beside it,"""
_SOFT: Final = 1
"""but for these, which are its own soft edge or that of other ink."""
_LEAST: Final = 8
"""Fewer pixels tell nothing."""


def dark_beside(pieces: Sequence[Piece], labels: Labels, ink: Ink) -> float:
    """Which share of what lies beside pieces is nearer to their darkness than to the paper's.

    Args:
        pieces: of one cell.
        labels: of the ink's pixels.
        ink: that they are of.

    Returns:
        From 0 to 1; 0 where other ink is all around.
    """
    beside = [_beside(piece, labels, ink) for piece in pieces]
    return sum(dark for dark, _ in beside) / max(sum(every for _, every in beside), 1)


def _beside(piece: Piece, labels: Labels, ink: Ink) -> tuple[int, int]:
    """How many pixels beside a piece are dark, and how many there are."""
    x, y, w, h = piece.box
    top, left = max(0, y - _REACH), max(0, x - _REACH)
    part = np.s_[top : y + h + _REACH, left : x + w + _REACH]
    own = (labels[part] == piece.label).view(np.uint8)
    # What is fainter than the page's own writing is not in its mask.
    inked = ink.mask[part] | own
    around = (cv2.dilate(own, _disc(_REACH)) > cv2.dilate(inked, _disc(_SOFT))).view(np.uint8)
    every = cv2.countNonZero(around)
    if every < _LEAST:
        return 0, 0
    # As the camera saw it, and not against the ground, which follows a shadow.
    ground, strength = ink.ground[part], ink.strength[part]
    gray = cv2.subtract(ground, cv2.multiply(ground, strength, scale=1 / 255))
    beside = gray[around > 0]
    middle = (percentile(gray[own > 0], 50) + percentile(beside, 90)) / 2
    return int(np.count_nonzero(beside < middle)), every


def _disc(radius: int) -> NDArray[np.uint8]:
    size = 2 * radius + 1
    disc: NDArray[np.uint8] = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return disc
