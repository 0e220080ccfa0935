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

WEIGHT: Final = 4.0
"""Log-odds that an example just alike speaks for its digit with; several say no more than one."""
UNLIKE: Final = 0.5
"""Cosine of two embeddings from which on one says something of the other; 1 is just alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """Digits of one person, as the digit network embeds them. Of use with that network alone.

    Attributes:
        embeddings: `[N, D]`, of unit length, by digit; N is at least 1.
        digits: `[K]`, which digits they are of, each once, ascending.
        starts: `[K]`, where each digit's begin.
    """

    embeddings: Floats
    digits: NDArray[np.uint8]
    starts: NDArray[np.intp]

    @classmethod
    def of(cls, embeddings: NDArray[np.floating], labels: NDArray[np.uint8]) -> Hand | None:
        """From embeddings of any length, `[N, D]`, and what each is; `None` where N is 0."""
        if not len(labels):
            return None
        order = np.argsort(labels, kind="stable")
        digits, starts = np.unique(labels[order], return_index=True)
        return cls(unit(embeddings)[order], digits, starts)

    def __len__(self) -> int:
        return len(self.embeddings)

    def odds(self, embeddings: Floats) -> Floats:
        """What memory says of M digits.

        Args:
            embeddings: `[M, D]`, of the same network.

        Returns:
            `[M, 10]`, log-odds from 0 to `WEIGHT` that are added to each digit's.
        """
        alike = np.maximum.reduceat(unit(embeddings) @ self.embeddings.T, self.starts, axis=1)
        found = np.zeros((len(embeddings), 10), np.float32)
        found[:, self.digits] = np.maximum(alike - UNLIKE, 0) * (WEIGHT / (1 - UNLIKE))
        return found


def unit(embeddings: NDArray[np.floating]) -> Floats:
    """Embeddings at unit length, `[N, D]`."""
    found = np.asarray(embeddings, np.float32)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1e-9), np.float32)
