"""How two networks' opinions of a line are joined, and how sure that makes the answer.

The line network names the likeliest strings; the digit network looks at the ink of each of their
digits. A score that is linear in what both say chooses among the strings, and logistic functions of
the same evidence tell how probable it is that the choice is right, and that there is a number at
all. All weights are fitted on writers that no network has learnt from (`training.lines.joining`)
and travel in the line network's file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CANDIDATE: Final = (
    *("line", "second", "second_signs", "digit", "whole", "single"),
    *("letters_between", "letters_beside"),
)
"""Features of a string: its log-probability, of a number if it is known to be one; that of its
digits by the second line network, where the line has no signs, and where it has; sums, over its
digits, of the digit network's log-probability of the digit, and of being one digit, whole; the
former alone for a single digit; how many letters it has between its digits, and outside."""

LINE: Final = (
    *("one", "margin", "line", "other", "letters", "digits", "digit", "whole", "least_whole"),
    *("length", "signs", "second", "single", "single_margin", "single_whole", "single_letters"),
    "single_second",
)
"""Features of a line's choice, see `line_features`."""

PAGE: Final = ("one", "best", "mean", "explained", "lines")
"""Features of a picture, see `page_features`."""

LEAST_NUMBER: Final = 0.5
"""A line, or a picture, that is a number with less than this probability is none."""

LEAST_LINE: Final = -8.0
LEAST_SECOND: Final = 1e-4
"""A string's log-probability counts as at least the one, its probability as at least the other."""

LEAST: Final = 1e-3
"""Probabilities count as at least this, so that one digit cannot decide alone."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What both networks say of one string.

    Attributes:
        line: logarithm of its probability, of the line network.
        digit: for each digit of it, the digit network's probability that it is this one.
        whole: for each, that it is one digit.
        signs: how many symbols of it are no digits.
        second: the second line network's probability of its digits; None where it is not asked.
        has_signs: whether the likeliest string of the line has signs.
        between: how many letters it has between its digits.
        beside: how many before and after them.
        trust: how many times the digit network's word counts beside the others'.
        memory: log-odds that the memory of a person's hand adds to it: of all its digits.
    """

    line: float
    digit: tuple[float, ...]
    whole: tuple[float, ...]
    signs: int
    second: float | None = None
    has_signs: bool = False
    between: int = 0
    beside: int = 0
    trust: float = 1.0
    memory: float = 0.0

    @property
    def features(self) -> Floats:
        """As `CANDIDATE` names them."""
        digit, whole = _logs(self.digit), _logs(self.whole)
        alone = len(self.digit) == 1
        second = 0.0 if self.second is None else math.log(max(self.second, LEAST_SECOND))
        opinions = (0.0, second) if self.has_signs else (second, 0.0)
        several = (0.0, 0.0) if alone else (digit, whole)
        last = digit if alone else 0.0
        others = np.array([max(self.line, LEAST_LINE), *opinions]) / self.trust
        return np.array([*others, *several, last, self.between, self.beside])


@dataclass(frozen=True, slots=True)
class Whole:
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
        letters = logit(math.exp(self.no_letters)) + memory
        digits = logit(math.exp(self.no_digits)) - memory
        return Whole(
            max(self.other - memory, 0.0),
            -math.log1p(math.exp(-letters)),
            -math.log1p(math.exp(-digits)),
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """What was fitted.

    Attributes:
        candidate: of `CANDIDATE`.
        right: of `LINE`, for the log-odds that the string is right.
        number: of `LINE`, for the log-odds that the line holds a number.
        page: of `PAGE`, for the log-odds that the picture does.
    """

    candidate: tuple[float, ...]
    right: tuple[float, ...]
    number: tuple[float, ...]
    page: tuple[float, ...]

    @classmethod
    def of(cls, stored: Mapping[str, Sequence[float]]) -> Weights:
        """From a model file.

        Raises:
            ValueError: they are not there, or not as many as there are features.
        """
        wanted = {"candidate": CANDIDATE, "right": LINE, "number": LINE, "page": PAGE}
        found = {name: tuple(float(x) for x in stored.get(name, ())) for name in wanted}
        for name, features in wanted.items():
            if len(found[name]) != len(features) or not all(map(math.isfinite, found[name])):
                raise ValueError(f"the weights of {name} must be {len(features)} numbers")
        return cls(**found)

    def choose(self, strings: Sequence[Evidence]) -> tuple[int, Floats]:
        """The best of some strings, and the share of each among them."""
        scores = np.array([e.features for e in strings]) @ self.candidate
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return int(shares.argmax()), shares


def remembered(strings: Sequence[Evidence]) -> list[Evidence]:
    """The strings of a cell, with the memory of a person's hand in the line networks' word too.

    They know nothing of the hand either: each of their probabilities changes as the digit
    network's does, and together the strings stay as probable as they were.
    """
    said = np.array([e.memory for e in strings])
    if not said.any():
        return list(strings)
    lines = _shifted(np.array([e.line for e in strings]), said)
    seconds = [math.log(max(e.second or 0.0, LEAST_SECOND)) for e in strings]
    others = np.exp(_shifted(np.array(seconds), said))
    return [
        replace(e, line=float(line), second=None if e.second is None else float(other))
        for e, line, other in zip(strings, lines, others, strict=True)
    ]


def _shifted(logs: Floats, by: Floats) -> Floats:
    """Logarithms of probabilities after a change of their odds, their sum as before."""
    changed = logs + by
    found: Floats = changed - np.logaddexp.reduce(changed) + np.logaddexp.reduce(logs)
    return np.minimum(found, 0.0)


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
    second = 0.0 if chosen.second is None else _odds(chosen.second) / chosen.trust
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
            second,
            single,
            single * margin,
            single * least,
            single * letters,
            single * second,
        ]
    )


def page_features(numbers: Sequence[float], explained: float) -> Floats:
    """What is known of a picture, as `PAGE` names it.

    Args:
        numbers: for each line that is taken for a number, the probability that it is one.
        explained: share of the picture's ink that these lines are.
    """
    odds = [logit(p) for p in numbers] or [logit(0.0)]
    return np.array([1.0, max(odds), float(np.mean(odds)), explained, math.log(max(len(odds), 1))])


def in_company(numbers: Sequence[float]) -> list[float]:
    """How probable it is of each cell of a picture that it is a number, beside the others.

    The probabilities that come in are of a cell by itself, as likely to be a number as not. Among
    numbers it is likelier one: its odds are multiplied by those of the others' share, by the rule
    of succession. (Saerens et al., *Adjusting the Outputs of a Classifier to New a Priori
    Probabilities*, Neural Computation 14(1), 2002.)
    """
    total, others = sum(numbers), len(numbers) + 1
    shares = ((total - p + 1) / others for p in numbers)
    return [p * s / (p * s + (1 - p) * (1 - s)) for p, s in zip(numbers, shares, strict=True)]


def probability(features: Floats, weights: Sequence[float]) -> float:
    """The logistic function of weighted features."""
    return 1 / (1 + math.exp(-float(np.clip(features @ np.asarray(weights), -30, 30))))


def logit(p: float) -> float:
    """Log-odds of a probability, kept finite."""
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def _odds(p: float) -> float:
    """Log-odds of a probability that counts neither as certain nor as impossible."""
    return logit(min(max(p, LEAST), 1 - LEAST))


def _logs(probabilities: Sequence[float]) -> float:
    return sum(math.log(max(p, LEAST)) for p in probabilities)
