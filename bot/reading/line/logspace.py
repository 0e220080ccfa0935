"""Probabilities as natural logarithms, which do not vanish where many are multiplied."""

from __future__ import annotations

import math
from typing import Final

NEVER: Final = -math.inf
"""The logarithm of 0."""


def log_add(a: float, b: float) -> float:
    """`log(exp(a) + exp(b))`: of one or the other."""
    if a < b:
        a, b = b, a
    return a if b == NEVER else a + math.log1p(math.exp(b - a))
