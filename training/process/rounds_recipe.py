"""What the recipes of all trainings in rounds have; see `rounds`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RoundsRecipe:
    """Choices of how a network is made.

    Attributes:
        name: what `--recipe` says.
        summary: one line for people.
        writers: so many of MNIST's training digits are written with.
        rounds: how often there are new drawings.
        pool: drawings of a round.
        uses: how often each drawing of a round is seen, each time bent or turned in another way.
        batch: drawings a step.
        rate: the highest learning rate.
        decay: decoupled weight decay.
        seed: of everything.
        memory_mb: what it needs.
    """

    name: str
    summary: str
    writers: int
    rounds: int
    pool: int
    uses: int
    batch: int
    rate: float
    decay: float
    seed: int
    memory_mb: int = 3_000

    @property
    def steps_a_round(self) -> int:
        """Batches of a round."""
        return self.uses * (self.pool // self.batch)

    @property
    def steps(self) -> int:
        """Of the whole training."""
        return self.rounds * self.steps_a_round
