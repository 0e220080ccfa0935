"""What is left of rules that were taken out of the ink: whole ones, and crumbs at crossings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.reading.layout.components import Piece
from bot.reading.layout.rule import Rule

_SLENDER: Final = 0.25
"""Such a piece is at most this share as wide as it is tall,"""
_ALIKE: Final = 0.12
"""and begins and ends where the nearest upright rule does, within this share of its length."""
_THICKER: Final = 2.0
"""It is at most so many times as thick."""
_CRUMB: Final = 2.0
"""What is left of a crossing is so large at most, in thicknesses of a rule, and so near to it."""


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
        ends = abs(y - near.start), abs(y + h - near.end)
        if max(ends) <= _ALIKE * h and w <= _THICKER * near.thickness:
            found[piece.label] = Rule(False, y, y + h, middle, w, 0.0)
    return found


def crumbs(pieces: Sequence[Piece], rules: Sequence[Rule]) -> set[int]:
    """The labels of small pieces that are left where two rules cross."""
    level = [rule for rule in rules if rule.level]
    upright = [rule for rule in rules if not rule.level]
    if not level or not upright:
        return set()
    most = _CRUMB * max(rule.thickness for rule in rules)
    return {
        piece.label
        for piece in pieces
        if max(piece.box.w, piece.box.h) <= most
        and _is_on(level, piece.box.x + piece.box.w / 2, piece.box.y + piece.box.h / 2)
        and _is_on(upright, piece.box.y + piece.box.h / 2, piece.box.x + piece.box.w / 2)
    }


def _is_on(rules: Sequence[Rule], along: float, across: float) -> bool:
    """Whether a place is on a rule, or just beyond its end."""
    for rule in rules:
        course = rule.at + rule.slope * (along - (rule.start + rule.end) / 2)
        near = _CRUMB * rule.thickness
        if abs(across - course) <= near and rule.start - near <= along <= rule.end + near:
            return True
    return False
