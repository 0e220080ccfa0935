"""What is known of a line, and of a picture, as numbers: of these a confidence is computed.

The line network names the likeliest strings; the digit network looks at the ink of each of their
digits. `confidence` weighs what both say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.reading.digits.hand import WEIGHT

Floats = NDArray[np.float64]

CANDIDATE: Final = ("line", "digit", "whole", "single", "letters_between", "letters_beside", "form")
"""Features of a string: its log-probability, of a number if it is known to be one; sums, over its
digits, of the digit network's log-probability of the digit, and of being one digit, whole; the
former alone for a single digit; how many letters it has between its digits, and outside; how usual
its form is."""

LINE: Final = (
    *("one", "margin", "line", "other", "letters", "digits", "digit", "whole", "least_whole"),
    *("length", "signs", "single", "single_margin", "single_whole", "single_letters"),
)
"""Features of a line's choice, see `line_features`."""

PAGE: Final = ("one", "best", "mean", "explained", "lines")
"""Features of a picture, see `page_features`."""

LEAST_LINE: Final = -8.0
"""A string's log-probability counts as at least this,"""
LEAST_FORM: Final = -30.0
"""and the logarithm of how usual its form is as this."""

LEAST: Final = 1e-3
"""Probabilities count as at least this, so that one digit cannot decide alone."""
_MOST_LINES: Final = 15
"""More lines of a picture than this count as so many: tables have hundreds."""


MOST_MEMORY: Final = 30.0
"""More log-odds than this the memory of a hand does not add to a string, however long."""


class Evidence(NamedTuple):
    """What both networks say of one string.

    Attributes:
        line: logarithm of its probability, of the line network.
        digit: for each digit of it, the digit network's probability that it is this one.
        whole: for each, that it is one digit.
        signs: how many symbols of it are no digits.
        between: how many letters it has between its digits.
        beside: how many before and after them.
        trust: how many times the digit network's word counts beside the line network's.
        memory: log-odds that the memory of a person's hand adds to it: of all its digits.
        change: logarithm by which that changes the digit network's probability of all its digits;
            signs and letters are digits that memory does not know. What the page's own digits say
            of its digits is part of it.
        form: logarithm of how usual its form is, see `forms`.
    """

    line: float
    digit: tuple[float, ...]
    whole: tuple[float, ...]
    signs: int
    between: int = 0
    beside: int = 0
    trust: float = 1.0
    memory: float = 0.0
    form: float = 0.0
    change: float = 0.0

    @property
    def known(self) -> float:
        """Log-odds that it is a number, as the memory of a hand knows its digits, on the average.

        What is less than half alike says nothing: a letter may be that much like a digit.
        """
        return max(2 * self.memory / len(self.digit) - WEIGHT, 0.0) if self.digit else 0.0

    @property
    def features(self) -> Floats:
        """As `CANDIDATE` names them."""
        digit, whole = _logs(self.digit), _logs(self.whole)
        alone = len(self.digit) == 1
        several = (0.0, 0.0) if alone else (digit, whole)
        last = digit if alone else 0.0
        line = max(self.line, LEAST_LINE) / self.trust
        form = max(self.form, LEAST_FORM)
        return np.array([line, *several, last, self.between, self.beside, form])


class Whole(NamedTuple):
    """What the line network says of a line, whichever string is chosen.

    Attributes:
        other: by how much, in logarithms, the likeliest string of all symbols is likelier than the
            likeliest number.
        no_letters: logarithm of the probability that it has no letter and no other mark.
        no_digits: the same of no digit.
    """

    other: float
    no_letters: float
    no_digits: float

    def remembering(self, memory: float) -> Whole:
        """The same where the memory of a hand adds so many log-odds to the chosen string."""
        if not memory:
            return self
        memory = float(np.clip(memory, -MOST_MEMORY, MOST_MEMORY))
        letters = logit(math.exp(self.no_letters)) + memory
        digits = logit(math.exp(self.no_digits)) - memory
        return Whole(
            max(self.other - memory, 0.0),
            -math.log1p(math.exp(-letters)),
            -math.log1p(math.exp(-digits)),
        )


def line_features(chosen: Evidence, share: float, seen: Whole) -> Floats:
    """What is known of a line's choice, as `LINE` names it.

    Args:
        chosen: the string.
        share: its share among the candidates.
        seen: the line as a whole.
    """
    digits = max(len(chosen.digit), 1)
    single = float(len(chosen.digit) == 1)
    margin = logit(share)
    letters = logit(math.exp(seen.no_letters))
    least = _odds(min(chosen.whole, default=0.0))
    return np.array(
        [
            1.0,
            margin,
            max(chosen.line, LEAST_LINE) / chosen.trust,
            min(seen.other, 10.0),
            letters,
            logit(math.exp(seen.no_digits)),
            _odds(min(chosen.digit, default=0.0)),
            _logs(chosen.whole) / digits if chosen.whole else math.log(LEAST),
            least,
            math.log(digits),
            chosen.signs / (digits + chosen.signs),
            single,
            single * margin,
            single * least,
            single * letters,
        ]
    )


def page_features(numbers: Sequence[float], explained: float) -> Floats:
    """What is known of a picture, as `PAGE` names it.

    Args:
        numbers: for each line that is taken for a number, the probability that it is one.
        explained: share of the picture's ink that these lines are.
    """
    odds = [logit(p) for p in numbers] or [logit(0.0)]
    lines = math.log(min(len(odds), _MOST_LINES))
    return np.array([1.0, max(odds), float(np.mean(odds)), explained, lines])


def logit(p: float) -> float:
    """Log-odds of a probability, kept finite."""
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def _odds(p: float) -> float:
    """Log-odds of a probability that counts neither as certain nor as impossible."""
    return logit(min(max(p, LEAST), 1 - LEAST))


def _logs(probabilities: Sequence[float]) -> float:
    return sum(math.log(max(p, LEAST)) for p in probabilities)
