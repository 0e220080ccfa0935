"""Every choice of how the ruling network is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from training.process.rounds_recipe import RoundsRecipe

STATE: Final = "ruling-state.npz"
"""What a run that was stopped goes on from, in the folder that it writes."""


@dataclass(frozen=True, kw_only=True)
class RulingRecipe(RoundsRecipe):
    """Every choice of how a ruling network is made.

    Attributes, beside those of all trainings in rounds:
        around: weight of a pixel of the ground, beside 1 of one with ink,
        written: of one with writing, which is never to be taken for a rule,
        crossed: and of one with writing on a rule.
        held: scenes by writers that are held back, on which it is measured.
        further: it goes on from a network that is there; else from fresh weights.
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
    crossed: float = 4.0
    held: int = 400
    seed: int = 93
    further: bool = False


RULING: Final = RulingRecipe()

MORE: Final = RulingRecipe(
    name="ruling-more",
    summary="going on from the ruling network that is there, with more scenes",
    rounds=8,
    uses=2,
    rate=8e-4,
    decay=1e-4,
    seed=94,
    further=True,
)

RECIPES: Final = {recipe.name: recipe for recipe in (RULING, MORE)}
