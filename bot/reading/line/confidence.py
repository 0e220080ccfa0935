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
from typing import Final, NamedTuple

import numpy as np

from bot.reading.line.features import CANDIDATE, LINE, PAGE, Evidence, Floats

LEAST_NUMBER: Final = 0.5
"""A line, or a picture, that is a number with less than this probability is none."""


class Weights(NamedTuple):
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

    def choose(
        self, strings: Sequence[Evidence], prior: Sequence[float] | None = None
    ) -> tuple[int, Floats]:
        """The best of some strings, and the share of each among them.

        Args:
            strings: what is said of each.
            prior: by how much each is likelier beforehand, in logarithms.
        """
        scores = np.array([e.features for e in strings]) @ self.candidate
        if prior is not None:
            scores = scores + prior
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return int(shares.argmax()), shares


def remembered(strings: Sequence[Evidence]) -> list[Evidence]:
    """The strings of a cell, with the memory of a person's hand in the line network's word too.

    It knows nothing of the hand either: each of its probabilities changes as the digit network's
    does, and together the strings stay as probable as they were. Of two ways to part the same ink
    the one with more digits that are known is no likelier for what was clear before.
    """
    memories = np.array([e.change for e in strings])
    if not memories.any():
        return list(strings)
    lines = _shifted(np.array([e.line for e in strings]), memories)
    return [e._replace(line=float(line)) for e, line in zip(strings, lines, strict=True)]


def _shifted(logs: Floats, by: Floats) -> Floats:
    """Logarithms of probabilities after a change of their odds, their sum as before."""
    changed = logs + by
    found: Floats = changed - np.logaddexp.reduce(changed) + np.logaddexp.reduce(logs)
    return np.minimum(found, 0.0)


def probability(features: Floats, weights: Sequence[float], known: float = 0.0) -> float:
    """The logistic function of weighted features, and of log-odds that are known besides."""
    odds = float(features @ np.asarray(weights)) + known
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))
