"""Takes the lines of ruled and squared paper out of an ink mask without breaking the strokes.

A printed line is long, thin, nearly straight, and runs out of the picture at both ends.
Along it, ink that is no taller than the line is the line; ink that is taller is a stroke that
crosses it (the run-length rule for staff lines: Dalitz et al., *A Comparative Study of Staff
Removal Algorithms*, IEEE PAMI 30(5), 2008).
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from bot.reading.ink import Mask

_PIECE: Final = 0.04
"""Length of a straight piece that may be part of a line, as a share of the picture's side."""
_MARGIN: Final = 0.04
"""A line comes this close, as a share of the picture's side, to the edges at both of its ends."""
_THICKEST: Final = 0.03
"""A line is at most this share of the picture's other side thick (and 3 pixels always may be)."""


def remove_rules(mask: Mask) -> Mask:
    """Removes printed lines.

    Args:
        mask: `[h, w]`, 1 where there is ink; left as it is.

    Returns:
        the mask without lines; `mask` itself where there are none.
    """
    rows = _horizontal_rules(mask)
    columns = _horizontal_rules(mask.T)
    if rows is None and columns is None:
        return mask
    left = mask.copy()
    if rows is not None:
        left &= 1 - rows
    if columns is not None:
        left &= 1 - columns.T
    return left


def _horizontal_rules(mask: Mask) -> Mask | None:
    """The pixels of nearly horizontal lines that are not also a stroke's, or `None`."""
    height, width = mask.shape
    if width < 40 or height < 12:
        return None
    mask = np.ascontiguousarray(mask)
    piece = max(9, int(width * _PIECE))
    straight = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8))
    if cv2.countNonZero(straight) < 0.5 * width:
        return None
    margin = max(2, int(_MARGIN * width))
    if not (straight[:, :margin].any() and straight[:, -margin:].any()):
        return None
    # Gaps that a crossing stroke or a tilt of the line tore are bridged along the line.
    bridged = cv2.dilate(straight, np.ones((3, piece | 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    thickest = max(3.0, _THICKEST * height)
    rules = np.zeros_like(mask)
    found = False
    for label in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[label])
        if w < 0.5 * width:
            continue
        window = (slice(y, y + h), slice(x, x + w))
        line = straight[window] & (labels[window] == label).view(np.uint8)
        covered = line.any(axis=0)
        share = float(covered.mean())
        thickness = float(line.sum()) / max(int(covered.sum()), 1)
        inked = np.flatnonzero(covered) + x
        through = inked[0] <= margin and inked[-1] >= width - 1 - margin
        if not through or share < 0.5 or thickness > thickest:
            continue
        rules[window] |= _shallow(mask[window], line, thickness)
        found = True
    return rules if found else None


def _shallow(mask: Mask, line: Mask, thickness: float) -> Mask:
    """The ink around `line` whose vertical run is no longer than a line's; all `[h, w]`."""
    tallest = int(np.ceil(thickness * 1.7)) + 1
    tall = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((tallest + 1, 1), np.uint8))
    near = cv2.dilate(line, np.ones((3, 3), np.uint8))
    shallow: Mask = near & mask & (1 - tall)
    return shallow
