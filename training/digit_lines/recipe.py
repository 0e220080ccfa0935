"""Every choice of how the second line network is made.

One core draws about 250 lines a second and trains on about 450.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class DigitLineRecipe:
    """Every choice of how it is made.

    Attributes:
        name: what `--recipe` says.
        summary: one line for people.
        writers: so many of MNIST's training digits are written with.
        pool: lines that are drawn.
        epochs: how often each is seen.
        batch: lines a step.
        rate: the highest learning rate.
        decay: decoupled weight decay.
        average: momentum of the moving average of weights.
        places: weight of the cross-entropy of the places to begin with.
        placed: share of the steps in which it falls to 0.
        seed: of everything.
        memory_mb: what it needs.
    """

    name: str = "digit-lines"
    summary: str = "the second line network: touching digits, amounts"
    writers: int = 40_000
    pool: int = 200_000
    epochs: int = 8
    batch: int = 64
    rate: float = 8e-3
    decay: float = 1e-2
    average: float = 0.998
    places: float = 8.0
    placed: float = 0.6
    seed: int = 63
    memory_mb: int = 3_000


DIGIT_LINES: Final = DigitLineRecipe()
