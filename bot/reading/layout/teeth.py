"""Comb fields that are open at the top: a line with short uprights on it, evenly spaced.

Where the line was taken out, its uprights are left as pieces that look like ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from bot.reading.layout.components import Piece
from bot.reading.layout.rule import Rule
from bot.reading.median import median

_THICK: Final = 2.0
"""An upright is at most so many times as thick as its line, and a pixel more;"""
_LONG: Final = 2.5
"""it is so many times as long as it is thick, at least,"""
_STANDS: Final = 1.5
"""and stands on it, within so many times its thickness."""
_EVEN: Final = 0.1
"""It is in its place within this share of what is from one to the next,"""
_SEEN: Final = 0.7
"""and at least this share of the places have one, and of the uprights are in such a place."""
_FEWEST: Final = 3
"""A comb has so many, at least,"""
_OTHER: Final = 0.2
"""and they end elsewhere than what is written between them, by this share of its height."""


class _Upright(NamedTuple):
    """Pieces above each other, or a rule that was found already, which has none."""

    pieces: tuple[Piece, ...]
    middle: float
    top: float


def comb_teeth(pieces: Sequence[Piece], rules: Sequence[Rule]) -> dict[int, Rule]:
    """Finds the uprights of comb fields among the pieces.

    Args:
        pieces: of the page, without the rules.
        rules: that were taken out of its ink.

    Returns:
        the rule that each such piece is a part of, by the piece's label.
    """
    found: dict[int, Rule] = {}
    sides = [rule for rule in rules if not rule.level]
    for line in rules:
        if line.level:
            found |= _on(line, sides, [piece for piece in pieces if piece.label not in found])
    return found


def _on(line: Rule, sides: list[Rule], pieces: list[Piece]) -> dict[int, Rule]:
    """The pieces that are uprights of a line."""
    near = _STANDS * line.thickness + 1
    inside = [p for p in pieces if line.start - near <= _middle(p) <= line.end + near]
    standing = _standing(inside, line, near)
    if not standing:
        return {}
    met = (r for r in sides if line.start - near <= r.at <= line.end + near)
    known = [_Upright((), r.at, r.start) for r in met if abs(r.end - line.at) <= near]
    comb = _evenly([*standing, *known], line.thickness)
    if len(comb) < _FEWEST:
        return {}
    teeth = [upright for upright in comb if upright.pieces]
    labels = {piece.label for upright in standing for piece in upright.pieces}
    written = [
        p
        for p in inside
        if p.label not in labels
        and p.box.h > 2 * line.thickness
        and _is_between(p, comb)
        and p.middle < line.course(_middle(p))
    ]
    if not teeth or not written:
        return {}
    height, top = median([p.box.h for p in written]), median([p.box.y for p in written])
    if abs(median([tooth.top for tooth in teeth]) - top) < _OTHER * height:
        return {}
    found = {}
    for tooth in teeth:
        thick = max(piece.box.w for piece in tooth.pieces)
        rule = Rule(False, tooth.top, line.at, tooth.middle, thick, 0.0)
        found.update({piece.label: rule for piece in tooth.pieces})
    return found


def _is_between(piece: Piece, comb: list[_Upright]) -> bool:
    """Whether a piece stands among the uprights of a comb."""
    middles = [upright.middle for upright in comb]
    high = min(upright.top for upright in comb)
    return min(middles) < _middle(piece) < max(middles) and piece.middle > high - 2 * piece.box.h


def _standing(pieces: list[Piece], line: Rule, near: float) -> list[_Upright]:
    """Thin pieces, those above each other together, that end on a line."""
    thin = [
        p
        for p in pieces
        if p.box.w <= _THICK * line.thickness + 1
        and p.box.y + p.box.h <= line.course(_middle(p)) + near
    ]
    columns: list[list[Piece]] = []
    for piece in sorted(thin, key=_middle):
        if columns and _middle(piece) - _middle(columns[-1][-1]) <= line.thickness:
            columns[-1].append(piece)
        else:
            columns.append([piece])
    found = []
    for column in columns:
        own = _from_foot(column, near)
        foot, top = max(p.box.y + p.box.h for p in own), min(p.box.y for p in own)
        middle = float(np.mean([_middle(p) for p in own]))
        long = foot - top >= _LONG * max(p.box.w for p in own)
        if long and abs(foot - line.course(middle)) <= near:
            found.append(_Upright(tuple(own), middle, top))
    return found


def _from_foot(column: list[Piece], gap: float) -> list[Piece]:
    """The lowest of pieces above each other, and what goes on above it without a larger gap."""
    own: list[Piece] = []
    for piece in sorted(column, key=lambda p: -(p.box.y + p.box.h)):
        if own and min(p.box.y for p in own) - piece.box.y - piece.box.h > gap:
            break
        own.append(piece)
    return own


def _middle(piece: Piece) -> float:
    return piece.box.x + piece.box.w / 2


def _evenly(uprights: list[_Upright], thickness: float) -> list[_Upright]:
    """The most of some uprights that stand in even steps."""
    middles = np.array(sorted(upright.middle for upright in uprights))
    best: list[_Upright] = []
    for at, step in enumerate(np.diff(middles)):
        if _EVEN * step < 1:
            continue
        places = [(upright.middle - middles[at]) / step for upright in uprights]
        slack = max(_EVEN, thickness / step / 2)
        fits = [i for i, place in enumerate(places) if abs(place - round(place)) <= slack]
        steps = {round(places[i]) for i in fits}
        if len(fits) > len(best) and len(steps) >= _SEEN * (max(steps) - min(steps) + 1):
            best = [uprights[i] for i in fits]
    return best if len(best) >= _SEEN * len(uprights) else []
