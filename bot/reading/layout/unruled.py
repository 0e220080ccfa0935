"""Writing freed from the rules of frames and tables, those that it hangs together with as well."""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np

from bot.reading.binarise.ink import Ink, Mask
from bot.reading.layout.frames import is_frame, sides_of
from bot.reading.layout.grid import find_rules, rules_in
from bot.reading.layout.rule import Rule
from bot.reading.layout.teeth import comb_teeth
from bot.reading.layout.writing import Unlined, Writing, find_writing

_WIDE: Final = 2.0
"""A frame is at least so wide or so tall, in heights of the writing."""


class Unruled(NamedTuple):
    """Writing, and the rules around it.

    Attributes:
        writing: in what is left of the ink.
        rules: that were taken out.
        frames: the sides of frames that were not.
    """

    writing: Writing
    rules: list[Rule]
    frames: list[Rule]


def without_rules(ink: Ink, mask: Mask, found: Writing) -> Unruled:
    """Takes the rules of frames and tables out of the ink.

    Args:
        ink: of the picture.
        mask: `[h, w]`, of its ink, without printed lines across the picture.
        found: what is written in it.
    """
    rules: list[Rule] = []
    if found.height and ink.rules is not None:
        rules = rules_in(ink.rules, ink.floor, found.height)
    if found.height and _has_something_long(ink, mask, found.height):
        more, left = find_rules(ink, found.without_rings(mask), found.height)
        if more:
            rules += more
            mask, found = left, find_writing(ink, left, rules)
    if rules:
        teeth = comb_teeth(found.seen, rules)
        if teeth:
            rules += dict.fromkeys(teeth.values())
            mask = mask & ~np.isin(found.labels, list(teeth))
            found = find_writing(ink, mask, rules)
    return Unruled(found, rules, sides_of(found.seen, found.labels))


def may_be_ruled(seen: Unlined) -> bool:
    """Whether something is longer than writing is tall, or is around something else."""
    ink, mask, found = seen
    if not found.height:
        return False
    if any(is_frame(piece, found.labels) for piece in found.seen):
        return True
    return _has_something_long(ink, mask, found.height)


def _has_something_long(ink: Ink, mask: Mask, height: float) -> bool:
    """Whether something is so long that it may be a rule, or hold one.

    It may be fainter than the pen, but for what lines across the picture leave beside them.
    """
    faint = ink.mask is mask
    seen = cv2.compare(ink.strength, ink.floor, cv2.CMP_GT) if faint else mask
    _, _, stats, _ = cv2.connectedComponentsWithStats(seen, connectivity=8)
    h, w = seen.shape
    wide, tall = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    return bool((wide >= min(_WIDE * height, w)).any() or (tall >= min(_WIDE * height, h)).any())
