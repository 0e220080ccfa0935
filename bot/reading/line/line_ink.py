"""A line of pieces -> its ink alone, level, as the strip is made from."""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Ink, strength_of
from bot.reading.box import Box
from bot.reading.layout.components import Labels, Piece

_WIDEST_GAP: Final = 0.8
"""A gap is shortened to this, in heights of the line: how wide it is tells nothing."""
_FINE: Final = 40
"""Lower lines, in pixels, are looked at in the full picture where the ink is of a reduced one."""
_AROUND: Final = np.ones((3, 3), np.uint8)


class LineInk(NamedTuple):
    """The ink of one line, or of a cell of it.

    Attributes:
        pixels: `[h, w]`, its strength on a ground of 0.
        columns: `[w]`, the column, in the picture's ink, that each column was.
        top: row, in the picture's ink, of row 0 at column 0 of the line, before it was levelled.
        slope: rows that the line falls by a column; it was taken out.
        factor: pixels here to a pixel of the picture's ink.
    """

    pixels: Gray
    columns: NDArray[np.float32]
    top: float
    slope: float
    factor: int

    def place(self, box: Box) -> Box:
        """Where a box of `pixels` lies in the picture's ink."""
        last = len(self.columns) - 1
        first, end = (min(max(x, 0), last) for x in (box.x, box.x + box.w - 1))
        left, right = float(self.columns[first]), float(self.columns[end]) + 1 / self.factor
        fall = self.slope * ((left + right) / 2 - float(self.columns[0]))
        y = self.top + box.y / self.factor + fall
        return Box(
            round(left), round(y), max(1, round(right - left)), max(1, round(box.h / self.factor))
        )


class Run(NamedTuple):
    """What is read as one: a cell, or a part of it.

    Attributes:
        pieces: of its ink.
        height: of the digits of its line, in pixels of the ink's arrays.
        slope: rise over run of its line, downwards.
    """

    pieces: tuple[Piece, ...]
    height: float
    slope: float


def ink_of(run: Run, labels: Labels, ink: Ink, gray: Gray) -> LineInk:
    """Takes the ink of a run's own pieces, levels it, and shortens its wide gaps.

    Args:
        run: what is to be read.
        labels: which piece each pixel of the ink's arrays belongs to.
        ink: of the picture.
        gray: the picture, `ink.factor` times as large as the ink's arrays.
    """
    boxes = np.array([p.box for p in run.pieces])
    x0, y0 = (boxes[:, :2].min(axis=0) - 1).clip(0).tolist()
    x1 = min(int((boxes[:, 0] + boxes[:, 2]).max()) + 1, labels.shape[1])
    y1 = min(int((boxes[:, 1] + boxes[:, 3]).max()) + 1, labels.shape[0])
    place = (slice(y0, y1), slice(x0, x1))
    window = labels[place]
    own = np.zeros(int(window.max()) + 1, np.uint8)
    own[[p.label for p in run.pieces]] = 1
    mine = own[window]
    # The soft edge of a stroke belongs to it, unless it is another piece.
    mask = cv2.dilate(mine, _AROUND) & ((window == 0) | (mine > 0)).astype(np.uint8)
    factor = 1
    strength = ink.strength[place]
    if ink.factor > 1 and run.height < _FINE:
        factor = ink.factor
        strength = _fine_strength(place, ink, gray)
        mask = cv2.resize(mask, strength.shape[::-1], interpolation=cv2.INTER_NEAREST)
    pixels = strength * mask
    slope, raised = run.slope, 0.0
    if slope:
        pixels, raised = _sheared(pixels, slope)
    columns = x0 + np.arange(pixels.shape[1], dtype=np.float32) / factor
    keep = _without_gaps(pixels, round(_WIDEST_GAP * run.height * factor))
    top = y0 - raised / factor
    return LineInk(np.ascontiguousarray(pixels[:, keep]), columns[keep], top, slope, factor)


def _fine_strength(window: tuple[slice, slice], ink: Ink, gray: Gray) -> Gray:
    """The strength of a part of the picture at its full size."""
    rows, columns = window
    factor = ink.factor
    crop = gray[
        rows.start * factor : rows.stop * factor, columns.start * factor : columns.stop * factor
    ]
    ground = cv2.resize(ink.ground[window], crop.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return strength_of(255 - crop if ink.light else crop, ground, ink.dimmest)


def _sheared(pixels: Gray, slope: float) -> tuple[Gray, float]:
    """The ink with its slope taken out, and by how many rows its first column was moved down."""
    height, width = pixels.shape
    rise = abs(slope) * width
    size = (width, int(height + rise) + 1)
    down = rise if slope > 0 else 0.0
    matrix = np.array([[1, 0, 0], [-slope, 1, down]])
    level: Gray = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR)
    return level, down


def _without_gaps(pixels: Gray, most: int) -> NDArray[np.bool_]:
    """Which columns stay where gaps of more than `most` columns are cut down to that."""
    empty: NDArray[np.bool_] = ~np.asarray(pixels.any(axis=0))
    places = np.arange(len(empty))
    last = np.maximum.accumulate(np.where(empty, -1, places))
    keep: NDArray[np.bool_] = places - last <= most
    return keep
