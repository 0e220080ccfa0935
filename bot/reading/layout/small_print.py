"""A printed text around writing that is much larger: a mark on an exam, a number on a letter."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray
from bot.reading.layout.components import LEAST_PIXELS, Labels, Piece

_LOW: Final = 1.8
"""What is at most so tall, in heights of what most pieces are, may be print."""
_DOT: Final = 0.5
"""What is lower than this share of it is no letter."""
_HEADING: Final = 3.2
"""What is at most so tall and stands among low letters is a capital of theirs, in a heading."""
_LARGER: Final = 2.0
"""What is so tall, in heights of the print's tall letters, is larger writing."""
_REACH: Final = 1.0
"""Letters are so near to each other, twice, in heights."""
_BAND: Final = 0.4
"""Letters of a row have their middles so near to its middle, in heights."""
_LEAST_ROW: Final = 10.0
"""A row of print is at least so long, in heights,"""
_LEAST_LETTERS: Final = 5
"""and has so many pieces; words may be one each."""
_LEAST_PRINT: Final = 24
"""Fewer pieces than this are no printed text."""
_BESIDE: Final = 0.6
"""What is low and so near to something larger, in its heights, may be a part of it: a point."""
_GLANCED_ROWS: Final = 6
_GLANCED_LETTERS: Final = 14
"""What tells whether rows are words or numbers: so many of them, and so much of each."""


class SmallPrint(NamedTuple):
    """Rows of small print that a picture of larger writing has.

    Attributes:
        mask: `[h, w]`, 1 where it is.
        rows: parts of some rows, from top to bottom, each from left to right.
        height: of its letters, in pixels of the ink's arrays.
    """

    mask: NDArray[np.uint8]
    rows: tuple[tuple[Piece, ...], ...]
    height: float


def small_print(
    pieces: Sequence[Piece], labels: Labels, rules: Gray | None = None
) -> SmallPrint | None:
    """The rows of print around larger writing; `None` where there is no such thing.

    Args:
        pieces: of the ink.
        labels: of their pixels.
        rules: `[h, w]`, that were taken out: what is in a box is none of the print.
    """
    if len(pieces) < _LEAST_PRINT:
        return None
    boxes = np.array([piece.box for piece in pieces], np.float64)
    tall = boxes[[piece.area >= LEAST_PIXELS for piece in pieces], 3]
    usual = float(np.median(tall)) if len(tall) else 0.0
    is_low = boxes[:, 3] <= _LOW * usual
    # Points are no letters: those that lead from a name to a number would join the two.
    letters = is_low & (boxes[:, 3] >= _DOT * usual)
    if is_low.all() or letters.sum() < _LEAST_PRINT:
        return None
    rows = _rows(boxes, letters, usual, labels.shape)
    long = [row for row in rows if _is_long(boxes[row], usual)]
    in_long = list(chain.from_iterable(long))
    if len(in_long) < _LEAST_PRINT:
        return None
    in_rows = np.zeros(len(boxes), bool)
    in_rows[list(chain.from_iterable(rows))] = True
    height = float(np.quantile(boxes[in_long, 3], 0.9))
    large = boxes[~in_rows & (boxes[:, 3] >= _LARGER * height)]
    large = large[~_holds_any(large, [boxes[row] for row in long])]
    if not len(large):
        return None
    if rules is not None:
        frames = _frames(rules)
        large = np.concatenate([large, frames[~_holds_any(frames, [boxes[row] for row in long])]])
    lone = np.flatnonzero(is_low | in_rows)
    around = {*in_long, *(at for at in lone.tolist() if not _is_beside(boxes[at], large))}
    printed = [pieces[at].label for at in around]
    own = np.isin(labels, printed).view(np.uint8)
    some = long[:: max(1, len(long) // _GLANCED_ROWS)][:_GLANCED_ROWS]
    parts = tuple(tuple(pieces[at] for at in row[:_GLANCED_LETTERS]) for row in some)
    return SmallPrint(own, parts, height)


def _frames(rules: Gray) -> NDArray[np.float64]:
    """The boxes, `[n, 4]`, of rules that hang together, but for those of one alone."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((rules > 0).view(np.uint8))
    boxes: NDArray[np.float64] = stats[1:, :4].astype(np.float64)
    thick = stats[1:, cv2.CC_STAT_AREA] / boxes[:, 2:].sum(axis=1)
    kept: NDArray[np.float64] = boxes[boxes[:, 2:].min(axis=1) > 2 * thick + 2]
    return kept


def _is_long(row: NDArray[np.float64], height: float) -> bool:
    """Whether a row of boxes `[n, 4]`, from left to right, is long enough for a printed one."""
    wide = row[-1, 0] + row[-1, 2] - row[0, 0]
    return len(row) >= _LEAST_LETTERS and wide >= _LEAST_ROW * height


def _holds_any(large: NDArray[np.float64], rows: list[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Which boxes, `[n, 4]`, hold a whole row of others: the frames of tables, and no writing."""
    first, last = large[:, :2], large[:, :2] + large[:, 2:]
    held = np.zeros(len(large), bool)
    for row in rows:
        begins, ends = row[:, :2].min(axis=0), (row[:, :2] + row[:, 2:]).max(axis=0)
        held |= ((first <= begins) & (ends <= last)).all(axis=1)
    return held


def _is_beside(box: NDArray[np.float64], large: NDArray[np.float64]) -> bool:
    """Whether the middle of a box is in or near one of some others, `[n, 4]`."""
    x, y = box[:2] + box[2:] / 2
    left, top, w, h = large.T
    across = np.maximum(left - x, x - (left + w))
    down = np.maximum(top - y, y - (top + h))
    return bool((np.maximum(across, down) <= _BESIDE * h).any())


def _rows(
    boxes: NDArray[np.float64], letters: NDArray[np.bool_], height: float, shape: tuple[int, ...]
) -> list[list[int]]:
    """Places in `boxes` of rows of letters, with their capitals, from top to bottom."""
    field = np.zeros(shape[:2], np.uint8)
    middles = boxes[:, :2] + boxes[:, 2:] / 2
    for at in np.flatnonzero(letters).tolist():
        x, y, w = boxes[at, 0], middles[at, 1], boxes[at, 2]
        first = round(x - _REACH * height), round(y - _BAND * height)
        last = round(x + w + _REACH * height), round(y + _BAND * height)
        cv2.rectangle(field, first, last, 1, -1)
    _, parts, stats, _ = cv2.connectedComponentsWithStats(field)
    of = np.where(letters, parts[middles[:, 1].astype(int), middles[:, 0].astype(int)], 0)
    for at in np.flatnonzero(
        ~letters & (boxes[:, 3] > _LOW * height) & (boxes[:, 3] <= _HEADING * height)
    ).tolist():
        x, y, w, h = boxes[at].astype(int)
        of[at] = parts[y : y + h, x : x + w].max()
    found = [np.flatnonzero(of == row) for row in range(1, len(stats))]
    rows = [sorted(row.tolist(), key=lambda at: boxes[at, 0]) for row in found if len(row)]
    return sorted(rows, key=lambda row: float(np.mean(middles[row, 1])))
