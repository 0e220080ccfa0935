"""Boxes of what may be digits -> the lines of writing that they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bot.reading.box import Box
from bot.reading.median import median

MOST: Final = 600
"""More boxes are a printed page or a texture, and too many to be compared with each other."""
_STEEPEST: Final = 0.35
"""Rise over run of a line of writing, at most."""
_DRIFT: Final = 0.7
"""How far, in heights, the middle of a digit may lie above or below its neighbour's."""
_FURTHEST: Final = 9.0
"""Digits of one line stand at most this far apart, in heights."""

FITTED: Final = 4
"""A line of at least this many digits, or pieces as tall, says how it slopes."""
_SHARED: Final = 0.6
"""Two chains of one line share this much of the height of the lower one."""
_BESIDE: Final = 0.4
"""What is at least so many heights away is beside a digit, and not above or below it."""
_STEEP: Final = (0.3, 0.95)
"""Steep writing goes in a direction between these, in radians,"""
_ALIKE_ANGLE: Final = 0.25
"""and of its digits all go in it, within so much,"""
_AGREED: Final = 0.9
"""but for a few."""
_ALIKE: Final = 2.0
"""One of them is at most this many times as tall as the other,"""
_BETWEEN: Final = (3.0, 0.4)
"""or so many times where it stands alone in a gap of the line; and there this is shared."""
_LAPPING: Final = 0.3
"""Boxes beside each other lap over by at most this share of the narrower one."""


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
    cy = cy - _steep(cx, cy) * cx
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
    return _joined(found, x, w, cy, h)


def _steep(cx: NDArray[np.float64], cy: NDArray[np.float64]) -> float:
    """Rise over run of writing that climbs or falls steeply; 0.0 where it does not.

    Nearly every digit then has its nearest neighbour in that one direction.
    """
    if cx.size < FITTED:
        return 0.0
    dx, dy = cx[None, :] - cx[:, None], cy[None, :] - cy[:, None]
    away = dx * dx + dy * dy
    np.fill_diagonal(away, np.inf)
    nearest = away.argmin(axis=1)
    each = np.arange(cx.size)
    run, rise = dx[each, nearest], dy[each, nearest]
    angles = np.arctan(rise / np.where(run == 0, 1e-6, run))
    usual = median(angles)
    alike = np.abs(angles - usual) <= _ALIKE_ANGLE
    if not _STEEP[0] <= abs(usual) <= _STEEP[1] or alike.mean() < _AGREED:
        return 0.0
    return float(np.tan(usual))


@dataclass(slots=True, eq=False)
class _Row:
    """Boxes of one line, and where it runs: `y` is without the slope.

    Attributes:
        members: indices of boxes.
        slope: rise over run of the line.
        y: `[n]`, of the middles of all boxes.
        top, bottom, middle: of the line, in `y`.
    """

    members: list[int]
    slope: float
    y: NDArray[np.float64]
    top: float
    bottom: float
    middle: float


def _joined(
    found: list[list[int]],
    x: NDArray[np.float64],
    w: NDArray[np.float64],
    cy: NDArray[np.float64],
    h: NDArray[np.float64],
) -> list[list[int]]:
    """Puts chains together that stand beside each other at the same height."""
    cx = x + w / 2
    slopes = [_slope(chain, cx, cy) for chain in found if len(chain) >= FITTED]
    usual = median(slopes) if slopes else 0.0

    def row(members: list[int]) -> _Row:
        slope = _slope(members, cx, cy) if len(members) >= FITTED else usual
        y = cy - slope * cx
        top, bottom = _span(members, y, h)
        return _Row(members, slope, y, top, bottom, median(y[members]))

    rows: list[_Row] = []
    bands = _Bands(len(found))
    for chain in sorted(found, key=len, reverse=True):
        for place in bands.near(cx[chain], cy[chain], h[chain]):
            line = rows[place]
            if _are_one(chain, line, x, w, h):
                rows[place] = row(sorted(line.members + chain, key=lambda i: cx[i]))
                bands.put(int(place), rows[place])
                break
        else:
            rows.append(row(chain))
            bands.put(len(rows) - 1, rows[-1])
    return [line.members for line in rows]


class _Bands:
    """Where some lines run: of the hundreds on a page of print, few are near a chain."""

    def __init__(self, most: int) -> None:
        self._lines = np.empty((most, 4), np.float64)
        self._count = 0

    def put(self, place: int, line: _Row) -> None:
        self._lines[place] = line.slope, line.top, line.bottom, line.middle
        self._count = max(self._count, place + 1)

    def near(
        self, cx: NDArray[np.float64], cy: NDArray[np.float64], h: NDArray[np.float64]
    ) -> NDArray[np.intp]:
        """Numbers of the lines that share some height with boxes, or drift to one of them."""
        slope, top, bottom, middle = self._lines[: self._count].T
        y = cy[:, None] - slope * cx[:, None]
        upper, lower = ((y + side * h[:, None] / 2) for side in (-1, 1))
        shares = (lower.max(axis=0) >= top) & (upper.min(axis=0) <= bottom)
        drifts = np.abs(middle - y).max(axis=0) <= _DRIFT * (bottom - top)
        return np.flatnonzero(shares | drifts)


def _slope(line: list[int], cx: NDArray[np.float64], cy: NDArray[np.float64]) -> float:
    """Rise over run of the straight line through the middles of boxes."""
    return slope_of(cx[line], cy[line])


def slope_of(x: ArrayLike, y: ArrayLike) -> float:
    """Rise over run of the straight line through points; 0 where they stand above each other."""
    across, down = np.asarray(x, np.float64), np.asarray(y, np.float64)
    away = across - across.mean()
    return float(away @ (down - down.mean()) / max(float(away @ away), 1e-9))


def _span(
    members: list[int], y: NDArray[np.float64], h: NDArray[np.float64]
) -> tuple[float, float]:
    """Top and bottom of what is typical of some boxes."""
    if len(members) == 1:
        half, middle = float(h[members[0]]) / 2, float(y[members[0]])
        return middle - half, middle + half
    tops, bottoms = ((y + side * h / 2)[members] for side in (-1, 1))
    return median(tops), median(bottoms)


def _are_one(
    chain: list[int],
    line: _Row,
    x: NDArray[np.float64],
    w: NDArray[np.float64],
    h: NDArray[np.float64],
) -> bool:
    """Whether a chain stands at the height of a line, not far from it.

    The lines of a page lie one above the other, so that two of them hardly share any height.
    """
    upper, lower = _span(chain, line.y, h)
    sizes = line.bottom - line.top, lower - upper
    between = len(chain) == 1 and _in_a_gap(chain[0], line.members, x, x + w)
    alike, shared = _BETWEEN if between else (_ALIKE, _SHARED)
    if max(sizes) > alike * min(sizes):
        return False
    level = min(line.bottom, lower) - max(line.top, upper) >= shared * min(sizes)
    # In a gap or at the end of a line that is known well, a digit may stand higher or lower.
    known = len(line.members) >= FITTED
    drifts = known and np.abs(line.middle - line.y[chain]).max() <= _DRIFT * sizes[0]
    if not (level or drifts):
        return False
    cx = x + w / 2
    apart = np.abs(cx[chain][:, None] - cx[line.members][None, :]).min()
    if apart > _FURTHEST * max(sizes):
        return False
    return bool(level or apart >= _BESIDE * sizes[0])


def _in_a_gap(
    one: int, members: list[int], left: NDArray[np.float64], right: NDArray[np.float64]
) -> bool:
    """Whether a box stands between two of a line, above and below neither."""
    width = (right - left)[members]
    slack = _LAPPING * np.minimum(width, right[one] - left[one])
    after = right[members] <= left[one] + slack
    before = left[members] >= right[one] - slack
    return bool(after.any() and before.any() and (after | before).all())
