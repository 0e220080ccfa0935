"""Two opinions of a line -> one: the lattice's, of pieces, and the line reader's, of the whole.

Both give every string of digits a probability. They err in different ways, so the product of the
two is a better guide than either (a product of experts: Hinton, *Training Products of Experts by
Minimizing Contrastive Divergence*, Neural Computation 14, 2002). No opinion is trusted so far that
it could rule out what the other is sure of.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.line.ctc import OTHER, String
from bot.reading.line.lattice import Lattice, Path
from bot.reading.line.linereader import LineReading

_LEAST: Final = 0.005
"""Least probability that either opinion is taken to give a string of digits."""
_LEAST_NONE: Final = 1e-4
"""Least probability that the lattice is taken to give that there is no digit; there it knows."""
_OTHERS: Final = 0.5
"""What the line reader's word counts for where it sees a mark that is no digit; it knows less of
these than the classifier."""
_LATTICE_WEIGHT: Final = 0.4
_READER_WEIGHT: Final = 0.8
"""Exponents of the two; below 1 because both see the same ink."""


@dataclass(frozen=True, slots=True)
class Fused:
    """What both say together.

    Attributes:
        strings: every string that either finds likely and its probability, best first.
        path: the best string's path through the lattice, or `None` where the lattice has none.
        bounds: where the digits of the best string are parted, in pixels of the line reader's crop.
    """

    strings: tuple[tuple[String, float], ...]
    path: Path | None
    bounds: tuple[float, ...]

    @property
    def string(self) -> String:
        """The likeliest digits; none where that there is no digit is likeliest."""
        return self.strings[0][0]

    @property
    def confidence(self) -> float:
        """Probability of the likeliest."""
        return self.strings[0][1]

    def digit(self, place: int) -> tuple[float, NDArray[np.float64]]:
        """How sure the digit at a place of the best string is, and the probabilities of all ten.

        Strings of another length say nothing of a single place; they count against all ten.
        """
        spread = np.zeros(10)
        for string, probability in self.strings:
            if len(string) == len(self.string):
                spread[string[place]] += probability
        return float(spread[self.string[place]]), spread / spread.sum()


def fuse(lattice: Lattice, seen: LineReading) -> Fused:
    """Weighs the strings that either opinion finds likely.

    Args:
        lattice: of the line's candidates.
        seen: by the line reader.
    """
    by_reader: dict[String, float] = defaultdict(float)
    for string, probability in seen.strings:
        digits = tuple(symbol for symbol in string if symbol != OTHER)
        by_reader[digits] += probability * (1.0 if len(digits) == len(string) else _OTHERS)
    paths = {string: lattice.spell(string) for string in {*by_reader, lattice.best().string, ()}}
    weights = {
        string: max(by_reader.get(string, 0.0), _LEAST) ** _READER_WEIGHT
        * max(path.confidence if path else 0.0, _LEAST if string else _LEAST_NONE)
        ** _LATTICE_WEIGHT
        for string, path in paths.items()
    }
    total = sum(weights.values())
    order = sorted(weights, key=lambda string: -weights[string])
    best = order[0]
    return Fused(
        tuple((string, weights[string] / total) for string in order),
        paths[best],
        _bounds(best, seen),
    )


def _bounds(string: String, seen: LineReading) -> tuple[float, ...]:
    """Half-way between the digits, where these are what the line reader read."""
    marks = [mark for mark in seen.marks if mark.symbol != OTHER]
    if tuple(mark.symbol for mark in marks) != string:
        return ()
    middles = [mark.middle for mark in marks]
    return tuple((a + b) / 2 for a, b in pairwise(middles))
