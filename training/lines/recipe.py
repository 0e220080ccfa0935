"""Every choice of how the line network is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from training.process.rounds_recipe import RoundsRecipe

STATE: Final = "lines-state.npz"
"""What a run that was stopped goes on from, in the folder that it writes."""


@dataclass(frozen=True, kw_only=True)
class LineRecipe(RoundsRecipe):
    """Every choice of how a line network is made.

    Attributes, beside those of all trainings in rounds:
        average: momentum of the moving average of weights.
        places: weight of the cross-entropy of the places to begin with.
        placed: share of the steps in which it falls to 0.
        forgiving: how much less a line that is read badly counts, see `losses.forgiven`.
        renewed: lines on which the normalisations are measured anew for the averaged weights.
        counted: lines by writers that are held back, on which it is counted which digits are
            taken for which letters.
        scenes: pictures by writers that are held back, on which the joining is fitted; another
            such set reports how well it fits.
        shares: for a training that goes on from a model file: the shares of the new weights that
            are tried in the mean with those of before. Empty for one that begins anew.
        compared: lines by writers that are held back, by whose loss the share is chosen.
    """

    name: str = "lines"
    summary: str = "the line network: whole numbers, their signs, and what is none"
    writers: int = 40_000
    rounds: int = 30
    pool: int = 10_000
    uses: int = 3
    batch: int = 64
    rate: float = 8e-3
    decay: float = 1e-2
    average: float = 0.998
    places: float = 8.0
    placed: float = 0.3
    forgiving: float = 0.0
    renewed: int = 1_600
    counted: int = 4_000
    scenes: int = 1_000
    shares: tuple[float, ...] = ()
    compared: int = 2_400
    seed: int = 63


LINES: Final = LineRecipe()

MORE: Final = LineRecipe(
    name="lines-more",
    summary="the line network that lies beside --from, trained on",
    rounds=13,
    pool=15_000,
    uses=2,
    rate=1.3e-3,
    places=0.0,
    forgiving=0.5,
    shares=(0.0, 0.3, 0.5, 0.7, 0.85, 1.0),
    seed=1601,
)

RECIPES: Final = {recipe.name: recipe for recipe in (LINES, MORE)}
