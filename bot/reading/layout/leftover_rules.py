"""Rules that were not taken out of the ink: sides of comb fields and tables, left as pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.reading.layout.components import Piece
from bot.reading.layout.rule import Rule

_SLENDER: Final = 0.25
"""Such a piece is at most this share as wide as it is tall,"""
_THICK: Final = 1.5
"""is so many times as thick as the nearest upright rule at most, and a pixel more,"""
_ALIKE: Final = 0.12
"""and begins and ends where that does, within this share of its length."""


def leftover_rules(pieces: Sequence[Piece], rules: Sequence[Rule]) -> dict[int, Rule]:
    """Finds the pieces that are rules of a comb field or a table: a few pixels were missing.

    Args:
        pieces: of the page.
        rules: that were taken out of its ink.

    Returns:
        the rule that each such piece is, by the piece's label.
    """
    upright = [rule for rule in rules if not rule.level]
    if len(upright) < 2:
        return {}
    found = {}
    for piece in pieces:
        x, y, w, h = piece.box
        if w > _SLENDER * h:
            continue
        middle = x + w / 2
        near = min(upright, key=lambda rule: abs(rule.at - middle))
        if w > _THICK * near.thickness + 1:
            continue
        ends = abs(y - near.start), abs(y + h - near.end)
        if max(ends) <= _ALIKE * h:
            found[piece.label] = Rule(False, y, y + h, middle, w, 0.0)
    return found
