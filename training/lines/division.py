"""The sign of division: a stroke between two dots, of which nobody has left any as pen strokes."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from training.synthesis.handwriting import FLAT, UNIT, Hand, Hands
from training.synthesis.pen import Patch, character, drawn, tight

Rng = np.random.Generator

SMALLEST_DOT: Final = 0.035
"""Radius of the smallest dot of a pen, in digits' heights: a smaller one would be no more to see
than dirt."""

STRAIGHT: Final = 0.4
"""How often the stroke is a straight one; else somebody's minus."""

WIDE: Final = (0.35, 1.3)
"""Width of a straight stroke, in digits' heights; somebody's is at most half as wide again."""

ROUND: Final = 0.5
"""How often a dot is as round as a pen makes it; else somebody's point."""

TALL: Final = (0.05, 0.25)
AWAY: Final = (0.04, 0.3)
"""Height of somebody's point, and how far a dot is from the stroke, in digits' heights."""

ALIKE: Final = 0.5
"""How often both dots are the same."""


def division(tall: float, hand: Hand, hands: Hands, rng: Rng) -> Patch:
    """Draws a sign of division.

    Args:
        tall: height of somebody's minus, in pixels, see `FLAT`.
        hand: that writes it.
        hands: all there are.
        rng: every choice.
    """
    bar = _bar(tall, hand, hands, rng)
    dots = [_point(hand, hands, rng) for _ in range(2)]
    if rng.random() < ALIKE:
        dots[1] = dots[0]
    above, below = (max(2, int(rng.uniform(*AWAY) * UNIT)) for _ in dots)
    top = dots[0].shape[0] + above
    foot = top + bar.shape[0] + below
    w = bar.shape[1] + 2 * max(dot.shape[1] for dot in dots)
    field = np.zeros((foot + dots[1].shape[0], w), np.uint8)
    _lay(field, bar, (w - bar.shape[1]) // 2, top)
    for one, y in zip(dots, (0, foot), strict=True):
        left = (w - one.shape[1]) / 2 + rng.normal(0, 0.08) * bar.shape[1]
        _lay(field, one, int(np.clip(left, 0, w - one.shape[1])), y)
    return tight(field)


def dot(radius: float) -> Patch:
    """A round dot, of a radius in pixels, but none that could not be seen."""
    radius = max(SMALLEST_DOT * UNIT, radius)
    field = np.zeros((int(2 * radius) + 6, int(2 * radius) + 6), np.uint8)
    middle = field.shape[0] * 8
    cv2.circle(field, (middle, middle), int(radius * 16), 255, -1, cv2.LINE_AA, 4)
    return tight(field)


def _bar(tall: float, hand: Hand, hands: Hands, rng: Rng) -> Patch:
    if rng.random() >= STRAIGHT:
        made = character("-", tall, hand, hands, rng, own=False)
        if made is not None and WIDE[0] <= made.shape[1] / UNIT <= 1.5 * WIDE[1]:
            return made
    wide = max(UNIT * rng.uniform(*WIDE), 2.5 * hand.pen)  # else it is a third dot
    ends = np.array([[0, 0], [wide, rng.normal(0, 0.08) * wide]], np.float32)
    return drawn([ends], FLAT * wide, hand, rng)


def _point(hand: Hand, hands: Hands, rng: Rng) -> Patch:
    if rng.random() < ROUND:
        return dot(hand.pen * rng.uniform(0.5, 0.9))
    tall = max(UNIT * rng.uniform(*TALL), 0.7 * hand.pen)
    made = character(".", tall, hand, hands, rng, own=False)
    if made is None or max(made.shape) > 0.35 * UNIT + 2 * hand.pen:  # it is a dash
        return dot(0.7 * hand.pen)
    return made


def _lay(field: Patch, patch: Patch, x: int, y: int) -> None:
    part = field[y : y + patch.shape[0], x : x + patch.shape[1]]
    np.maximum(part, patch, out=part)
