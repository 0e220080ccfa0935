"""A person's hand, as far as that person has taught it: digits that were corrected, as embeddings.

What the networks say of a digit is weighed with the corrected digits that look most like it, as
Zhang et al. do (2022, "Tip-Adapter"): a cache of examples beside a network that stays as it is.
What memory says is bounded, so that networks that are sure are not outvoted, whoever wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WEIGHT: Final = 5.0
"""Log-odds that an example just alike speaks for its digit with; several say no more than one."""
UNLIKE: Final = 0.5
"""Cosine of two embeddings from which on one says something of the other; 1 is just alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """Digits of one person, as the digit network embeds them. Of use with that network alone.

    Attributes:
        embeddings: `[N, D]`, of unit length; N is at least 1.
        labels: `[N]`, which digits they are, 0 to 9.
    """

    embeddings: Floats
    labels: NDArray[np.uint8]

    @classmethod
    def of(cls, embeddings: NDArray[np.floating], labels: NDArray[np.uint8]) -> Hand | None:
        """From embeddings of any length, `[N, D]`; `None` where there are none."""
        return cls(unit(embeddings), labels) if len(labels) else None

    def odds(self, embeddings: Floats) -> Floats:
        """What memory says of M digits.

        Args:
            embeddings: `[M, D]`, of the same network.

        Returns:
            `[M, 10]`, log-odds from 0 to `WEIGHT` that are added to each digit's.
        """
        alike = np.maximum(unit(embeddings) @ self.embeddings.T - UNLIKE, 0) / (1 - UNLIKE)
        found = np.zeros((len(embeddings), 10), np.float32)
        for digit in np.unique(self.labels):
            found[:, digit] = alike[:, self.labels == digit].max(axis=1)
        return np.asarray(found * WEIGHT, np.float32)


def unit(embeddings: NDArray[np.floating]) -> Floats:
    """Embeddings at unit length, `[N, D]`."""
    found = np.asarray(embeddings, np.float32)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1e-9), np.float32)
