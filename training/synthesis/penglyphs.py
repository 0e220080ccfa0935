"""Single characters of real writers as the digit network sees them: digits, and what is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.digits.normalise import normalise
from bot.reading.glyph import Glyph
from training.data import NOT_A_DIGIT, Digits
from training.synthesis.camera import photograph
from training.synthesis.handwriting import UNIT, Hand, Hands
from training.synthesis.pen import character, foreign

Rng = np.random.Generator

LIKE_DIGITS: Final = frozenset("OoIilSsZzbqgBDYyj|()[]!/\\,'`-_.")
"""Characters that nobody could refuse without refusing digits too: they teach nothing."""

FOREIGN: Final = 0.35
"""Share of what is no digit that is of another script."""

PHOTOGRAPHED: Final = 0.35
"""Share that is photographed; the others are as scanned."""


def draw(digits: int, others: int, rng: Rng, hands: Hands) -> Digits:
    """Draws characters.

    Args:
        digits: how many digits, all ten alike often.
        others: how many that are none; they are labelled `NOT_A_DIGIT`.
        rng: every choice.
        hands: to write with.
    """
    letters = sorted(label for label in hands.places if label not in LIKE_DIGITS)
    letters = [label for label in letters if not label.isdigit()]
    images: list[Glyph] = []
    labels: list[int] = []
    while len(images) < digits + others:
        hand = replace(Hand.of(hands, rng), mnist=0.0)
        if len(images) < digits:
            label = int(rng.integers(10))
            drawn = character(str(label), UNIT, hand, hands, rng)
        else:
            label = NOT_A_DIGIT
            drawn = (
                foreign(UNIT, hand, hands, rng)
                if rng.random() < FOREIGN
                else character(letters[int(rng.integers(len(letters)))], UNIT, hand, hands, rng)
            )
        if drawn is not None and (glyph := normalise(_found(drawn, rng))).any():
            images.append(glyph)
            labels.append(label)
    return Digits(np.stack(images), np.array(labels, np.uint8))


def _found(drawn: NDArray[np.uint8], rng: Rng) -> NDArray[np.uint8]:
    """A character's ink, of any size, as it is found in a scan or a photograph."""
    height = float(np.exp(rng.uniform(np.log(14), np.log(90))))
    scale = height / max(drawn.shape)
    size = (max(2, round(drawn.shape[1] * scale)), max(2, round(drawn.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    ink = cv2.resize(drawn, size, interpolation=method)
    edge = max(2, round(0.1 * height))
    ink = cv2.copyMakeBorder(ink, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=0)
    if rng.random() < PHOTOGRAPHED:
        pixels = photograph(ink.astype(np.float32) / 255, height, rng)
        ground = float(np.percentile(pixels, 80))
        strength = np.clip((ground - pixels) / max(ground - float(pixels.min()), 20), 0, 1)
        near = cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0
        kept: NDArray[np.uint8] = (255 * np.clip(1.5 * strength - 0.25, 0, 1) * near).astype(
            np.uint8
        )
        return kept
    if rng.random() < 0.7:
        ink = cv2.GaussianBlur(ink, (0, 0), float(rng.uniform(0.3, 0.6 + 0.025 * height)))
    peak = max(float(ink.max()), 30.0)
    level = peak * rng.uniform(0.1, 0.35)
    scanned: NDArray[np.uint8] = np.clip((ink - level) * (255 / (peak - level)), 0, 255).astype(
        np.uint8
    )
    return scanned
