"""Boxes of what may be digits -> the lines of writing that they stand in."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.result import Box

_STEEPEST: Final = 0.35
"""Rise over run of a line of writing, at most."""
_DRIFT: Final = 0.7
"""How far, in heights, the middle of a digit may lie above or below its neighbour's."""
_FURTHEST: Final = 9.0
"""Digits of one line stand at most this far apart, in heights."""

_FITTED: Final = 4
"""A line of at least this many digits says where it goes on."""


def chains(boxes: list[Box]) -> list[list[int]]:
    """Chains boxes into lines: each to the nearest on its right whose nearest on the left it is.

    Args:
        boxes: in any order.

    Returns:
        indices of `boxes`, a list for each line, from left to right.
    """
    if not boxes:
        return []
    x, y, w, h = np.array(boxes, np.float64).T
    cx, cy = x + w / 2, y + h / 2
    dx = cx[None, :] - cx[:, None]
    dy = np.abs(cy[None, :] - cy[:, None])
    size = np.maximum(h[None, :], h[:, None])
    likely = (
        (dx > 0)
        & (dy <= np.minimum(_DRIFT * size, 0.35 * size + _STEEPEST * dx))
        & (dx <= _FURTHEST * size)
    )
    cost = np.where(likely, dx + 3 * dy, np.inf)
    right = cost.argmin(axis=1)
    left = cost.argmin(axis=0)
    follows = {i: int(j) for i, j in enumerate(right) if np.isfinite(cost[i, j]) and left[j] == i}
    starts = set(range(len(boxes))) - set(follows.values())
    found = []
    for start in sorted(starts, key=lambda i: cy[i]):
        chain = [start]
        while chain[-1] in follows:
            chain.append(follows[chain[-1]])
        found.append(chain)
    return _joined(found, cx, cy, h)


def _joined(
    found: list[list[int]],
    cx: NDArray[np.float64],
    cy: NDArray[np.float64],
    h: NDArray[np.float64],
) -> list[list[int]]:
    """Gives the short chains to the long ones that they continue."""
    lines: list[list[int]] = []
    for chain in sorted(found, key=len, reverse=True):
        whole = next((line for line in lines if _continues(chain, line, cx, cy, h)), None)
        if whole is None:
            lines.append(chain)
        else:
            whole.extend(chain)
            whole.sort(key=lambda i: cx[i])
    return lines


def _continues(
    chain: list[int],
    line: list[int],
    cx: NDArray[np.float64],
    cy: NDArray[np.float64],
    h: NDArray[np.float64],
) -> bool:
    """Whether a chain lies on the straight line through a longer one, in a gap or at an end."""
    if len(line) < _FITTED or len(chain) > len(line):
        return False
    size = float(np.median(h[line]))
    apart = np.abs(cx[chain][:, None] - cx[line][None, :]).min(axis=1)
    if apart.min() < 0.4 * size or apart.min() > _FURTHEST * size:
        return False
    slope, height = np.polyfit(cx[line], cy[line], 1)
    return bool(np.all(np.abs(slope * cx[chain] + height - cy[chain]) <= _DRIFT * size))
