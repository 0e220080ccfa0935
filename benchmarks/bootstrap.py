"""How far a figure would be off on other people and other pictures of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
DRAWS: Final = 2000


def interval(changes: Sequence[NDArray[np.int64]], rng: Rng) -> tuple[float, float]:
    """95 % of the sum of changes, pictures drawn anew within people drawn anew (bootstrap)."""
    sums = []
    for _ in range(DRAWS):
        drawn = rng.integers(0, len(changes), len(changes))
        parts = [changes[place] for place in drawn]
        sums.append(sum(int(rng.choice(own, len(own)).sum()) for own in parts if len(own)))
    low, high = np.percentile(sums, [2.5, 97.5])
    return float(low), float(high)
