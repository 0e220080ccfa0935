"""A row of writing -> its cells: parted at vertical rules, and at gaps much wider than its own."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from bot.reading.layout.components import Piece
from bot.reading.layout.rule import Rule
from bot.reading.layout.text_rows import Row
from bot.reading.median import median

_WIDE_GAP: Final = 2.0
"""A gap this wide, in heights, may part two cells,"""
_WIDER: Final = 3.0
"""if it is so many times as wide as the line's usual one."""
_ONE: Final = 1.3
"""What is wider than so many heights is more than one digit."""


_COMB: Final = 3
"""Of so many boxes beside each other, half have to hold one digit each for a comb field: in some a
digit is wide, or hangs together with a side."""
_CROWDED: Final = 1.4
"""A box that is no wider, in widths of the narrowest between others, is one: with two digits it is
of a table."""


class _Box(NamedTuple):
    """What stands between two vertical rules, or wide gaps.

    Attributes:
        pieces: from left to right.
        left, right: where the rules beside it are, or its ink ends.
        parted: it is no part of a comb field with the box before.
    """

    pieces: list[Piece]
    left: float
    right: float
    parted: bool

    def tall(self, height: float) -> int:
        """How many groups of its pieces are about as tall as digits."""
        groups = _across(self.pieces)
        return sum(max(p.box.h for p in group) >= 0.5 * height for group in groups)

    def is_one(self, height: float) -> bool:
        """Whether it may hold one digit."""
        wide = max(p.box.x + p.box.w for p in self.pieces) - min(p.box.x for p in self.pieces)
        return self.tall(height) < 2 and wide <= _ONE * height


def cells_of(row: Row, rows: list[Row], rules: list[Rule]) -> list[list[Piece]]:
    """The pieces of a row, parted at rules and wide gaps; those of a comb field are one cell."""
    cells: list[list[Piece]] = []
    comb: list[_Box] = []
    for box in [*_boxes(row, rows, rules), None]:
        if comb and (box is None or box.parted):
            whole = _is_comb(comb, row.height)
            cells += [[p for b in comb for p in b.pieces]] if whole else [b.pieces for b in comb]
            comb = []
        if box is not None:
            comb.append(box)
    return cells


def _is_comb(boxes: list[_Box], height: float) -> bool:
    """Whether boxes beside each other have a digit each."""
    ones = sum(box.is_one(height) for box in boxes)
    if len(boxes) < _COMB:
        return ones == len(boxes)
    narrowest = min(box.right - box.left for box in boxes[1:-1])
    crowded = any(
        box.right - box.left <= _CROWDED * narrowest and box.tall(height) > 1 for box in boxes
    )
    return 2 * ones >= len(boxes) and not crowded


def _boxes(row: Row, rows: list[Row], rules: list[Rule]) -> list[_Box]:
    """What of a row lies between rules and wide gaps."""
    groups = _across(row.pieces)
    spans = [(min(p.box.x for p in g), max(p.box.x + p.box.w for p in g)) for g in groups]
    gaps = [b[0] - a[1] for a, b in pairwise(spans)]
    usual = median([max(gap, 0) for gap in gaps]) if gaps else 0.0
    widest = max(_WIDE_GAP * row.height, _WIDER * usual)
    sides = [r for r in rules if not r.level and r.start <= row.middle_at(r.at) <= r.end]
    others = [r for r in rows if r is not row]
    found: list[_Box] = []
    own, left, parted = [*groups[0]], float(spans[0][0]), True
    centres = [(first + last) / 2 for first, last in spans]
    for place, (a, b) in enumerate(pairwise(centres)):
        between = [rule for rule in sides if a <= rule.at < b]
        if between or gaps[place] > widest:
            ats = [rule.at for rule in between] or [spans[place][1], spans[place + 1][0]]
            found.append(_Box(own, left, min(ats), parted))
            own, left = [], max(ats)
            parted = not between or any(_is_of_table(r, others, rules, a, b) for r in between)
        own += groups[place + 1]
    return [*found, _Box(own, left, spans[-1][1], parted)]


def _is_of_table(
    rule: Rule, others: list[Row], rules: list[Rule], left: float, right: float
) -> bool:
    """Whether a rule parts more than the boxes of one comb field: other rows, or a frame's end."""
    spans = any(rule.start <= row.middle_at(rule.at) <= rule.end for row in others)
    return spans or _ends_frame(rule, rules, left, right)


def _ends_frame(rule: Rule, rules: list[Rule], left: float, right: float) -> bool:
    """Whether a rule is the side of a frame, so that what is left or right of it is outside."""
    meet = [
        r
        for r in rules
        if r.level and rule.start <= r.at + r.thickness and r.at <= rule.end + r.thickness
    ]
    return bool(meet) and not any(r.start <= left and right <= r.end for r in meet)


def _across(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces that share columns, together."""
    groups: list[list[Piece]] = []
    right = 0
    for piece in sorted(pieces, key=lambda p: p.box.x):
        if not groups or piece.box.x >= right:
            groups.append([])
        groups[-1].append(piece)
        right = max(right, piece.box.x + piece.box.w)
    return groups
