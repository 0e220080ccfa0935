"""A person's hand, as far as that person has taught it: digits that were corrected, as embeddings.

What the networks say of a digit is weighed with the corrected digits that look most like it, as
Zhang et al. do (2022, "Tip-Adapter"): a cache of examples beside a network that stays as it is.
What memory can say is bounded, so that a network that is sure is not outvoted, whoever wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WEIGHT: Final = 6.0
"""Log-odds that an example alike speaks for its digit with; no number of them says more."""
SHARPNESS: Final = 20.0
"""How quickly an example says less that is less alike; of 1 less its cosine."""
FAINT: Final = 0.05
"""What memory would say with less than this part of its weight, it does not say."""


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
        return cls(_unit(embeddings), labels) if len(labels) else None

    def odds(self, embeddings: Floats) -> Floats:
        """What memory says of M digits.

        Args:
            embeddings: `[M, D]`, of the same network.

        Returns:
            `[M, 10]`, log-odds from 0 to `WEIGHT` that are added to each digit's.
        """
        alike = np.exp(SHARPNESS * (_unit(embeddings) @ self.embeddings.T - 1))
        found = np.zeros((len(embeddings), 10), np.float32)
        for digit in np.unique(self.labels):
            found[:, digit] = alike[:, self.labels == digit].max(axis=1)
        found[found < FAINT] = 0.0
        return found * np.float32(WEIGHT)


def _unit(embeddings: NDArray[np.floating]) -> Floats:
    found = np.asarray(embeddings, np.float32)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1e-9), np.float32)
