"""What is no digit: letters, symbols, scribbles, marks and textures.

Pieces of digits and digits that touch are in `training.synthesis.cuts`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from bot.reading.digits.normalise import SIDE, normalise
from training.augment import CANVAS, Bend, Ink, bent, fit, photograph
from training.data import Images
from training.synthesis.letters import lettered, printed
from training.synthesis.strokes import draw as drawn
from training.synthesis.strokes import is_bar, slant, smooth
from training.synthesis.styles import style

Rng = np.random.Generator


def draw(count: int, rng: Rng) -> Images:
    """Draws pictures of what is no digit.

    Args:
        count: how many.
        rng: every choice.

    Returns:
        `[count, 28, 28]`, as if photographed and normalised.
    """
    images = np.zeros((count, SIDE, SIDE), np.uint8)
    names = list(KINDS)
    weights = np.array([KINDS[name][0] for name in names])
    chosen = rng.choice(len(names), count, p=weights / weights.sum())
    for index, kind in enumerate(chosen):
        while not images[index].any():
            images[index] = one(names[kind], rng)
    return images


def one(kind: str, rng: Rng) -> Images:
    """Draws one picture of a kind, `[28, 28]`; all 0 where it came to nothing or to a 1.

    Args:
        kind: one of `KINDS`.
        rng: every choice.
    """
    ink = bent(KINDS[kind][1](rng), rng, Bend())
    if is_bar(ink, slim=2.4):
        return np.zeros((SIDE, SIDE), np.uint8)
    return normalise(photograph(ink, rng))


def invented(rng: Rng) -> Ink:
    """A character of no script: strokes between the corners of a grid, curves and rings."""
    strokes = []
    for _ in range(int(rng.integers(3, 7))):
        kind = rng.random()
        grid = rng.integers(0, 4, (2, 2)).astype(np.float64)
        if kind < 0.35:  # along the grid, as in Katakana and Hangul
            grid[1, int(rng.integers(2))] = grid[0, int(rng.integers(2))]
            strokes.append(grid + rng.normal(0, 0.12, (2, 2)))
        elif kind < 0.6:
            strokes.append(smooth(np.insert(grid, 1, grid.mean(0) + rng.normal(0, 0.5, 2), 0)))
        elif kind < 0.9:
            strokes.append(smooth(rng.uniform(0, 3, (int(rng.integers(3, 5)), 2))))
        else:
            turn = np.linspace(0, rng.uniform(4, 6.8), 24) + rng.uniform(0, 6.3)
            ring = np.stack([np.cos(turn), np.sin(turn)], 1)
            strokes.append(ring * rng.uniform(0.35, 0.9, 2) + rng.uniform(0.8, 2.2, 2))
    return drawn(slant(strokes, rng, aspect=(0.7, 1.2)), rng)


def looped(rng: Rng) -> Ink:
    """Loops and humps in a row, as in cursive writing and in the scripts of India and Java."""
    humps = rng.uniform(1.2, 4.0)
    t = np.linspace(0, 1, int(14 * humps) + 6)
    phase = 2 * np.pi * humps * t + rng.uniform(0, 2 * np.pi)
    knots = rng.uniform(0.3, 1.2, (2, 5))
    wide, tall = (np.interp(t, np.linspace(0, 1, 5), k) for k in knots)
    across = humps * rng.uniform(0.5, 1.6) * t + rng.choice([-0.5, -0.2, 0.5]) * wide * np.cos(
        phase
    )
    strokes = [np.stack([across, rng.uniform(0.6, 1.3) * tall * np.sin(phase)], 1)]
    if rng.random() < 0.4:  # a stroke over it, under it or beside it
        ends = rng.uniform([-0.2, -1.2], [across.max() + 0.3, 1.4], (2, 2))
        if rng.random() < 0.6:
            ends[1, 1] = ends[0, 1]
        strokes.append(ends)
    return drawn(slant(strokes, rng, aspect=(0.6, 1.7)), rng)


def syllable(rng: Rng) -> Ink:
    """Two signs as one, as in Hangul: strokes along a grid, and a stem with bars beside them."""
    strokes = []
    bars = int(rng.integers(0, 3))
    for _ in range(int(rng.integers(2 if bars else 3, 5))):
        grid = rng.integers(0, 4, (2, 2)) * np.array([0.6, 1.0])
        if rng.random() < 0.7:
            along = int(rng.integers(2))
            grid[1, along] = grid[0, along]
        strokes.append(grid + rng.normal(0, 0.1, (2, 2)))
    if rng.random() < 0.35:
        turn = np.linspace(0, rng.uniform(5, 6.8), 24) + rng.uniform(0, 6.3)
        ring = np.stack([np.cos(turn), np.sin(turn)], 1) * rng.uniform(0.4, 0.8, 2)
        strokes[0] = ring + rng.uniform([0.6, 0.8], [1.0, 2.2])
    stems = [rng.uniform(2.2, 3.2)]
    if rng.random() < 0.3:
        stems.append(stems[0] + rng.uniform(0.5, 0.9))
    for x in stems:
        ends = np.array([[x, rng.uniform(-0.6, 0.4)], [x, rng.uniform(2.8, 3.8)]])
        strokes.append(ends + rng.normal(0, 0.08, (2, 2)))
    for y in rng.uniform(0.5, 2.6, bars):
        long = rng.choice([-1, 1]) * rng.uniform(0.4, 0.9)
        x = stems[0] if long < 0 else stems[-1]
        strokes.append(np.array([[x, y], [x + long, y + rng.normal(0, 0.08)]]))
    return drawn(slant(strokes, rng, aspect=(0.7, 1.3)), rng)


def scribbled(rng: Rng) -> Ink:
    """A scribble, a zigzag, a wave or hatching: one long stroke."""
    count = int(rng.integers(5, 16))
    kind = rng.random()
    if kind < 0.4:
        return drawn([smooth(rng.uniform(0, 1, (count, 2)))], rng)
    if kind < 0.6:
        return drawn([smooth(np.cumsum(rng.normal(0, 1, (3 * count, 2)), axis=0))], rng)
    along = np.arange(count) * rng.uniform(0.15, 0.8) * np.array([[1.0], [0.2]])
    points = np.stack([along[0], along[1] + (np.arange(count) % 2)], 1)
    points += rng.normal(0, 0.1, points.shape)
    turn = rng.uniform(0, np.pi)
    turned = points @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return drawn([smooth(turned) if kind < 0.8 else turned], rng)


def ruled(rng: Rng) -> Ink:
    """Pieces of ruled or squared paper and of frames: lines that cross or end on each other."""
    ink = np.zeros((CANVAS, CANVAS), np.uint8)
    wide = int(rng.integers(1, 8))
    flat = [int(y) for y in rng.uniform(10, 62, int(rng.integers(1, 4)))]
    steep = [int(x) for x in rng.uniform(10, 62, int(rng.integers(0, 4)))]
    ends = rng.choice([4, 10, 36, 62, 68], (2, 2))
    for y in flat:
        cv2.line(ink, (int(ends[0].min()), y), (int(ends[0].max()) + 4, y), 255, wide)
    for x in steep:
        cv2.line(ink, (x, int(ends[1].min())), (x, int(ends[1].max()) + 4), 255, wide)
    return fit(bent(ink, rng, Bend(turn=4, wave=0.5)))


def textured(rng: Rng) -> Ink:
    """Paper, cloth, fur and shadow after thresholding: noise of one or two scales."""
    field = np.zeros((CANVAS, CANVAS), np.float32)
    for _ in range(int(rng.integers(1, 3))):
        size = rng.integers(3, 40, 2)
        noise = rng.normal(0, rng.uniform(0.3, 1), size).astype(np.float32)
        field += cv2.resize(noise, (CANVAS, CANVAS), interpolation=cv2.INTER_CUBIC)
    level = float(np.quantile(field, rng.uniform(0.45, 0.95)))
    ink = np.where(field > level, 255, 0).astype(np.uint8)
    if rng.random() < 0.5:
        edge = cv2.morphologyEx(ink, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        ink = edge if rng.random() < 0.4 else ink
    if rng.random() < 0.5:  # the largest piece of it alone
        _, parts, stats, _ = cv2.connectedComponentsWithStats(ink)
        if len(stats) > 1:
            largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
            ink = np.where(parts == largest, ink, 0).astype(np.uint8)
    return fit(ink)


def blotted(rng: Rng) -> Ink:
    """Blots, dots, dashes and filled shapes, one or several."""
    ink = np.zeros((CANVAS, CANVAS), np.uint8)
    for _ in range(1 if rng.random() < 0.6 else int(rng.integers(2, 6))):
        x, y = (int(v) for v in rng.uniform(14, 58, 2))
        kind = rng.random()
        if kind < 0.4:
            axes = tuple(int(v) for v in rng.uniform(3, 16, 2))
            axes = (max(axes), max(axes) * 2 // 3) if axes[0] < axes[1] else axes
            cv2.ellipse(ink, (x, y), axes, float(rng.normal(0, 25)), 0, 360, 255, -1, cv2.LINE_AA)
        elif kind < 0.65:  # a dash
            long, tilt = rng.uniform(8, 30), rng.uniform(-0.4, 0.4)
            end = (int(x + long), int(y + long * tilt))
            cv2.line(ink, (x, y), end, 255, int(rng.integers(2, 9)), cv2.LINE_AA)
        else:
            corners = rng.uniform(-16, 16, (int(rng.integers(3, 7)), 2)) + np.array([x, y])
            cv2.fillConvexPoly(ink, cv2.convexHull(corners.astype(np.int32)), 255, cv2.LINE_AA)
    return fit(ink)


def turned(rng: Rng) -> Ink:
    """A digit that lies on its side, stands on its head or is mirrored, where that is none."""
    kind = rng.random()
    if kind < 0.6:
        return np.rot90(style(int(rng.choice([2, 3, 4, 5, 6, 7, 9])), rng), rng.choice([1, 3]))
    if kind < 0.8:
        return np.rot90(style(int(rng.choice([3, 4, 7])), rng), 2)
    return np.fliplr(style(int(rng.choice([3, 4, 7, 9])), rng))


Kind = Callable[[Rng], Ink]

KINDS: Final[dict[str, tuple[float, Kind]]] = {
    "printed": (4.0, printed),
    "lettered": (3.0, lettered),
    "invented": (3.0, invented),
    "syllable": (1.5, syllable),
    "turned": (1.2, turned),
    "looped": (2.2, looped),
    "scribbled": (1.0, scribbled),
    "ruled": (0.8, ruled),
    "textured": (1.2, textured),
    "blotted": (0.8, blotted),
}
"""Each kind: how often it is drawn, and how."""
