"""The pieces of one line -> the digits that explain it best.

A line is a row of atoms: its pieces, and where a piece is too wide or is no digit, what is left of
it between cuts. A run of neighbouring atoms may be one digit; the network scores every such run in
one batch, and the best path through the runs is the reading (over-segmentation with recognition:
Fujisawa et al., *Segmentation methods for character recognition*, Proc. IEEE 80(7), 1992; LeCun et
al. 1998, section VII). The weight of the best path beside that of all paths is how sure the
segmentation is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.classify import Scores

Atoms = NDArray[np.int32]
"""`[h, w]`, the number of the atom, from 1 in reading order, that a pixel belongs to; 0 none."""

LONGEST_RUN: Final = 5
_SKIP: Final = 0.02
"""Weight of leaving out a piece that could be a digit; one that cannot be costs nothing more."""


@dataclass(frozen=True, slots=True)
class Run:
    """Atoms `first` to `last` (from 0, both included), taken as one digit."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Found:
    """A digit on the best path.

    Attributes:
        run: the atoms that it is made of.
        index: of the run in the list of runs that was scored.
        digit: 0 to 9.
        confidence: probability that this run is a digit of the line, and this one.
    """

    run: Run
    index: int
    digit: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Path:
    """The best reading of a line and the probability that it is right, as the network sees it."""

    found: tuple[Found, ...]
    confidence: float


def best_path(
    count: int, runs: list[Run], scores: Scores, skippable: Callable[[int], list[tuple[int, float]]]
) -> Path:
    """Finds the likeliest digits.

    Args:
        count: number of atoms.
        runs: what may be one digit.
        scores: the network's, one for each of `runs`.
        skippable: for an atom, the pieces that begin with it and may be left out: the atom after
            the piece, and the weight of leaving it out.

    Returns:
        the best path; no digits when leaving everything out is likeliest.
    """
    top = scores.probabilities.max(axis=1)
    weight = scores.is_digit * top
    starts: list[list[tuple[int, float, float, int]]] = [[] for _ in range(count)]
    for index, run in enumerate(runs):
        starts[run.first].append(
            (run.last + 1, float(weight[index]), float(scores.is_digit[index]), index)
        )
    for atom in range(count):
        starts[atom] += [(end, w, w, -1) for end, w in skippable(atom)]

    best = np.full(count + 1, -1.0)
    total = np.zeros(count + 1)
    back: list[tuple[int, int]] = [(-1, -1)] * (count + 1)
    best[0], total[0] = 1.0, 1.0
    for atom in range(count):
        for end, one, every, index in starts[atom]:
            total[end] += total[atom] * every
            if best[atom] * one > best[end]:
                best[end] = best[atom] * one
                back[end] = (atom, index)
        # Rescaling keeps long lines within the range of floats; ratios are all that counts.
        scale = max(total[atom + 1 :].max(), 1e-30)
        best[atom + 1 :] = np.where(best[atom + 1 :] > 0, best[atom + 1 :] / scale, -1.0)
        total[atom + 1 :] /= scale

    found = []
    at = count
    while at > 0 and back[at][0] >= 0:
        before, index = back[at]
        if index >= 0:
            digit = int(scores.probabilities[index].argmax())
            found.append(Found(runs[index], index, digit, float(weight[index])))
        at = before
    whole = float(min(1.0, max(best[count], 0.0) / max(total[count], 1e-30)))
    return Path(tuple(reversed(found)), whole)
