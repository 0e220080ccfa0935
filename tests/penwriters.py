"""A few invented writers with pen strokes, in place of the data sets."""

from __future__ import annotations

import numpy as np

from training.synthesis.characters import Characters, from_characters
from training.synthesis.penarchives import Character
from training.synthesis.styles import STYLES

SIGNS = {
    ".": [[(0, 0), (2, 2)]],
    ",": [[(10, 0), (0, 30)]],
    "-": [[(0, 0), (100, 4)]],
    "+": [[(0, 50), (100, 50)], [(50, 0), (50, 100)]],
    "=": [[(0, 0), (100, 0)], [(0, 40), (100, 40)]],
    "/": [[(40, 0), (0, 100)]],
    ":": [[(0, 0), (2, 2)], [(0, 60), (2, 62)]],
    "(": [[(20, 0), (0, 50), (20, 100)]],
    ")": [[(0, 0), (20, 50), (0, 100)]],
    "%": [[(0, 0), (20, 20)], [(90, 0), (0, 100)], [(70, 80), (90, 100)]],
    "x": [[(0, 0), (100, 100)], [(100, 0), (0, 100)]],
    "#": [[(30, 0), (20, 100)], [(70, 0), (60, 100)], [(0, 30), (100, 30)], [(0, 70), (100, 70)]],
}
LETTERS = {
    letter: [[(0, 0), (10 * (n % 9) + 20, 100), (100, 10 * (n % 7))], [(0, 50), (80, 7 * (n % 5))]]
    for n, letter in enumerate("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}


def characters() -> Characters:
    """Writers `abc/1` to `abc/4`, `tos/1`, who is held back for choosing, and `art/1`."""
    rng = np.random.default_rng(5)
    every = {**{str(d): style[0][1] for d, style in STYLES.items()}, **SIGNS, **LETTERS}
    found = []
    for contributor, writers in (("abc", 4), ("tos", 1), ("art", 1)):
        for writer in range(1, writers + 1):
            tall = rng.uniform(0.8, 1.3)
            for label, strokes in every.items():
                moved = [
                    (np.array(s, float) + rng.normal(0, 3, (len(s), 2))) * (3, -3 * tall)
                    for s in strokes
                ]
                found.append(Character(label, contributor, writer, moved))
    return from_characters(found)
