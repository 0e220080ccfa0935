"""What the other cells of a picture make likelier of one: that it is a number, and its signs.

What is said of a cell by itself knows nothing of the others. (Saerens et al., *Adjusting the
Outputs of a Classifier to New a Priori Probabilities*, Neural Computation 14(1), 2002.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.reading.line.ctc import String
from bot.reading.line.symbols import ALPHABET, SIGNS

_USUAL: Final = 0.1
"""How often a cell has a certain sign, before anything is known of the others;"""
_STRENGTH: Final = 2.0
"""as if so many cells had been seen."""
_IN_COMMON: Final = ".,:/%-"
"""Signs that a column has in common; a bracket in one line makes none likelier in others."""


def in_company(numbers: Sequence[float]) -> list[float]:
    """How probable it is of each cell of a picture that it is a number, beside the others.

    The probabilities that come in are of a cell by itself, as likely to be a number as not. Among
    numbers it is likelier one: its odds are multiplied by those of the others' share, by the rule
    of succession.
    """
    total, others = sum(numbers), len(numbers) + 1
    shares = ((total - p + 1) / others for p in numbers)
    return [p * s / (p * s + (1 - p) * (1 - s)) for p, s in zip(numbers, shares, strict=True)]


class SignPrior(NamedTuple):
    """How much likelier the other cells make each sign in one, and its absence, in logarithms."""

    present: tuple[float, ...]
    absent: tuple[float, ...]

    def __call__(self, string: String) -> float:
        """The logarithm by which a string is likelier."""
        held = {ALPHABET[symbol] for symbol in string}
        return sum(
            with_it if sign in held else without
            for sign, with_it, without in zip(SIGNS, self.present, self.absent, strict=True)
        )


def sign_priors(texts: Sequence[str], sure: Sequence[float]) -> list[SignPrior]:
    """For each cell of a picture, what the signs of the others say about its own.

    Args:
        texts: what each says, as far as is known; empty for what is no number.
        sure: the probability of each text.
    """
    counts = [sum(p for text, p in zip(texts, sure, strict=True) if sign in text) for sign in SIGNS]
    total = sum(p for text, p in zip(texts, sure, strict=True) if text)
    priors = []
    for text, p in zip(texts, sure, strict=True):
        others = total - (p if text else 0.0)
        seen = [
            (count - (p if sign in text else 0.0) + _STRENGTH * _USUAL) / (others + _STRENGTH)
            for sign, count in zip(SIGNS, counts, strict=True)
        ]
        shares = [
            share if sign in _IN_COMMON else min(share, _USUAL)
            for sign, share in zip(SIGNS, seen, strict=True)
        ]
        priors.append(
            SignPrior(
                tuple(math.log(share / _USUAL) for share in shares),
                tuple(math.log((1 - share) / (1 - _USUAL)) for share in shares),
            )
        )
    return priors
