"""Whether a recipe takes what is typed beside it: what would do nothing is refused."""

from __future__ import annotations

import argparse

from training.process.errors import TrainingError
from training.recipes import RECIPES


def require_used(options: argparse.Namespace) -> None:
    """Looks whether the recipe makes use of every option that says what it learns from.

    Args:
        options: of `fit`.

    Raises:
        TrainingError: of one it does not.
    """
    recipe = RECIPES.get(options.recipe)  # None: a line network's
    learns = recipe is not None and recipe.corrections
    draws = recipe is None or recipe.mix.strokes
    goes_on = recipe is None or recipe.start
    for given, taken, option, why, instead in (
        (options.corrections, learns, "--corrections", "learns from no corrections", _LEARNING),
        (options.strokes, draws, "--strokes", "draws no pen strokes", _DRAWING),
        (options.start, goes_on, "--from", "begins with fresh weights", _GOING_ON),
    ):
        if given and not taken:
            raise TrainingError(
                f"--recipe {options.recipe} {why}. Leave {option} out, or pass {instead}."
            )


_LEARNING = "--recipe quick, release or fine-tune"
_DRAWING = "--recipe strokes, lines or lines-more"
_GOING_ON = "--recipe fine-tune or strokes"
