"""Digits as they are written outside of MNIST, drawn as strokes.

MNIST was written in the United States. Elsewhere a 1 has a flag, sometimes half as long as its
stem, and often a foot; a 7 is crossed; a 4 stays open; a 0 is slashed; a 9 ends in a long straight
or hooked tail. Each style is a few strokes of control points on a field of 100 by 100, which are
moved, slanted and drawn anew each time.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.reading.normalise import SIDE, normalise
from training.augment import photograph
from training.data import Digits
from training.strokes import Ink, Points, jitter, slant, smooth
from training.strokes import draw as drawn

Strokes = list[list[tuple[float, float]]]

ASPECT: Final = (0.45, 1.0)
JITTER: Final = 3.5

SHARE: Final = np.array([1.0, 3.0, 1.0, 1.0, 1.5, 1.0, 1.0, 1.5, 1.0, 1.5])
"""How often each digit is drawn: most often where MNIST lacks most."""

OVAL: Final = [(52.0, 0.0), (18, 14), (2, 50), (18, 88), (50, 100), (84, 86), (98, 50), (82, 12)]

STYLES: Final[dict[int, list[tuple[float, Strokes]]]] = {
    0: [
        (2.0, [[*OVAL, (52, 0)]]),
        (1.0, [[*OVAL, (50, -2), (28, 10)]]),  # overrun
        (1.0, [[(62, 4), *OVAL[1:], (70, 10)]]),  # not quite closed
        (0.7, [[*OVAL, (44, 6), (40, 20), (62, 18), (70, 2)]]),  # a curl at the top
        (1.5, [[*OVAL, (52, 0)], [(84, 12), (16, 88)]]),  # slashed
        (1.0, [[*OVAL, (52, 0)], [(104, -8), (-4, 108)]]),  # slashed right through
        (0.5, [[*OVAL, (52, 0), (52, 0), (24, 84)]]),  # slashed without lifting the pen
    ],
    1: [
        (0.6, [[(50, 0), (50, 100)]]),
        (1.5, [[(22, 28), (50, 0), (50, 0), (50, 100)]]),  # a short flag
        (1.5, [[(5, 48), (50, 0), (50, 0), (50, 100)]]),  # a long one
        (1.2, [[(0, 30), (60, 0), (60, 0), (60, 100)]]),  # a flat one
        (0.8, [[(0, 62), (50, 0), (50, 0), (48, 100)]]),
        (0.8, [[(10, 40), (34, 24), (52, 0), (52, 0), (50, 50), (50, 100)]]),  # a bent one
        (1.2, [[(22, 25), (50, 0), (50, 0), (50, 100)], [(15, 100), (85, 100)]]),
        (0.7, [[(50, 0), (50, 100)], [(15, 100), (85, 100)]]),  # underlined
        (0.5, [[(50, 0), (50, 94)], [(12, 104), (88, 102)]]),
        (0.4, [[(34, 12), (50, 0), (50, 0), (54, 88), (66, 98), (84, 94)]]),  # with an end stroke
    ],
    2: [
        (1.0, [[(8, 24), (34, 0), (78, 6), (84, 36), (48, 70), (5, 98), (5, 98), (95, 98)]]),
        (1.5, [[(5, 20), (45, 0), (85, 22), (60, 62), (14, 96), (8, 80), (34, 76), (95, 98)]]),
        (1.0, [[(8, 30), (20, 4), (60, 0), (82, 24), (50, 66), (4, 96), (50, 90), (98, 100)]]),
        (0.6, [[(22, 22), (10, 10), (40, 0), (85, 18), (56, 60), (5, 98), (5, 98), (98, 90)]]),
        (0.7, [[(10, 8), (86, 4), (86, 4), (60, 44), (8, 96), (8, 96), (92, 98)]]),  # like a Z
    ],
    3: [
        (1.0, [[(8, 12), (50, 0), (84, 22), (36, 46), (36, 46), (88, 66), (62, 98), (6, 88)]]),
        (1.5, [[(8, 3), (85, 2), (85, 2), (40, 40), (40, 40), (86, 60), (66, 98), (5, 90)]]),
        (0.8, [[(5, 14), (60, 0), (80, 26), (40, 46), (30, 40), (44, 46), (92, 70), (50, 100),
                (2, 84)]]),
        (0.5, [[(10, 10), (70, 4), (70, 30), (34, 48), (80, 60), (70, 96), (20, 100), (12, 84)]]),
    ],
    4: [
        (1.5, [[(28, 0), (6, 62), (6, 62), (94, 62)], [(66, 28), (64, 100)]]),  # open
        (1.5, [[(10, 0), (10, 52), (10, 52), (84, 50)], [(82, 0), (82, 100)]]),  # open, square
        (0.8, [[(8, 2), (8, 36), (30, 54), (82, 46)], [(84, 0), (80, 100)]]),  # open, round
        (1.5, [[(66, 0), (3, 68), (3, 68), (97, 68)], [(66, 0), (66, 100)]]),  # closed
        (1.0, [[(62, 100), (64, 0), (64, 0), (4, 64), (4, 64), (96, 62)]]),  # in one stroke
        (0.8, [[(46, 0), (10, 42), (30, 58), (86, 30), (86, 30), (66, 100)]]),  # and round
        (1.0, [[(44, 0), (4, 70), (4, 70), (92, 66)], [(70, 44), (52, 104)]]),  # a lightning
        (0.6, [[(50, 0), (10, 56), (10, 56), (62, 56)], [(62, 20), (62, 100)]]),
    ],
    5: [
        (1.0, [[(24, 2), (18, 44), (18, 44), (64, 38), (92, 66), (60, 98), (8, 92)],
               [(24, 2), (90, 2)]]),
        (1.0, [[(90, 2), (22, 4), (22, 4), (18, 46), (18, 46), (70, 42), (90, 72), (50, 100),
                (4, 88)]]),
        (1.0, [[(26, 6), (18, 48), (60, 42), (90, 70), (50, 100), (4, 90)], [(34, 4), (98, -6)]]),
        (0.8, [[(26, 10), (20, 46), (20, 46), (84, 54), (74, 96), (6, 98)], [(44, 4), (104, 0)]]),
        (0.6, [[(92, 0), (36, 4), (16, 32), (50, 46), (86, 66), (58, 98), (4, 88)]]),
    ],
    6: [
        (1.0, [[(74, 0), (24, 34), (6, 74), (44, 100), (88, 78), (62, 52), (12, 70)]]),
        (1.0, [[(84, 6), (50, 2), (10, 40), (10, 84), (52, 100), (90, 76), (52, 54), (12, 76)]]),
        (0.8, [[(40, 0), (10, 60), (22, 98), (74, 98), (84, 66), (40, 60), (12, 80)]]),
        (0.6, [[(60, 0), (6, 78), (40, 100), (62, 84), (44, 66), (14, 78)]]),  # a small loop
    ],
    7: [
        (1.0, [[(5, 3), (92, 2), (92, 2), (36, 100)]]),
        (2.0, [[(5, 3), (92, 2), (92, 2), (36, 100)], [(28, 52), (90, 48)]]),  # crossed
        (1.0, [[(4, 20), (8, 2), (8, 2), (94, 4), (94, 4), (40, 100)]]),  # with a serif
        (1.2, [[(4, 22), (8, 3), (8, 3), (94, 2), (94, 2), (42, 100)], [(24, 54), (88, 50)]]),
        (0.6, [[(5, 3), (92, 2), (92, 2), (40, 92), (52, 100), (70, 90)]]),  # with a foot
        (0.8, [[(2, 14), (30, 2), (60, 10), (96, 2), (96, 2), (56, 46), (44, 100)]]),  # a wave
        (1.0, [[(2, 12), (30, 2), (60, 8), (94, 2), (94, 2), (58, 46), (44, 100)],
               [(26, 50), (86, 46)]]),
        (0.6, [[(6, 4), (88, 4), (88, 4), (78, 50), (76, 100)], [(52, 52), (104, 48)]]),
    ],
    8: [
        (1.2, [[(80, 12), (46, 0), (18, 22), (50, 46), (86, 76), (50, 100), (14, 76), (50, 46),
                (84, 18), (66, 2)]]),
        (1.0, [[(52, 0), (22, 22), (50, 46), (80, 22), (52, 0)],
               [(50, 46), (10, 74), (50, 100), (90, 74), (50, 46)]]),  # two rings
        (0.8, [[(84, 6), (48, 0), (20, 24), (52, 48), (82, 78), (44, 100), (16, 76), (92, 0)]]),
        (0.7, [[(92, 14), (50, 0), (22, 24), (70, 60), (70, 92), (30, 98), (20, 76), (60, 42),
                (88, 6)]]),  # open at the top
    ],
    9: [
        (1.0, [[(84, 14), (44, 0), (10, 24), (36, 46), (84, 18), (84, 18), (80, 100)]]),
        (1.2, [[(80, 12), (44, 0), (12, 18), (40, 36), (80, 12), (80, 12), (74, 100)]]),  # long
        (1.2, [[(82, 14), (42, 0), (10, 24), (40, 46), (82, 16), (84, 60), (62, 98), (12, 94)]]),
        (1.0, [[(82, 10), (46, 0), (14, 18), (44, 34), (82, 12), (80, 78), (46, 102), (8, 90)]]),
        (0.8, [[(84, 10), (40, 2), (14, 28), (46, 44), (78, 22)], [(86, 2), (70, 100)]]),  # open
        (0.7, [[(80, 16), (46, 0), (12, 22), (44, 42), (80, 16), (80, 16), (30, 100)]]),
        (0.6, [[(50, 40), (14, 28), (38, 0), (80, 10), (76, 60), (50, 100)]]),
    ],
}  # fmt: skip
"""For each digit its styles: how often one is drawn, and its strokes."""


def style(digit: int, rng: np.random.Generator) -> Ink:
    """Draws a digit in one of its styles.

    Args:
        digit: 0 to 9.
        rng: which style, which hand and which pen.

    Returns:
        `[CANVAS, CANVAS]`, see `training.strokes`.
    """
    weights = np.array([weight for weight, _ in STYLES[digit]])
    chosen = STYLES[digit][rng.choice(len(weights), p=weights / weights.sum())][1]
    strokes: list[Points] = [np.array(stroke, np.float64) for stroke in chosen]
    size = JITTER * rng.uniform(0.5, 1.5)
    strokes = slant(jitter(strokes, rng, size=size), rng, aspect=ASPECT)
    return drawn([smooth(stroke) for stroke in strokes], rng)


def draw(count: int, rng: np.random.Generator) -> Digits:
    """Draws digits in the styles that MNIST lacks, as if photographed and normalised.

    Args:
        count: how many.
        rng: every choice.
    """
    labels = rng.choice(10, count, p=SHARE / SHARE.sum()).astype(np.uint8)
    images = [normalise(photograph(style(int(digit), rng), rng)) for digit in labels]
    return Digits(np.stack(images) if images else np.zeros((0, SIDE, SIDE), np.uint8), labels)
