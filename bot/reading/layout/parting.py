"""A row of writing -> its cells: parted at vertical rules, and at gaps much wider than its own."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.percentile import median
from bot.reading.layout.components import Piece
from bot.reading.layout.grid import Rule
from bot.reading.layout.text_rows import Row

_WIDE_GAP: Final = 2.0
"""A gap this wide, in heights, may part two cells,"""
_WIDER: Final = 3.0
"""if it is so many times as wide as the line's usual one."""
_ONE: Final = 1.3
"""What is wider than so many heights is more than one digit."""


def cells_of(row: Row, rows: list[Row], rules: list[Rule]) -> list[list[Piece]]:
    """The pieces of a row, parted at rules and wide gaps."""
    groups = _across(row.pieces)
    if len(groups) < 2:
        return groups
    spans = [(min(p.box.x for p in g), max(p.box.x + p.box.w for p in g)) for g in groups]
    gaps = np.array([b[0] - a[1] for a, b in pairwise(spans)], np.float64)
    usual = median(np.maximum(gaps, 0))
    wide = gaps > max(_WIDE_GAP * row.height, _WIDER * usual)
    ruled = np.zeros(len(gaps), bool)
    table = np.zeros(len(gaps), bool)
    centres = np.array([(left + right) / 2 for left, right in spans])
    for rule in rules:
        if rule.level or not rule.start <= row.middle_at(rule.at) <= rule.end:
            continue
        place = int(np.searchsorted(centres, rule.at)) - 1
        if 0 <= place < len(gaps):
            ruled[place] = True
            others = (r for r in rows if r is not row)
            table[place] |= any(rule.start <= r.middle_at(rule.at) <= rule.end for r in others)
            table[place] |= _ends_frame(rule, rules, centres[place], centres[place + 1])
    return _joined(groups, spans, wide, ruled, table, row.height)


def _ends_frame(rule: Rule, rules: list[Rule], left: float, right: float) -> bool:
    """Whether a rule is the side of a frame, so that what is left or right of it is outside."""
    meet = [
        r
        for r in rules
        if r.level and rule.start <= r.at + r.thickness and r.at <= rule.end + r.thickness
    ]
    return bool(meet) and not any(r.start <= left and right <= r.end for r in meet)


def _joined(
    groups: list[list[Piece]],
    spans: list[tuple[int, int]],
    wide: NDArray[np.bool_],
    ruled: NDArray[np.bool_],
    table: NDArray[np.bool_],
    height: float,
) -> list[list[Piece]]:
    """Cells of groups; of a comb field, a digit in each of its boxes, one cell."""
    boxes: list[list[int]] = [[0]]
    for place in range(len(groups) - 1):
        if wide[place] or ruled[place]:
            boxes.append([])
        boxes[-1].append(place + 1)

    def is_one(box: list[int]) -> bool:
        tall = sum(max(p.box.h for p in groups[i]) >= 0.5 * height for i in box)
        return tall < 2 and spans[box[-1]][1] - spans[box[0]][0] <= _ONE * height

    cells = [list(boxes[0])]
    for before, box in pairwise(boxes):
        between = before[-1]
        comb = ruled[between] and not table[between] and is_one(before) and is_one(box)
        if comb:
            cells[-1] += box
        else:
            cells.append(list(box))
    return [[p for i in cell for p in groups[i]] for cell in cells]


def _across(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces that share columns, together."""
    groups: list[list[Piece]] = []
    right = -np.inf
    for piece in sorted(pieces, key=lambda p: p.box.x):
        if not groups or piece.box.x >= right:
            groups.append([])
        groups[-1].append(piece)
        right = max(right, piece.box.x + piece.box.w)
    return groups
