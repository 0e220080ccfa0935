"""Signs that nobody writes twice running: two strokes of one may be seen as two of it.

Several points are written, as in a range.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Final

import numpy as np

from bot.reading.line.ctc import String
from bot.reading.line.symbols import ALPHABET

NEVER_TWICE: Final = frozenset(map(ALPHABET.index, ",:=%×÷"))  # noqa: RUF001


def once(string: String) -> String:
    """The string with each such sign once where it stands several times running."""
    found: list[int] = []
    for symbol, own in groupby(string):
        found += [symbol] if symbol in NEVER_TWICE else own
    return tuple(found)


def without_repeats(strings: list[tuple[String, float]]) -> list[tuple[String, float]]:
    """Strings, best first, in which no such sign is repeated.

    Args:
        strings: each with the logarithm of its probability. What is said of one with repeats is
            said of the one without.
    """
    scores: dict[String, float] = {}
    for string, score in strings:
        own = once(string)
        scores[own] = float(np.logaddexp(scores[own], score)) if own in scores else score
    return sorted(scores.items(), key=itemgetter(1), reverse=True)
