"""Takes the lines of ruled and squared paper out of an ink mask without breaking the strokes.

A printed line is long, thin, nearly straight, and runs out of the picture at both ends.
Along it, ink that is no taller than the line is the line; ink that is taller is a stroke that
crosses it (the run-length rule for staff lines: Dalitz et al., *A Comparative Study of Staff
Removal Algorithms*, IEEE PAMI 30(5), 2008).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Mask
from bot.reading.binarise.stroke_width import stroke_width
from bot.reading.median import median

_PIECE: Final = 0.04
"""Length of a straight piece that may be part of a line, as a share of the picture's side."""
_MARGIN: Final = 0.015
"""A line comes this close, as a share of the picture's side, to the edges at both of its ends."""
_TILT: Final = 0.02
"""A line that is hidden on its way rises or falls no more than this share of its length."""
_COVERED: Final = 0.45
"""Ink is seen along at least this share of a line."""
_MOST_TOGETHER: Final = 6
"""So many lines at most are looked for where strokes tie several together."""
STRONGER: Final = 1.7
"""Ink so many times as strong as a line is that of a pen."""
_AS_THICK: Final = 0.75
"""A rule is thinner than this share of the strokes beside it, or there are several,"""
_AS_TALL: Final = 0.4
"""or writing is lower than this share of the picture."""


def remove_rules(mask: Mask, strength: Gray) -> Mask:
    """Removes printed lines.

    Args:
        mask: `[h, w]`, 1 where there is ink; left as it is.
        strength: `[h, w]`, of the ink.

    Returns:
        the mask without lines; `mask` itself where there are none.
    """
    rows = _horizontal_rules(mask, strength)
    columns = _horizontal_rules(cv2.transpose(mask), cv2.transpose(strength))
    if columns is not None and _is_stroke(cv2.transpose(columns), mask):
        columns = None
    if rows is None and columns is None:
        return mask
    return _without(mask, rows, columns)


def _is_stroke(line: Mask, mask: Mask) -> bool:
    """Whether what looks like a vertical rule is a 1 that fills the picture.

    It is one where it is alone, no thinner than the strokes beside it, and not much taller.
    """
    rest = mask & (1 - line)
    seen = line[line.any(axis=1)]
    if not seen.size or not rest.any():
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    if stats[1:, cv2.CC_STAT_HEIGHT].max(initial=0) < _AS_TALL * len(line):
        return False
    thickness = median(seen.sum(axis=1))
    spread = seen.shape[1] - seen.argmax(axis=1) - seen[:, ::-1].argmax(axis=1)
    alone = median(spread) <= 2 * thickness
    return bool(alone and thickness >= _AS_THICK * stroke_width(rest, 1))


def _without(mask: Mask, rows: Mask | None, columns: Mask | None) -> Mask:
    """The mask without horizontal rules, and without vertical ones, which are transposed."""
    left = mask.copy()
    if rows is not None:
        left &= 1 - rows
    if columns is not None:
        left &= 1 - cv2.transpose(columns)
    return left


def _horizontal_rules(mask: Mask, strength: Gray) -> Mask | None:
    """The pixels of nearly horizontal lines that are not also a stroke's, or `None`."""
    height, width = mask.shape
    if width < 40 or height < 12:
        return None
    piece = max(9, int(width * _PIECE))
    straight = level_runs(mask, piece)
    if cv2.countNonZero(straight) < 0.5 * width:
        return None
    margin = max(1, int(_MARGIN * width))
    if not (straight[:, :margin].any() and straight[:, -margin:].any()):
        return None
    rules = np.zeros_like(mask)
    found = False
    for y, pieces in _across(straight, piece, margin):
        window = slice(y, y + pieces.shape[0])
        left = pieces
        for _ in range(_MOST_TOGETHER):
            line = _smooth_line(left)
            covered = np.flatnonzero(line.any(axis=0))
            if not covered.size:
                break
            left = left & (1 - line)
            if covered.size < _COVERED * width:
                continue
            through = covered[0] <= margin and covered[-1] >= width - 1 - margin
            thickness = median(line.sum(axis=0)[covered])
            if through:
                faint = _no_stronger(strength[window], line)
                if (mask[window] > faint).any():
                    line = _carried_on(line, thickness)
                rules[window] |= shallow(mask[window], line, thickness) & faint
                found = True
    return rules if found else None


def _across(straight: Mask, piece: int, margin: int) -> Iterator[tuple[int, Mask]]:
    """The straight pieces that together reach from one side of the picture to the other.

    Args:
        straight: `[h, w]`, the pieces.
        piece: gaps of about this length are none: a stroke crosses there, or the line is tilted.
        margin: what is this near to a side reaches it.

    Yields:
        the first row of some neighbouring rows, and the pieces in them, `[rows, w]`.
    """
    width = straight.shape[1]
    bridged = cv2.dilate(straight, np.ones((3, piece | 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    lefts, tops = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    rights, ends = lefts + stats[:, cv2.CC_STAT_WIDTH], tops + stats[:, cv2.CC_STAT_HEIGHT]
    begins, arrives = lefts <= margin, rights >= width - margin
    begins[0] = arrives[0] = False
    slack = _TILT * width + 3
    for label in np.flatnonzero(begins):
        top, end = int(tops[label]), int(ends[label])
        own = (labels[top:end] == label).view(np.uint8)
        if arrives[label]:
            yield top, straight[top:end] & own
            continue
        # Strokes hide a longer part of it; they are thicker than it is where it begins.
        apart = np.maximum(tops - end, top - ends)
        others = arrives & ~begins & (apart <= slack)
        if not others.any():
            continue
        thickness = np.count_nonzero((straight[top:end] & own)[:, :margin].any(axis=1))
        top, end = min(top, int(tops[others].min())), max(end, int(ends[others].max()))
        pieces = straight[top:end]
        thick = cv2.morphologyEx(pieces, cv2.MORPH_OPEN, np.ones((2 * thickness + 2, 1), np.uint8))
        thin = pieces & (1 - thick)
        if np.count_nonzero(thin.any(axis=0)) >= _COVERED * width:
            yield top, thin


def level_runs(mask: Mask, length: int) -> Mask:
    """The horizontal runs of at least so many pixels (an opening)."""
    kernel = np.ones((1, length), np.uint8)
    middles: Mask = cv2.erode(mask, kernel)
    if not cv2.countNonZero(middles):
        return middles
    straight: Mask = cv2.dilate(middles, kernel)
    return straight


def _smooth_line(pieces: Mask) -> Mask:
    """The pixels of one smooth, nearly horizontal line through most of the pieces."""
    rows, columns = np.nonzero(pieces)
    line = np.zeros_like(pieces)
    if rows.size < 9:
        return line
    # The row with most ink around it is where the line is for certain; from there it is followed.
    profile = np.convolve(np.bincount(rows), np.ones(5), mode="same")
    kept = np.abs(rows - int(profile.argmax())) <= max(4.0, 0.012 * pieces.shape[1])
    along = columns / pieces.shape[1]
    for degree, reach in ((1, 8.0), (1, 5.0), (2, 4.0), (2, 3.0)):
        if np.count_nonzero(np.bincount(columns[kept])) < 9:  # too few to bend a curve through
            return line
        curve = np.polyfit(along[kept], rows[kept], degree)
        kept = np.abs(rows - np.polyval(curve, along)) <= reach
    line[rows[kept], columns[kept]] = 1
    return line


def _no_stronger(strength: Gray, line: Mask) -> Mask:
    """What is hardly stronger than the weaker part of `line`, for a pen may cover much of it."""
    peaks = (strength * line).max(axis=0)
    level = float(np.percentile(peaks[peaks > 0], 30))
    faint: Mask = cv2.inRange(strength, 0.0, STRONGER * level) & 1
    return faint


def _carried_on(line: Mask, thickness: float) -> Mask:
    """A line without the gaps that it has where a pen is near."""
    covered = np.flatnonzero(line.any(axis=0))
    rows = np.arange(line.shape[0])[:, None]
    middles = (rows * line).sum(axis=0)[covered] / line.sum(axis=0)[covered]
    middle = np.interp(np.arange(line.shape[1]), covered, middles)
    whole: Mask = (np.abs(rows - middle) <= thickness / 2).view(np.uint8)
    return whole | line


def shallow(mask: Mask, line: Mask, thickness: float) -> Mask:
    """The ink around `line` whose vertical run is no longer than a line's; all `[h, w]`."""
    tallest = int(np.ceil(1.2 * thickness)) + 1
    tall = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((tallest + 1, 1), np.uint8))
    near = cv2.dilate(line, np.ones((3, 3), np.uint8))
    shallow: Mask = near & mask & (1 - tall)
    return shallow
