"""Takes out the printed lines of a sheet that was not held straight; see `rules`."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.ink import Mask
from bot.reading.binarise.percentile import median
from bot.reading.binarise.ruled_lines import (
    PIECE,
    horizontal_rules,
    level_runs,
    no_stronger,
    shallow,
    without,
)
from bot.reading.binarise.tilt import levelled, slanted, slope_of_lines

_LINES_RUN_OUT: Final = 8
"""Where ink meets the picture's edge at so many places, it is of lines."""
_LEAST_INK: Final = 0.02
"""Lines that run out of a picture everywhere cover at least this share of it."""
_SHORTEST: Final = 0.1
_SLENDER: Final = 6.0


def remove_tilted_rules(mask: Mask, strength: Gray) -> Mask:
    """Removes the printed lines of a sheet that was not held straight.

    Args:
        mask: `[h, w]`, 1 where there is ink, without level lines; left as it is.
        strength: `[h, w]`, of the ink.

    Returns:
        the mask without lines; `mask` itself where nothing runs out of the picture as lines do.
    """
    edge = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]]).astype(np.int8)
    few = np.count_nonzero(np.diff(edge) > 0) < _LINES_RUN_OUT
    if few or cv2.countNonZero(mask) < _LEAST_INK * mask.size:
        return mask
    rows = _tilted_rules(mask, strength)
    columns = _tilted_rules(cv2.transpose(mask), cv2.transpose(strength))
    return mask if rows is None and columns is None else without(mask, rows, columns)


def _tilted_rules(mask: Mask, strength: Gray) -> Mask | None:
    """The pixels of the lines that have the slope which is clearest, or `None`."""
    slope = slope_of_lines(mask)
    if slope == 0.0:
        return None
    inside = np.ones_like(mask)
    inside[0] = inside[-1] = inside[:, 0] = inside[:, -1] = 0
    level, level_strength = levelled(mask, slope), levelled(strength, slope)
    rules = _cut_short(level, level_strength, level & (1 - levelled(inside, slope)))
    through = horizontal_rules(level, level_strength)
    if through is not None:
        rules |= through
    return slanted(rules, slope)


def _cut_short(mask: Mask, strength: Gray, edge: Mask) -> Mask:
    """The pixels of lines that leave the picture before its other side, near a corner of it.

    A stroke that lies where a line would go on, as the bar of a 7 may, is stronger than it.
    """
    piece = max(9, int(PIECE * mask.shape[1]))
    straight = level_runs(mask, piece)
    bridged = cv2.dilate(straight, np.ones((3, 2 * piece + 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    at_edge = np.zeros(count, bool)
    at_edge[np.unique(labels[edge > 0])] = True
    heights, widths = stats[:, cv2.CC_STAT_HEIGHT] - 2, stats[:, cv2.CC_STAT_WIDTH] - 2 * piece
    thin = at_edge & (widths >= np.maximum(_SLENDER * heights, _SHORTEST * mask.shape[1]))
    thin[0] = False
    rules = np.zeros_like(mask)
    if thin.any():
        line = thin[labels].astype(np.uint8) & straight
        thickness = median(line.sum(axis=0)[line.any(axis=0)])
        rules = shallow(mask, line & no_stronger(strength, line), thickness)
    return rules
