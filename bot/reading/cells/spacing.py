"""Where a row of symbols is parted into cells: at gaps that are wide for the hand that wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.reading.box import Box
from bot.reading.median import median

WIDE: Final = 1.1
"""A gap parts two cells where it is so many digit heights wider than the page's usual one,"""
_NARROW: Final = WIDE / 3
"""or so many, where another row is parted above or below it,"""
_UNEVEN: Final = 2.5
"""and so many times as wide: digits at even distances, as in a comb field, are one number."""
_CLEAR: Final = (0.55, 4.0)
"""or so many heights, and so many times as wide, between two digits of a row whose other gaps are
narrow:"""
_EVEN: Final = 0.25
"""such are no wider than this, in heights, than the usual one,"""
_MOSTLY: Final = 0.5
"""as this share of the row's gaps have to be."""
_USUAL: Final = 0.3
"""The usual gap, in digit heights, where there is only one to tell it from."""
_IN_BOXES: Final = 0.75 * WIDE
"""Digits further apart than this, above those of other rows, stand each in a box of its own."""
_MOST: Final = 0.9
"""So many of a page's digits have to be so far apart, and above each other."""
_ABOVE: Final = 0.4
"""Digits stand above each other whose middles differ by this share of their distance in a row."""
_BESIDE: Final = 3
"""So many rows above and below are looked at: columns of a page seen at an angle lean."""
_ROUNDS: Final = 3
"""What is parted by other rows parts others in turn."""
_LONG: Final = 4.0
"""A row so many times as long as tall tells how the page is turned."""


def wide_gaps(rows: Sequence[Sequence[Box]], digits: Sequence[Sequence[bool]]) -> list[list[bool]]:
    """Tells where rows of a page are parted.

    Args:
        rows: the box of each symbol, from left to right; rows from the top down.
        digits: which of the symbols are digits; signs are no measure of height.

    Returns:
        For each row whether a cell ends after each of its symbols but the last.
    """
    heights = [_height(row, which) for row, which in zip(rows, digits, strict=True)]
    gaps = [_gaps(row, height) for row, height in zip(rows, heights, strict=True)]
    every = sorted(gap for row in gaps for gap in row)
    if _in_boxes(rows, every) and all(all(which) for which in digits):
        return [[True] * len(row) for row in gaps]
    usual = _usual(every, several=len(rows) > 1)
    uneven = [[gap >= _UNEVEN * usual for gap in row] for row in gaps]
    plain = sorted(
        gap
        for row, which in zip(gaps, digits, strict=True)
        for gap, (a, b) in zip(row, pairwise(which), strict=True)
        if a and b
    )
    between = _usual(plain, several=len(rows) > 1)
    clear = [_clear(row, which, between) for row, which in zip(gaps, digits, strict=True)]
    wide = [
        [
            (big and gap - usual >= WIDE) or is_clear
            for gap, big, is_clear in zip(*each, strict=True)
        ]
        for each in zip(gaps, uneven, clear, strict=True)
    ]
    narrow = [
        [big and gap - usual >= _NARROW for gap, big in zip(row, own, strict=True)]
        for row, own in zip(gaps, uneven, strict=True)
    ]
    return _with_columns(rows, wide, narrow)


def _clear(gaps: Sequence[float], digits: Sequence[bool], usual: float) -> list[bool]:
    """Which gaps of a row stand out from its others; only those between two digits tell."""
    between = [a and b for a, b in pairwise(digits)]
    own = [gap for gap, is_between in zip(gaps, between, strict=True) if is_between]
    even = sum(gap - usual <= _EVEN for gap in own)
    if len(own) < 2 or even < _MOSTLY * len(own):
        return [False] * len(gaps)
    more, times = _CLEAR
    return [
        is_between and gap - usual >= more and gap >= times * usual
        for gap, is_between in zip(gaps, between, strict=True)
    ]


def _usual(gaps: Sequence[float], *, several: bool) -> float:
    """The gap that is usual within a number, of all gaps of a page, sorted."""
    if len(gaps) < 2:
        return _USUAL
    if several:  # rows, of which some have two digits beside each other
        return gaps[len(gaps) // 10]
    return median(gaps[: (len(gaps) + 1) // 2])


def _with_columns(
    rows: Sequence[Sequence[Box]], wide: list[list[bool]], narrow: list[list[bool]]
) -> list[list[bool]]:
    """The wide gaps, and the narrow ones that lie in a column of them."""
    slope = slope_of_rows(rows)
    spans = [_spans(row, slope) for row in rows]
    found = wide
    for _ in range(_ROUNDS):
        before, found = found, [list(row) for row in found]
        for at, row in enumerate(narrow):
            near = [o for o in range(at - _BESIDE, at + _BESIDE + 1) if 0 <= o < len(rows)]
            for place, may_be in enumerate(row):
                if not may_be or before[at][place]:
                    continue
                gap = spans[at][place]
                others = [_parted(spans[o], before[o], gap) for o in near if o != at]
                found[at][place] = 2 * others.count(True) > len(others) - others.count(None)
        if found == before:
            break
    return found


def _spans(row: Sequence[Box], slope: float) -> list[tuple[float, float]]:
    """From where to where each gap of a row goes, with the turn of the page taken out."""
    return [
        (a[0] + a[2] + slope * (a[1] + a[3] / 2), b[0] + slope * (b[1] + b[3] / 2))
        for a, b in pairwise(row)
    ]


def _parted(
    spans: Sequence[tuple[float, float]], wide: Sequence[bool], gap: tuple[float, float]
) -> bool | None:
    """Whether a row is parted above or below a gap of another; `None` where it does not reach."""
    if not spans or gap[1] < spans[0][0] or gap[0] > spans[-1][1]:
        return None
    return any(
        own and min(span[1], gap[1]) > max(span[0], gap[0])
        for span, own in zip(spans, wide, strict=True)
    )


def slope_of_rows(rows: Sequence[Sequence[Box]]) -> float:
    """Rise over run of a page's rows, downwards; 0 where none is long enough to tell."""
    slopes = []
    for row in rows:
        if not row:
            continue
        (x, y, w, h), (right, low, wide, tall) = row[0], row[-1]
        across = right + wide / 2 - x - w / 2
        if across >= _LONG * max(h, tall):
            slopes.append((low + tall / 2 - y - h / 2) / across)
    return median(slopes) if slopes else 0.0


def _height(row: Sequence[Box], digits: Sequence[bool]) -> float:
    tall = [box[3] for box, is_digit in zip(row, digits, strict=True) if is_digit]
    return max(1.0, median(tall or [box[3] for box in row] or [1]))


def _gaps(row: Sequence[Box], height: float) -> list[float]:
    """Between neighbours, in heights; what lies over an earlier symbol is no gap."""
    found, right = [], 0
    for box, other in pairwise(row):
        right = max(right, box[0] + box[2])
        found.append(max(0.0, (other[0] - right) / height))
    return found


def _in_boxes(rows: Sequence[Sequence[Box]], gaps: Sequence[float]) -> bool:
    """Whether a page is a form with a digit a box: all far apart, and above each other."""
    full = max(rows, key=len, default=())
    if min(len(rows), len(full), len(gaps)) < 2 or sum(g >= _IN_BOXES for g in gaps) < _MOST * len(
        gaps
    ):
        return False
    columns = [x + w / 2 for x, _, w, _ in full]
    near = _ABOVE * median([b - a for a, b in pairwise(columns)])
    middles = [x + w / 2 for row in rows for x, _, w, _ in row]
    above = sum(min(abs(x - column) for column in columns) <= near for x in middles)
    return above >= _MOST * len(middles)
