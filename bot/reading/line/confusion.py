"""What a line says if it is known to be a number: each letter in it is a misread digit or sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.reading.line.ctc import Columns
from bot.reading.line.symbols import BLANK, FIRST_LETTER

LETTERS: Final = BLANK - FIRST_LETTER
"""Letters, and the mark that is none of the alphabet."""

Confusion = NDArray[np.float64]
"""`[LETTERS, FIRST_LETTER]`, for each of them how probable each digit and sign is that was taken
for it; rows sum to 1. Counted on drawn numbers (`training.lines.confusion`)."""


def confusion_of(stored: Sequence[Sequence[float]]) -> Confusion:
    """From a model file.

    Raises:
        ValueError: it is not such an array.
    """
    confusion = np.array(stored, np.float64)
    if confusion.shape != (LETTERS, FIRST_LETTER) or not np.isfinite(confusion).all():
        raise ValueError(f"the confusion of letters must be {LETTERS} times {FIRST_LETTER} numbers")
    return confusion


def as_number(columns: Columns, confusion: Confusion) -> Columns:
    """The columns of a line with each letter's probability given to the digits and signs it may be.

    Args:
        columns: `[T, CLASSES]`, log-probabilities.
        confusion: of each letter with each of them.
    """
    probabilities = np.exp(columns)
    probabilities[:, :FIRST_LETTER] += probabilities[:, FIRST_LETTER:BLANK] @ confusion
    probabilities[:, FIRST_LETTER:BLANK] = 0
    numbers: Columns = np.log(np.maximum(probabilities, 1e-12))
    return numbers
