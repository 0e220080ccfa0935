"""Whether a picture is read better after its lines were levelled; see `layout.askew`."""

from __future__ import annotations

from typing import Final

from bot.reading.layout.askew import FEWEST
from bot.reading.result import Reading

_AS_SURE: Final = 0.8
"""What level lines say is taken if it is so many times as sure as what turned ones say, and where
those say nothing if it is so sure."""


def is_better(level: Reading, before: Reading) -> bool:
    """Whether what was read of a picture after its lines were levelled is to be taken.

    It need not be quite as sure, for points are lost where lines are turned, but has all digits.
    """
    if level.reason is not None or len(level.digits) < FEWEST:
        return False
    if before.reason is None and len(level.digits) < len(before.digits):
        return False
    if before.reason is not None:
        return level.confidence >= _AS_SURE
    return level.confidence >= _AS_SURE * before.confidence
