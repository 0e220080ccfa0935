"""Lines of writing that stand beside each other are one row of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.reading.box import Box, union
from bot.reading.layout.lines import slope_of
from bot.reading.median import median
from bot.reading.result import Digit, Reading, Sign, Symbol

_LEVEL: Final = 0.4
"""The middles of lines of one row differ by this share of the lower one's height, at most."""
_LONG: Final = 3.0
"""A line so many times as long as tall tells how it slopes."""


@dataclass(slots=True, eq=False)
class _Line:
    """A line, as far as its place on the page goes.

    Attributes:
        symbols: from left to right; `None` parts cells.
        box: around all of them.
        height: of its digits, typically.
        x, y: the middle of its digits.
        slope: rise over run, downwards; `None` where it is too short to tell.
    """

    symbols: list[Symbol | None]
    box: Box
    height: float
    x: float
    y: float
    slope: float | None


def in_rows(reading: Reading) -> Reading:
    """The same reading, each line a whole row of the page, from the top down.

    Columns far apart, or with an empty cell between, are found as lines of their own.
    """
    found = [_line(symbols) for symbols in reading.symbols]
    if len(found) < 2:
        return reading
    slopes = [line.slope for line in found if line.slope is not None]
    usual = median(slopes) if slopes else 0.0
    rows: list[list[_Line]] = []
    for line in found:
        own = next((row for row in rows if all(_are_one(line, o, usual) for o in row)), None)
        if own is None:
            rows.append([line])
        else:
            own.append(line)
    if len(rows) == len(found):
        return reading
    rows.sort(key=lambda row: median([line.y - usual * line.x for line in row]))
    return _reading(reading, [sorted(row, key=lambda line: line.x) for row in rows])


def _line(symbols: Sequence[Symbol | None]) -> _Line:
    digits = [s.box for s in symbols if isinstance(s, Digit)]
    boxes = digits or [s.box for s in symbols if s is not None]
    height = median([box.h for box in boxes])
    x = [box.x + box.w / 2 for box in boxes]
    y = [box.y + box.h / 2 for box in boxes]
    slope = None
    if len(boxes) >= 3 and max(x) - min(x) >= _LONG * height:
        slope = slope_of(x, y)
    around = union([s.box for s in symbols if s is not None])
    return _Line(list(symbols), around, height, sum(x) / len(x), median(y), slope)


def _are_one(a: _Line, b: _Line, usual: float) -> bool:
    """Whether two lines stand beside each other, at one level of a page that slopes so."""
    left, right = (a, b) if a.x < b.x else (b, a)
    if left.box.x + left.box.w > right.box.x:
        return False
    away = right.y - left.y - usual * (right.x - left.x)
    return abs(away) <= _LEVEL * min(a.height, b.height)


def _reading(reading: Reading, rows: list[list[_Line]]) -> Reading:
    lines: list[list[Symbol | None]] = []
    for row in rows:
        line: list[Symbol | None] = []
        for part in row:
            line += [None, *part.symbols] if line else part.symbols
        lines.append(line)
    return replace(
        reading,
        lines=tuple(tuple(s for s in line if isinstance(s, Digit)) for line in lines),
        written=tuple("".join(" " if s is None else s.text for s in line) for line in lines),
        signs=tuple(s for line in lines for s in line if isinstance(s, Sign)),
    )
