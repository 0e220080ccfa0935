"""A written line -> a grayscale crop as a scanner or a phone would give it, and its strip.

line on its canvas -> slanted, cut out, at some resolution -> on paper, with rules and boxes ->
blur, noise, JPEG -> `bot.reading.line.crop_strip`, the one that a user's picture goes through
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.line.crop_strip import strip_of
from training.digit_lines.glyphs import INK_LEVEL, UNIT, Rng
from training.digit_lines.writing import TOP, Written, write
from training.synthesis.backgrounds import Floats, cloud, paper
from training.synthesis.camera import taken
from training.synthesis.skeletons import Fields

Gray = NDArray[np.uint8]


@dataclass(frozen=True)
class Line:
    """A line to learn from.

    Attributes:
        pixels: the strip, uint8 `[32, W]`.
        labels: its symbols, 0-9 and `OTHER`.
        middles: of each symbol, in pixels of the strip from its left edge.
    """

    pixels: Gray
    labels: list[int]
    middles: NDArray[np.float32]


@dataclass(frozen=True)
class _Cut:
    """The part of the canvas that becomes the picture, already at the picture's resolution.

    Attributes:
        ink: `[h, w]`, 0 to 1.
        unit: height of a digit, in pixels.
        left, right, top, bottom: where the writing begins and ends.
        middles: x of each symbol.
    """

    ink: Floats
    unit: float
    left: float
    right: float
    top: float
    bottom: float
    middles: NDArray[np.float64]


def draw(rng: Rng, fields: Fields) -> Line:
    """Draws any line."""
    gray, labels, middles = picture(rng, fields)
    strip = strip_of(gray)
    return Line(strip.pixels, labels, (middles / strip.scale).astype(np.float32))


def picture(rng: Rng, fields: Fields) -> tuple[Gray, list[int], NDArray[np.float64]]:
    """A crop around any line, its labels, and the x of the middle of each."""
    line = write(rng, fields)
    cut = _cut(line, rng)
    ink = cut.ink
    if rng.random() < 0.5:  # the pen is pressed unevenly
        fade = cloud(ink.shape, rng, cut.unit * rng.uniform(0.1, 0.8), 0.25)
        ink = ink * np.clip(1 - np.abs(fade), 0.3, 1)
    if rng.random() < 0.25:  # pencil
        rough = rng.standard_normal(ink.shape, dtype=np.float32) * rng.uniform(0.1, 0.3)
        ink = ink * np.clip(1 + rough, 0.2, 1.2)
    depth = rng.choice([rng.uniform(0.3, 0.6), rng.uniform(0.5, 0.95)])
    gray = paper(ink.shape[0], ink.shape[1], rng, cut.unit) * (
        1 - np.float32(depth) * np.clip(ink, 0, 1)
    )
    if rng.random() < 0.45:
        gray = gray * (1 - np.float32(rng.uniform(0.1, 0.8)) * _rules(cut, rng))
    return taken(gray, cut.unit, rng), line.labels, cut.middles


def _cut(line: Written, rng: Rng) -> _Cut:
    """Slants and turns the line and cuts it out, with more or less around it."""
    slant, turn = float(np.clip(rng.normal(0.12, 0.22), -0.35, 0.75)), rng.normal(0, 0.02)
    cx, cy = (line.left + line.right) / 2, TOP + UNIT / 2
    matrix = np.array([[1, -slant, slant * cy], [turn, 1, -turn * cx]])
    rows, columns = np.nonzero(line.ink > INK_LEVEL)
    if len(rows):
        x, y = matrix @ np.stack([columns, rows, np.ones_like(rows)])
        left, right = float(x.min()), float(x.max())
        top, bottom = (float(edge) for edge in np.percentile(y, [1, 99]))
    else:
        left, right, top, bottom = line.left, line.right, float(TOP), line.base

    def beside() -> float:
        return UNIT * (rng.uniform(-0.01, 0.15) if rng.random() < 0.7 else rng.uniform(0.1, 1.2))

    def above() -> float:
        return UNIT * (rng.uniform(-0.01, 0.3) if rng.random() < 0.8 else rng.uniform(0.3, 0.9))

    x0, x1, y0, y1 = left - beside(), right + beside(), top - above(), bottom + above()
    unit = float(np.exp(rng.uniform(np.log(14), np.log(52))))
    scale = unit / UNIT
    size = (max(8, int((x1 - x0) * scale)), max(8, int((y1 - y0) * scale)))
    ink = line.ink if scale > 0.75 else cv2.GaussianBlur(line.ink, (0, 0), 0.45 / scale)
    matrix = np.column_stack([matrix[:, :2], matrix[:, 2] - [x0, y0]]) * scale
    placed = cv2.warpAffine(ink, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32) / 255
    left, right = (left - x0) * scale, (right - x0) * scale
    top, bottom = (top - y0) * scale, (bottom - y0) * scale
    middles = line.middles @ matrix[0, :2] + matrix[0, 2]
    return _Cut(placed, unit, left, right, top, bottom, middles)


def _rules(cut: _Cut, rng: Rng) -> Floats:
    """Lines and edges of boxes around and under the writing, 0 to 1."""
    height, width = cut.ink.shape
    drawn = np.zeros((height, width), np.uint8)
    for _ in range(int(rng.integers(1, 4))):
        thick = max(1, round(cut.unit * rng.uniform(0.015, 0.06)))
        kind = rng.random()
        if kind < 0.75:
            _level_rule(drawn, cut, thick, rng)
        elif kind < 0.92:
            before = rng.uniform(0, max(1.0, cut.left - 0.08 * cut.unit))
            after = width - 1 - rng.uniform(0, max(1.0, width - cut.right - 0.08 * cut.unit))
            x = before if rng.random() < 0.5 else after
            if not cut.left - 0.06 * cut.unit <= x <= cut.right + 0.06 * cut.unit:
                cv2.line(drawn, (int(x), 0), (int(x), height), 255, thick, cv2.LINE_AA)
        else:  # the upper edge of print below the line
            y = height - int(cut.unit * rng.uniform(0.02, 0.12))
            drawn[y:] = 255
            for x in range(0, width, max(3, int(cut.unit * rng.uniform(0.1, 0.5)))):
                drawn[y:, x : x + max(1, int(0.05 * cut.unit))] = 0
    if rng.random() < 0.2:  # dotted
        drawn[:, :: int(rng.integers(2, 7))] = 0
    rules: Floats = drawn.astype(np.float32) / np.float32(255)
    return rules


def _level_rule(drawn: Gray, cut: _Cut, thick: int, rng: Rng) -> None:
    height, width = drawn.shape
    heights = [
        cut.bottom + (abs(rng.normal(0, 0.12)) - 0.04) * cut.unit,
        cut.top - abs(rng.normal(0, 0.15)) * cut.unit,
        height - 1 - rng.uniform(0, 0.1) * cut.unit,
        rng.uniform(0, height),
    ]
    y, rise = float(rng.choice(heights, p=[0.4, 0.2, 0.35, 0.05])), rng.normal(0, 0.015) * width
    for _ in range(2 if rng.random() < 0.25 else 1):
        ends = (0, int(8 * (y - rise / 2))), (8 * width, int(8 * (y + rise / 2)))
        cv2.line(drawn, *ends, 255, thick, cv2.LINE_AA, 3)
        y += cut.unit * rng.uniform(0.06, 0.2)
