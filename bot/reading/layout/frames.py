"""Boxes and tables that are still pieces of ink: hollow, with ink along each side of their box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.reading.box import Box, union
from bot.reading.layout.components import Labels, Piece, own_pixels
from bot.reading.layout.rule import Rule

_SIDE: Final = 0.85
"""A frame has ink along this share of each side of its box,"""
_BAND: Final = 0.12
"""within this share of the box's height or width,"""
_HOLLOW: Final = 0.55
"""and fills no more than this share of it."""
_ALIKE: Final = 0.2
"""Boxes of one comb field are as large as each other, and as high up, but for this share."""


def is_frame(piece: Piece, labels: Labels) -> bool:
    """Whether a piece has ink along all of its box's sides, and is hollow."""
    *_, w, h = piece.box
    if piece.area > _HOLLOW * w * h:
        return False
    own = own_pixels(piece, labels)
    down, across = max(1, round(_BAND * h)), max(1, round(_BAND * w))
    sides = (own[:down].any(axis=0), own[-down:].any(axis=0),
             own[:, :across].any(axis=1), own[:, -across:].any(axis=1))  # fmt: skip
    return all(float(side.mean()) >= _SIDE for side in sides)


def sides_of(pieces: Sequence[Piece], labels: Labels) -> list[Rule]:
    """The sides of frames that were not taken out of the ink, as rules.

    Boxes beside each other that are alike are taken for one comb field.
    """
    frames = sorted((p for p in pieces if is_frame(p, labels)), key=lambda p: p.box.x)
    combs: list[list[Piece]] = []
    for frame in frames:
        own = next((comb for comb in combs if _is_next(comb[-1].box, frame.box)), None)
        if own is None:
            combs.append([frame])
        else:
            own.append(frame)
    return [side for comb in combs for side in _sides(comb)]


def _is_next(one: Box, other: Box) -> bool:
    """Whether two boxes are alike, and the other is the next to the right."""
    alike = max(abs(one.w - other.w) / one.w, abs(one.h - other.h) / one.h) <= _ALIKE
    beside = abs(one.y - other.y) <= _ALIKE * one.h
    return alike and beside and 0 <= other.x - one.x - one.w <= one.w


def _sides(comb: Sequence[Piece]) -> list[Rule]:
    """The sides of a comb field, and those of its boxes."""
    x, y, w, h = union([piece.box for piece in comb])
    thick = comb[0].area / (2 * (comb[0].box.w + comb[0].box.h))
    level = [Rule(True, x, x + w, at, thick, 0.0) for at in (y, y + h)]
    ends = sorted(at for piece in comb for at in (piece.box.x, piece.box.x + piece.box.w))
    return level + [Rule(False, y, y + h, at, thick, 0.0) for at in ends]
