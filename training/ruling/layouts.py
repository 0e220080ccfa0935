"""What is ruled on sheets: comb fields, boxes, tables, ruled and squared paper, fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from training.ruling.sheet import Sheet

Layout = Callable[[Sheet], None]


@dataclass(frozen=True)
class Rules:
    """How the rules of a sheet are drawn.

    Attributes:
        width: in pixels.
        wobble: see `Sheet.rule`.
        beyond: how far a hand goes on beyond a corner, as a standard deviation in pixels.
        dotted: how likely a rule is dotted.
    """

    width: float
    wobble: float = 0.0
    beyond: float = 0.0
    dotted: float = 0.0

    @classmethod
    def of(cls, sheet: Sheet) -> Rules:
        """Any: printed mostly, or drawn with the hand's own pen."""
        rng, unit = sheet.rng, sheet.unit
        if rng.random() < 0.2:
            pen = sheet.pen * rng.uniform(0.7, 1.1)
            return cls(pen, rng.uniform(0, 0.04) * unit, rng.uniform(0, 0.2) * unit)
        width = unit * np.exp(rng.uniform(np.log(0.015), np.log(0.16)))
        return cls(float(max(0.5, width)), dotted=float(rng.random() < 0.09))

    def draw(self, sheet: Sheet, x: float, y: float, right: float, foot: float) -> None:
        """Draws one from a place to another."""
        ends = np.array([(x, y), (right, foot)], np.float64)
        if self.beyond:
            way = (ends[1] - ends[0]) / max(float(np.hypot(*(ends[1] - ends[0]))), 1.0)
            ends[0] -= way * sheet.rng.normal(0, self.beyond)
            ends[1] += way * sheet.rng.normal(0, self.beyond)
        if sheet.rng.random() < self.dotted:
            sheet.dotted(ends, self.width)
        else:
            sheet.rule(ends, self.width, self.wobble)


def comb(sheet: Sheet) -> None:
    """Fields of cells for a digit each: joined or apart, whole or open at a side."""
    rng, unit, rules = sheet.rng, sheet.unit, Rules.of(sheet)
    wide, high = unit * rng.uniform(0.95, 2.4), unit * rng.uniform(1.1, 2.6)
    if rng.random() < 0.1:
        wide, high = unit * rng.uniform(0.8, 1.2), unit * rng.uniform(0.85, 1.2)
    y = rng.uniform(-0.5, 1.0) * high
    while y < sheet.side:
        x = rng.uniform(-0.5, 1.5) * wide
        if rng.random() < 0.3:
            x = sheet.print(_title(sheet), x, y + 0.65 * high, unit * rng.uniform(0.3, 0.8)) + 4
        while x < sheet.side:
            count = int(rng.integers(1, 9))
            _cells(sheet, rules, x, y, count, wide, high)
            x += count * wide + rng.uniform(0.3, 2.5) * wide
        y += high * (1 if rng.random() < 0.3 else rng.uniform(1.2, 3))


def _cells(
    sheet: Sheet, rules: Rules, x: float, y: float, count: int, wide: float, high: float
) -> None:
    rng = sheet.rng
    gap = wide * rng.uniform(0.08, 0.6) if rng.random() < 0.3 else 0.0
    has_top, has_foot = rng.random() < 0.8, rng.random() < 0.93
    has_ends = (rng.random() < 0.9, rng.random() < 0.9)
    short = rng.uniform(0.2, 0.7) if rng.random() < 0.3 or not has_top else 1.0
    thin = Rules(rules.width * rng.choice([1, 0.5]), rules.wobble, rules.beyond)
    filled = rng.uniform(0.5, 1)
    size = sheet.unit * rng.uniform(0.9, 1.1)
    for at in range(count):
        left = x + at * (wide + gap)
        right, foot = left + wide, y + high
        for there, line in ((has_top, y), (has_foot, foot)):
            if there:
                rules.draw(sheet, left, line, right, line)
        if has_ends[0] and (at == 0 or gap):
            rules.draw(sheet, left, y, left, foot)
        if has_ends[1] and (at == count - 1 or gap):
            rules.draw(sheet, right, y, right, foot)
        if at and not gap:
            thin.draw(sheet, left, foot - short * high, left, foot)
        if rng.random() < filled:
            off = rng.normal(0, 0.1, 2) * (wide, high)
            mark = sheet.text()[0]
            sheet.centred(mark, left + wide / 2 + off[0], y + high / 2 + off[1], size)


def table(sheet: Sheet) -> None:
    """Rows and columns, at times without some of the rules."""
    rng, unit, rules = sheet.rng, sheet.unit, Rules.of(sheet)
    x0, y0 = rng.uniform(-2, 1.5, 2) * unit
    rows, columns = [float(y0)], [float(x0)]
    high, wide = unit * rng.uniform(1.05, 2.6), unit * rng.uniform(1.2, 5)
    last = rng.uniform(0.5, 1.6, 2) * sheet.side
    while rows[-1] < last[0]:
        rows.append(rows[-1] + high * float(rng.choice([1, rng.uniform(0.9, 1.4)])))
    while columns[-1] < last[1]:
        columns.append(columns[-1] + wide * float(rng.uniform(0.6, 1.6)))
    level, upright = rng.random() < 0.92, rng.random() < 0.92
    outer = rng.random() < 0.85
    bold = Rules(rules.width * rng.choice([1, 1.8]), rules.wobble, rules.beyond)
    for at, y in enumerate(rows):
        is_outer = at in {0, len(rows) - 1}
        if outer if is_outer else level:
            (bold if is_outer or rng.random() < 0.1 else rules).draw(
                sheet, columns[0], y, columns[-1], y
            )
    for at, x in enumerate(columns):
        is_outer = at in {0, len(columns) - 1}
        if outer if is_outer else upright:
            (bold if is_outer or rng.random() < 0.1 else rules).draw(sheet, x, rows[0], x, rows[-1])
    filled, printed = rng.uniform(0.4, 1), rng.random() < 0.15
    for x in columns[:-1]:
        for y in rows[:-1]:
            if rng.random() < filled:
                foot = y + high * rng.uniform(0.75, 1.05)
                if printed and rng.random() < 0.4:
                    sheet.print(_title(sheet), x + 2, foot, unit * rng.uniform(0.4, 0.9))
                else:
                    sheet.write(sheet.text(), x + unit * rng.uniform(-0.1, 0.8), foot)


def paper(sheet: Sheet) -> None:
    """Ruled or squared paper, with a margin at times."""
    rng, unit, side = sheet.rng, sheet.unit, sheet.side
    rules = Rules(max(0.5, unit * float(np.exp(rng.uniform(np.log(0.015), np.log(0.08))))))
    squared = rng.random() < 0.4
    step = unit * (rng.uniform(0.4, 1.6) if squared else rng.uniform(1.0, 3.0))
    first = rng.uniform(0, step)
    for y in np.arange(first, side, step):
        rules.draw(sheet, -4, y, side + 4, y)
    for x in np.arange(rng.uniform(0, step), side, step) if squared else ():
        rules.draw(sheet, x, -4, x, side + 4)
    if rng.random() < 0.3:
        x = rng.uniform(0, 0.5) * side
        for off in (0.0, 0.2 * unit)[: int(rng.integers(1, 3))]:
            rules.draw(sheet, x + off, -4, x + off, side + 4)
    _lines(sheet, first + rng.normal(0, 0.1) * unit, max(step, 1.1 * unit))


def fields(sheet: Sheet) -> None:
    """Lines to write on, boxes for a number, and rules over totals."""
    rng, unit = sheet.rng, sheet.unit
    y = rng.uniform(0.2, 2) * unit
    while y < sheet.side + unit:
        rules, x = Rules.of(sheet), rng.uniform(-0.5, 3) * unit
        if rng.random() < 0.4:
            x = sheet.print(_title(sheet), x, y, unit * rng.uniform(0.3, 0.9)) + 0.2 * unit
        kind = rng.random()
        foot = y + unit * rng.normal(0.08, 0.15)
        end = sheet.write(sheet.text(), x + unit * rng.uniform(0.1, 0.6), y)
        right = end + unit * rng.uniform(0.1, 4)
        if kind < 0.2:
            top = y - unit * rng.uniform(1.05, 1.8)
            foot = y + unit * rng.uniform(0.05, 0.7)
            _box(sheet, rules, x, top, right, foot)
        elif kind < 0.35:
            sheet.dotted(np.array([(x, foot), (right, foot)], np.float64), rules.width)
        elif kind < 0.85:
            for off in (0.0, 0.15 * unit)[: 1 + int(rng.random() < 0.15)]:
                rules.draw(sheet, x, foot + off, right, foot + off)
        y += unit * rng.uniform(1.2, 3.5)


def _box(sheet: Sheet, rules: Rules, x: float, y: float, right: float, foot: float) -> None:
    """A box, at times with round corners."""
    rng = sheet.rng
    if rng.random() < 0.75:
        for line in ((x, y, right, y), (right, y, right, foot),
                     (right, foot, x, foot), (x, foot, x, y)):  # fmt: skip
            rules.draw(sheet, *line)
        return
    turn = np.linspace(0, 2 * np.pi, 49)
    squareness = rng.uniform(0.12, 0.35)
    corner = np.stack([np.cos(turn), np.sin(turn)], 1)
    shape = np.sign(corner) * np.abs(corner) ** squareness
    middle = np.array([(x + right) / 2, (y + foot) / 2])
    points = middle + shape * np.array([(right - x) / 2, (foot - y) / 2])
    for one, other in pairwise(points):
        sheet.rule(np.stack([one, other]), rules.width)


def free(sheet: Sheet) -> None:
    """Writing without any rule, of one size or of several; much of it straight strokes."""
    rng, unit = sheet.rng, sheet.unit
    _lines(sheet, unit * rng.uniform(0.5, 2), unit * rng.uniform(1.2, 3))
    if rng.random() < 0.3:
        x, foot = rng.uniform(0, 1, 2) * sheet.side
        sheet.write(sheet.text(), x, foot, unit * rng.uniform(1.2, 3))
    for _ in range(int(rng.integers(0, 3))):
        sheet.ring(*(rng.uniform(0, 1, 2) * sheet.side), *(unit * rng.uniform(0.4, 2, 2)))


def _lines(sheet: Sheet, foot: float, step: float) -> None:
    rng, unit = sheet.rng, sheet.unit
    often = rng.uniform(0.3, 1)
    while foot < sheet.side + unit:
        x = rng.uniform(-0.5, 4) * unit
        while x < sheet.side and rng.random() < often:
            if rng.random() < 0.12:
                x = sheet.print(_title(sheet), x, foot, unit * rng.uniform(0.4, 1))
            else:
                x = sheet.write(sheet.text(), x, foot + rng.normal(0, 0.08) * unit)
            x += unit * rng.uniform(0.3, 3)
        foot += step


def _title(sheet: Sheet) -> str:
    rng = sheet.rng
    letters = list("abcdefghiklmnoprstuvwy")
    words = ["".join(rng.choice(letters, rng.integers(2, 8))) for _ in range(rng.integers(1, 3))]
    text = " ".join(words)
    text = text.upper() if rng.random() < 0.3 else text.capitalize()
    return text + str(rng.choice(["", ":", ".", " :"]))


LAYOUTS: Final[tuple[Layout, ...]] = (comb, table, paper, fields)
OFTEN: Final = (0.38, 0.27, 0.18, 0.17)
"""How often each is drawn."""
