"""Tables that hang together with what is written in them.

Where digits touch the rules of their cells, there is no piece to tell how tall the writing is, and
so no telling what is long for it. But a frame shows by itself, and tells how tall writing may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.reading.binarise.ink import Ink, Mask
from bot.reading.box import Box
from bot.reading.layout.components import Piece
from bot.reading.layout.grid import find_rules
from bot.reading.layout.rule import Rule

_TALL: Final = 0.6
"""So tall may writing be, in heights of its cell;"""
_CELLS: Final = (1, 2, 3, 4)
"""so many cells are along a table's shorter side."""
_NEAR: Final = 0.2
"""A frame's outer rules lie within this share of its box's sides from them."""


def find_tables(ink: Ink, mask: Mask, frames: Sequence[Piece]) -> tuple[list[Rule], Mask]:
    """Takes the rules of tables of several rows out of the ink.

    A number in one row of boxes is read with them: digits would lose what they share with a rule.

    Args:
        ink: of the picture.
        mask: `[h, w]`, of its ink; left as it is.
        frames: pieces that may be tables.

    Returns:
        as `grid.find_rules`; no rules where no piece proves to be a table.
    """
    side = min(min(piece.box.w, piece.box.h) for piece in frames)
    for cells in _CELLS:
        rules, without = find_rules(ink, mask, _TALL * side / cells)
        closed = [piece.box for piece in frames if _is_table(piece.box, rules)]
        if closed:
            left = mask.copy()
            for box in closed:
                left[box.window] = without[box.window]
            return [rule for rule in rules if any(_is_in(rule, box) for box in closed)], left
    return [], mask


def _is_in(rule: Rule, box: Box) -> bool:
    """Whether a rule is one of a frame's."""
    middle, away = (rule.start + rule.end) / 2, rule.thickness
    x, y = (middle, rule.at) if rule.level else (rule.at, middle)
    return box.x - away <= x <= box.x + box.w + away and box.y - away <= y <= box.y + box.h + away


def _is_table(box: Box, rules: Sequence[Rule]) -> bool:
    """Whether there is a rule along each side of a box, and one that parts it into rows."""
    near = _NEAR * min(box.w, box.h)
    level = [r.at for r in rules if r.level and _is_along(r, box.x, box.w, near)]
    upright = [r.at for r in rules if not r.level and _is_along(r, box.y, box.h, near)]
    sides = (level, box.y), (level, box.y + box.h), (upright, box.x), (upright, box.x + box.w)
    if not all(any(abs(at - side) <= near for at in along) for along, side in sides):
        return False
    return any(box.y + near < at < box.y + box.h - near for at in level)


def _is_along(rule: Rule, start: int, length: int, near: float) -> bool:
    """Whether a rule is as long as a box's side."""
    return rule.start <= start + near and rule.end >= start + length - near
