"""How usual the form of a number is: what sign follows what, and how many digits stand between.

Mutual information of neighbours in numbers as people write them; a run of digits counts as one, by
its length. How often a sign is written at all the networks know, but little of what stands far from
it: "14-÷2", "4)37" and "3%1" are hardly ever written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.reading.line.ctc import String
from bot.reading.line.symbols import ALPHABET, DIGITS, FIRST_LETTER, SIGNS

LONGEST: Final = 5
"""Longer runs of digits are alike."""
UNOPENED: Final = 1 + LONGEST + len(SIGNS)
"""The token of a bracket that closes nothing; of the others the first is an end, then come runs of
1, 2, ... digits, then the signs."""
TOKENS: Final = UNOPENED + 1

Logs = NDArray[np.float64]


class Forms(NamedTuple):
    """The model.

    Attributes:
        logs: `[TOKENS, TOKENS]`, logarithms of how many times likelier each token is after each
            than anywhere.
    """

    logs: Logs

    @classmethod
    def of(cls, stored: Sequence[Sequence[float]]) -> Forms:
        """From a model file.

        Raises:
            ValueError: it is not such an array.
        """
        logs = np.array(stored, np.float64)
        if logs.shape != (TOKENS, TOKENS) or not np.isfinite(logs).all():
            raise ValueError(f"the forms of numbers must be {TOKENS} times {TOKENS} numbers")
        return cls(logs)

    def __call__(self, string: String) -> float:
        """The logarithm of how usual a string's form is; at a letter a number ends."""
        tokens = np.array(tokens_of(string))
        return float(self.logs[tokens[:-1], tokens[1:]].sum())


def tokens_of(string: String) -> list[int]:
    """The tokens of a string of places in `ALPHABET`, from one end to the other."""
    found, run, opened = [0], 0, 0
    for symbol in (*string, FIRST_LETTER):
        if symbol < len(DIGITS):
            run += 1
            continue
        if run:
            found.append(min(run, LONGEST))
            run = 0
        if symbol >= FIRST_LETTER:
            opened = 0
            if found[-1]:
                found.append(0)
            continue
        closes = ALPHABET[symbol] == ")"
        found.append(UNOPENED if closes and not opened else 1 + LONGEST + symbol - len(DIGITS))
        opened += ALPHABET[symbol] == "("
        opened -= closes and opened > 0
    return found
