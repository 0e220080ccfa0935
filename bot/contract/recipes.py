"""The names of the recipes, and the commands that carry them out."""

from __future__ import annotations

from enum import StrEnum


class RecipeName(StrEnum):
    """What `--recipe` takes of the recipes for the digit model."""

    SEED = "seed"
    QUICK = "quick"
    RELEASE = "release"
    FINE_TUNE = "fine-tune"
    STROKES = "strokes"


STROKES_GIVEN = " --strokes unipen.npz pendigits.npz"
"""What recipes that learn from pen strokes have to be given."""


def elsewhere(recipe: str) -> str:
    """The command that makes the same model on another machine, in the project's folder."""
    given = " --corrections corrections.npz" if recipe == RecipeName.FINE_TUNE else ""
    given = STROKES_GIVEN if recipe in {RecipeName.STROKES, "lines", "lines-more"} else given
    return f"uv run --extra training python -m training --recipe {recipe}{given}"
