"""Manners of writing a digit that are rare or absent in MNIST and UNIPEN, and common on cheques."""

from __future__ import annotations

from typing import Final

import numpy as np

from training.synthesis.curves import Stroke, strokes

STYLES: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "0": (("60 6 26 10 8 50 30 94 70 84 82 40 56 4 30 14 60 22 92 8",),),
    "1": (("0 70 36 26 60 0 52 48 44 100",),),
    "2": (
        ("20 24 36 2 62 10 56 40 34 78 14 92 10 76 30 74 56 92 90 88",),
        ("44 34 22 26 26 4 58 4 66 30 46 66 16 90 8 78 24 70 50 88 90 90",),
    ),
    "3": (("16 4 46 6 76 4", "76 4 44 40 74 60 62 94 12 90"),),
    "4": (
        ("56 0 32 36 8 74 40 66 72 62 66 80 58 104",),
        ("44 0 26 34 8 70 40 62 90 58", "62 40 56 62 52 86"),
        ("60 0 34 40 6 76 30 70 58 66", "62 54 60 76 56 100"),
        ("20 0 10 30 14 54 40 58 66 50", "70 8 62 50 56 100"),
    ),
    "5": (
        ("4 64 20 98 32 60 46 12 70 14 98 6",),
        ("10 66 26 96 36 56 44 16", "42 16 74 4 98 12"),
        ("40 8 28 46 52 46 60 72 40 96 10 90", "40 8 66 4 98 10"),
    ),
    "6": (("14 2 12 50 20 92 52 100 76 76 60 54 30 60 16 80",),),
    "7": (
        ("4 4 12 24 36 24 62 12 76 2 62 44 50 100", "28 58 58 56 86 54"),
        ("10 2 22 20 42 22 60 12", "74 0 54 50 42 100", "24 62 50 60 74 58"),
        ("6 10 40 8 84 4 62 50 44 100", "26 54 54 52 84 48"),
    ),
    "8": (("70 10 44 0 22 16 34 40 64 62 76 84 46 100 20 86 32 60 62 36 80 4",),),
    "9": (
        ("38 52 18 34 24 10 54 0 82 14 78 38 48 52 30 50 34 74 38 100",),
        ("60 50 30 52 12 30 28 6 62 2 82 20 68 44 40 54 56 72 84 100",),
        ("50 2 22 10 16 34 44 48 74 34 76 12 50 2", "28 42 36 72 46 100"),
        ("72 12 46 0 18 14 22 40 54 44 76 20 78 8 84 50 92 100",),
    ),
}
"""For each digit some manners, and of each the strokes' control points, a hundred to the digit's
height (`training.synthesis.curves`)."""


def styled(digit: str, rng: np.random.Generator) -> list[Stroke]:
    """The strokes of a digit in one of its manners."""
    manners = STYLES[digit]
    return strokes(manners[int(rng.integers(len(manners)))], rng)
