"""The pieces of one line -> the digits that explain it best.

A line is a row of atoms: its pieces, and where a piece is too wide or is no digit, what is left of
it between cuts. A run of neighbouring atoms may be one digit; the network scores every such run in
one batch, and the best path through the runs is the reading (over-segmentation with recognition:
Fujisawa et al., *Segmentation methods for character recognition*, Proc. IEEE 80(7), 1992; LeCun et
al. 1998, section VII). The weight of a path beside that of all paths is how sure the segmentation
is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.digits.classify import Scores
from bot.reading.line.logspace import NEVER, log_add

Atoms = NDArray[np.int32]
"""`[h, w]`, the number of the atom, from 1 in reading order, that a pixel belongs to; 0 none."""

Leave = Mapping[int, Sequence[tuple[int, float]]]
"""For an atom, the pieces that begin with it and may be left out: the atom after the piece, and
the weight of leaving it out."""

LONGEST_RUN: Final = 5
_NOTHING: Final = -1
"""In place of a run: a piece is left out."""


@dataclass(frozen=True, slots=True)
class Run:
    """Atoms `first` to `last` (from 0, both included), taken as one digit."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Found:
    """A digit on a path.

    Attributes:
        run: the atoms that it is made of.
        index: of the run in the list of runs that was scored.
        digit: 0 to 9.
        weight: what the network gives this run by itself to be this digit.
        confidence: probability, among all paths, that this run is a digit of the line, and this
            one; never less than that of the whole path.
    """

    run: Run
    index: int
    digit: int
    weight: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Path:
    """A reading of a line and the probability that it is right, as the network sees it."""

    found: tuple[Found, ...]
    confidence: float

    @property
    def string(self) -> tuple[int, ...]:
        """Its digits."""
        return tuple(found.digit for found in self.found)


class Lattice:
    """Every way to take the atoms of a line as digits.

    Args:
        count: number of atoms.
        runs: what may be one digit.
        scores: the network's, one for each of `runs`.
        leave: what may be left out.
        prior: weight of each of `runs` before the network is asked; 1 where it is not given.
    """

    def __init__(
        self,
        count: int,
        runs: Sequence[Run],
        scores: Scores,
        leave: Leave,
        prior: Sequence[float] | None = None,
    ) -> None:
        self._count = count
        self._runs = runs
        is_digit = scores.is_digit * np.asarray(prior if prior is not None else 1.0)
        self._digits = is_digit[:, None] * scores.probabilities
        self._said = np.log(np.maximum(self._digits, 1e-30))
        # The logarithm of the weight of each way on, for lines are long and weights are small.
        self._edges: list[list[tuple[int, int, float]]] = [[] for _ in range(count)]
        for index, run in enumerate(runs):
            weight = _log(float(is_digit[index]))
            self._edges[run.first].append((run.last + 1, index, weight))
        for atom in range(count):
            self._edges[atom] += [
                (end, _NOTHING, _log(weight)) for end, weight in leave.get(atom, ())
            ]
        self._before, self._after = self._sums()

    def best(self) -> Path:
        """The likeliest digits; none where leaving everything out is likeliest."""
        top = self._digits.argmax(axis=1) if len(self._runs) else np.zeros(0, np.intp)
        said = self._said.max(axis=1).tolist() if len(self._runs) else []
        best = [NEVER] * (self._count + 1)
        back = [(_NOTHING, _NOTHING)] * (self._count + 1)
        best[0] = 0.0
        for atom in range(self._count):
            for end, index, weight in self._edges[atom]:
                score = best[atom] + (weight if index == _NOTHING else said[index])
                if score > best[end]:
                    best[end], back[end] = score, (atom, index)
        steps = []
        at = self._count
        while at > 0 and back[at][0] != _NOTHING:
            at, index = back[at]
            if index != _NOTHING:
                steps.append((index, int(top[index])))
        return self._path(steps[::-1])

    def spell(self, string: Sequence[int]) -> Path | None:
        """The best path whose digits are `string`, or `None` where there is none."""
        length = len(string)
        said = self._said[:, list(string)].tolist()
        best = [[NEVER] * (length + 1) for _ in range(self._count + 1)]
        best[0][0] = 0.0
        back: dict[tuple[int, int], tuple[int, int, int]] = {}
        for atom, here in enumerate(best[:-1]):
            for k in [k for k, score in enumerate(here) if score > NEVER]:
                for end, index, weight in self._edges[atom]:
                    if index == _NOTHING:
                        score, now = here[k] + weight, k
                    elif k < length:
                        score, now = here[k] + said[index][k], k + 1
                    else:
                        continue
                    if score > best[end][now]:
                        best[end][now], back[end, now] = score, (atom, k, index)
        if best[self._count][length] == NEVER:
            return None
        steps = []
        at, k = self._count, length
        while at > 0:
            before, k_before, index = back[at, k]
            if index != _NOTHING:
                steps.append((index, int(string[k_before])))
            at, k = before, k_before
        return self._path(steps[::-1])

    def _path(self, steps: list[tuple[int, int]]) -> Path:
        """A path and the probability of its string, whichever way that is spelled."""
        total = self._before[self._count]
        if not math.isfinite(total):
            return Path((), 0.0)
        sure = math.exp(min(0.0, self._weight([digit for _, digit in steps]) - total))
        found = []
        for index, digit in steps:
            run, weight = self._runs[index], float(self._digits[index, digit])
            through = self._before[run.first] + _log(weight) + self._after[run.last + 1]
            own = math.exp(min(0.0, through - total))
            found.append(Found(run, index, digit, weight, max(own, sure)))
        return Path(tuple(found), sure)

    def _weight(self, string: Sequence[int]) -> float:
        """Logarithm of the weight of all paths that spell a string."""
        length = len(string)
        said = self._said[:, list(string)].tolist()
        total = [[NEVER] * (length + 1) for _ in range(self._count + 1)]
        total[0][0] = 0.0
        for atom, here in enumerate(total[:-1]):
            for k in [k for k, score in enumerate(here) if score > NEVER]:
                for end, index, weight in self._edges[atom]:
                    there = total[end]
                    if index == _NOTHING:
                        there[k] = log_add(there[k], here[k] + weight)
                    elif k < length:
                        there[k + 1] = log_add(there[k + 1], here[k] + said[index][k])
        return total[self._count][length]

    def _sums(self) -> tuple[list[float], list[float]]:
        """Logarithms of the weight of all paths up to each atom, and from it on."""
        before, after = [NEVER] * (self._count + 1), [NEVER] * (self._count + 1)
        before[0] = after[self._count] = 0.0
        for atom in range(self._count):
            for end, _, weight in self._edges[atom]:
                before[end] = log_add(before[end], before[atom] + weight)
        for atom in reversed(range(self._count)):
            for end, _, weight in self._edges[atom]:
                after[atom] = log_add(after[atom], after[end] + weight)
        return before, after


def _log(weight: float) -> float:
    return math.log(max(weight, 1e-30))
