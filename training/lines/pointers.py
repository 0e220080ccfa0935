"""Arrows between numbers and bullets before them, of which nobody has left any as pen strokes."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from training.synthesis.handwriting import UNIT, Hand
from training.synthesis.pen import Patch, tight

Rng = np.random.Generator

ARROW: Final = "→"
"""In a text: an arrow."""

BULLET: Final = "•"
"""In a text: a filled spot before a number."""

SHAFT: Final = (0.5, 2.2)
HEAD: Final = (0.12, 0.32)
"""Length of an arrow and of each side of its head, in digits' heights."""

DOUBLE: Final = 0.15
"""How often its shaft is two strokes."""

APART: Final = 0.07
"""How far they are from its middle, in digits' heights; the head is wider."""

BACK: Final = 0.1
"""How often it points to the left."""

SPOT: Final = (0.09, 0.24)
"""Radius of a bullet, in digits' heights."""


def arrow(hand: Hand, rng: Rng) -> Patch:
    """Draws an arrow, its tip joined with the shaft or nearly."""
    pen = max(1, round(hand.pen))
    long, away = UNIT * rng.uniform(*SHAFT), UNIT * rng.uniform(*HEAD)
    middle, left = 0.8 * UNIT, 0.4 * UNIT
    field = np.zeros((round(1.6 * UNIT), round(long + UNIT)), np.uint8)
    fall = rng.normal(0, 0.06) * long
    tip = np.array([left + long, middle + fall])
    lines = (-APART, APART) if rng.random() < DOUBLE else (0.0,)
    away = max(away, 4 * APART * UNIT * (len(lines) - 1))
    for line in lines:
        bend = np.array([left + long / 2, middle + fall / 2 + rng.normal(0, 0.04) * UNIT])
        start, down = np.array([left, middle]), np.array([0, line * UNIT])
        _stroke(field, [start + down, bend + down, tip + down], pen)
    for side in (-1, 1):
        angle = side * rng.uniform(0.45, 0.95)
        end = tip - away * rng.uniform(0.8, 1.3) * np.array([np.cos(angle), np.sin(angle)])
        _stroke(field, [end, tip + rng.normal(0, 0.03, 2) * UNIT], pen)
    return tight(field[:, ::-1] if rng.random() < BACK else field)


def bullet(hand: Hand, rng: Rng) -> Patch:
    """Draws a bullet: a spot that is filled, at least as thick as the pen."""
    radius = max(UNIT * rng.uniform(*SPOT), 0.7 * hand.pen)
    side = 2 * round(radius) + 8
    field = np.zeros((side, side), np.uint8)
    axes = tuple(max(1, round(radius * rng.uniform(0.8, 1.1))) for _ in range(2))
    turn = float(rng.uniform(0, 180))
    cv2.ellipse(field, (side // 2, side // 2), axes, turn, 0, 360, 255, -1, cv2.LINE_AA)
    return tight(field)


def _stroke(field: Patch, points: list[np.ndarray], pen: int) -> None:
    line = np.rint(np.array(points) * 8).astype(np.int32)
    cv2.polylines(field, [line], False, 255, pen, cv2.LINE_AA, shift=3)
