"""Whether a recipe takes what is typed beside it: what would do nothing is refused."""

from __future__ import annotations

import argparse

from training.process.errors import TrainingError
from training.recipes import RECIPES
from training.ruling.recipe import RECIPES as RULING_RECIPES


def require_used(options: argparse.Namespace) -> None:
    """Looks whether the recipe makes use of every option that says what it learns from.

    Args:
        options: of `fit`.

    Raises:
        TrainingError: of one it does not.
    """
    recipe = RECIPES.get(options.recipe)  # None: a line network's, or the ruling network's
    learns = recipe is not None and recipe.corrections
    draws = recipe is None or recipe.mix.strokes
    ruling = RULING_RECIPES.get(options.recipe)
    rules = ruling is not None
    goes_on = recipe.start if recipe is not None else not ruling or ruling.further
    for given, taken, option, why, instead in (
        (options.corrections, learns, "--corrections", "learns from no corrections", _LEARNING),
        (options.strokes, draws, "--strokes", "draws no pen strokes", _DRAWING),
        (options.start, goes_on, "--from", "begins with fresh weights", _GOING_ON),
        (options.photos, not rules, "--photos", "measures on no pictures", _MEASURING),
    ):
        if given and not taken:
            raise TrainingError(
                f"--recipe {options.recipe} {why}. Leave {option} out, or pass {instead}."
            )


_LEARNING = "--recipe quick, release or fine-tune"
_DRAWING = "--recipe strokes, lines, lines-more, ruling or ruling-more"
_GOING_ON = "--recipe fine-tune or strokes"
_MEASURING = "--recipe lines, lines-more, strokes or quick"
