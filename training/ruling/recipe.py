"""Every choice of how the ruling network is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

STATE: Final = "ruling-state.npz"
"""What a run that was stopped goes on from, in the folder that it writes."""


@dataclass(frozen=True, kw_only=True)
class RulingRecipe:
    """Every choice of how a ruling network is made.

    Attributes:
        name: what `--recipe` says.
        summary: one line for people.
        writers: so many of MNIST's training digits are written with.
        rounds: how often new scenes are drawn.
        pool: scenes of a round.
        uses: how often each scene of a round is seen, turned and mirrored in another way.
        batch: scenes a step.
        rate: the highest learning rate.
        decay: decoupled weight decay.
        around: weight of a pixel of the ground, beside 1 of one with ink,
        written: and of one with writing, which is never to be taken for a rule.
        held: scenes by writers that are held back, on which it is measured.
        seed: of everything.
        memory_mb: what it needs.
    """

    name: str = "ruling"
    summary: str = "the ruling network: what of the ink are rules, and what is written"
    writers: int = 20_000
    rounds: int = 10
    pool: int = 3_000
    uses: int = 3
    batch: int = 12
    rate: float = 3e-3
    decay: float = 1e-3
    around: float = 0.1
    written: float = 2.0
    held: int = 400
    seed: int = 91
    memory_mb: int = 3_000

    @property
    def steps_a_round(self) -> int:
        """Batches of a round."""
        return self.uses * (self.pool // self.batch)

    @property
    def steps(self) -> int:
        """Of the whole training."""
        return self.rounds * self.steps_a_round


RULING: Final = RulingRecipe()
