"""Ink -> ink without the rules that the ruling network finds in it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.ink import Ink
from bot.reading.layout.ruling import RulingNetwork
from bot.reading.layout.unruled import may_be_ruled
from bot.reading.layout.writing import Unlined, find_writing, unlined

_LONGER: Final = 2.5
"""Rules are longer, so many times, than writing is tall, or hang together with such,"""
_NEAR: Final = 0.4
"""which worn ones do over gaps of so many heights; an end of one is no larger."""


class RuleRemover:
    """Takes the rules out of ink. Safe to call from several threads.

    Args:
        ruling: tells rules from writing; without one, nothing is taken out.
    """

    def __init__(self, ruling: RulingNetwork | None = None) -> None:
        self._ruling = ruling

    @classmethod
    def beside(cls, folder: Path) -> RuleRemover:
        """With the ruling network of a folder, or the one that ships; as `RulingNetwork.beside`."""
        return cls(RulingNetwork.beside(folder))

    def __call__(self, ink: Ink) -> Unlined:
        """The ink of writing; `rules` of it is what was taken out."""
        seen = unlined(ink)
        if self._ruling is None or not may_be_ruled(seen):
            return seen
        ruled = self._ruling.rules_of(ink)
        height = find_writing(ink, ink.mask & (1 - ruled.alone)).height
        if not height:
            return seen
        ruled = ruled.longer_than(_LONGER * height, round(_NEAR * height))
        # Lines across the picture are known by their shape; a pattern is too faint to be ink.
        others = ruled._replace(rules=ruled.rules & seen.mask, alone=ruled.alone & seen.mask)
        if not others.longer_than(_LONGER * height, round(_NEAR * height)).alone.any():
            return seen
        ruled = ruled.without_crossings(ink.mask).with_ends(ink.mask, _NEAR * height)
        left = ink.mask & (1 - ruled.alone)
        # The soft edge of a stroke stays, even where a faint rule runs beside it.
        near = cv2.dilate(left, np.ones((3, 3), np.uint8))
        taken = ruled.alone & (ink.mask | (1 - near))
        strength, rules = ink.strength * (1 - taken), ink.strength * ruled.rules
        return unlined(ink._replace(strength=strength, mask=left, rules=rules))
