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

WEIGHT: Final = 6.0
"""Log-odds that an example just alike speaks for its digit with; several say no more than one."""
UNLIKE: Final = 0.4
"""Correlation of two embeddings from which on one says something of the other; 1 is just alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """Digits of one person, as the digit network embeds them. Of use with that network alone.

    Attributes:
        embeddings: `[N, D]`, as of `standard`, by digit; N is at least 1.
        digits: `[K]`, which digits they are of, each once, ascending.
        starts: `[K]`, where each digit's begin.
    """

    embeddings: Floats
    digits: NDArray[np.uint8]
    starts: NDArray[np.intp]

    @classmethod
    def of(cls, embeddings: NDArray[np.floating], labels: NDArray[np.uint8]) -> Hand | None:
        """From embeddings, `[N, D]`, and what each is; `None` where N is 0."""
        if not len(labels):
            return None
        order = np.argsort(labels, kind="stable")
        digits, starts = np.unique(labels[order], return_index=True)
        return cls(standard(embeddings)[order], digits, starts)

    def __len__(self) -> int:
        return len(self.embeddings)

    def odds(self, embeddings: Floats) -> Floats:
        """What memory says of M digits.

        Args:
            embeddings: `[M, D]`, of the same network.

        Returns:
            `[M, 10]`, log-odds from 0 to `WEIGHT` that are added to each digit's.
        """
        alike = np.maximum.reduceat(standard(embeddings) @ self.embeddings.T, self.starts, axis=1)
        found = np.zeros((len(embeddings), 10), np.float32)
        found[:, self.digits] = np.maximum(alike - UNLIKE, 0) * (WEIGHT / (1 - UNLIKE))
        return found


def standard(embeddings: NDArray[np.floating]) -> Floats:
    """Embeddings of mean 0 and unit length, `[N, D]`: their products are their correlations.

    The network's are nowhere negative, so that even of unlike digits the cosine is above 0.
    """
    found = np.asarray(embeddings, np.float32)
    found = found - found.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1e-9), np.float32)
