"""The symbols of a line, each as a patch of ink: digits of one hand and pen, and other marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis import negatives
from training.synthesis.handwriting_styles import ways
from training.synthesis.skeletons import SIDE, STEPS, Fields
from training.synthesis.strokes import SHIFT, jitter, smooth

Rng = np.random.Generator
Patch = NDArray[np.uint8]
"""`[h, w]`, ink up to 255 on ground 0, nothing but ink at its edges."""

UNIT: Final = 48
"""Height of a usual digit on the canvas that lines are written on, in pixels."""

INK_LEVEL: Final = 60
EDGE: Final = 14
OTHERS: Final = {
    "printed": 0.34,
    "lettered": 0.26,
    "invented": 0.14,
    "syllable": 0.1,
    "looped": 0.1,
    "scribbled": 0.06,
}


@dataclass(frozen=True)
class Hand:
    """What stays the same along a line: who writes, and with which pen.

    Attributes:
        pen: width of the strokes, in pixels of the canvas.
        uneven: standard deviation of the digits' heights, as a share.
        aspect: how wide the digits are, as a factor.
        drawn: share of the digits that are drawn as strokes; the others are MNIST's.
        wobble: standard deviation of the strokes' control points, in heights of a digit.
        habits: for each digit a number that chooses its style.
    """

    pen: float
    uneven: float
    aspect: float
    drawn: float
    wobble: float
    habits: NDArray[np.int64]

    @classmethod
    def of(cls, rng: Rng) -> Hand:
        """Any hand."""
        wide = rng.random() < 0.8
        pen = np.exp(rng.uniform(np.log(2), np.log(11))) if wide else rng.uniform(3, 6)
        return cls(
            pen=float(pen),
            uneven=float(rng.choice([0.04, 0.08, 0.14])),
            aspect=float(np.exp(rng.normal(0, 0.2)) * rng.choice([1, 1, 1, 1.4, 0.75])),
            drawn=float(rng.choice([0, 0.6, 1])),
            wobble=float(rng.choice([0.015, 0.03, 0.045])),
            habits=rng.integers(0, 1000, 10),
        )


def digit_patch(digit: int, hand: Hand, fields: Fields, rng: Rng) -> Patch:
    """Writes one digit.

    Args:
        digit: 0 to 9.
        hand: whose, and with which pen.
        fields: MNIST's digits without their pens.
        rng: every choice.
    """
    height = UNIT * float(np.clip(rng.normal(1, hand.uneven), 0.6, 1.4))
    aspect = hand.aspect * float(np.exp(rng.normal(0, 0.12)))
    turn, lean = rng.normal(0, 0.05), rng.normal(0, 0.06)
    cos, sin = np.cos(turn), np.sin(turn)
    pen = hand.pen * rng.uniform(0.9, 1.1)
    if rng.random() >= hand.drawn:
        field = fields.one(digit, rng)
        bend = np.array([[aspect**0.7 * cos, lean - sin], [sin, cos]])
        patch = _from_field(field, bend, height, pen)
        if patch.any():
            return tight(patch)
    bend = np.array([[aspect * cos, lean - sin], [sin, cos]])
    return tight(_from_strokes(digit, bend, height, pen, hand, rng))


def _from_field(
    field: NDArray[np.uint8], bend: NDArray[np.float64], height: float, pen: float
) -> Patch:
    rows, columns = np.nonzero(field < STEPS)
    if len(rows) < 3:
        return np.zeros((1, 1), np.uint8)
    tall, wide = float(np.ptp(rows)), float(np.ptp(columns))
    scale = height / max(tall, 0.4 * SIDE, 0.5 * wide)
    matrix = np.zeros((2, 3))
    matrix[:, :2] = bend * scale
    spread = np.abs(matrix[:, :2]) @ [wide, tall]
    size = (int(spread[0] + pen) + EDGE, int(spread[1] + pen) + EDGE)
    middle = np.array([columns.min() + wide / 2, rows.min() + tall / 2])
    matrix[:, 2] = np.array(size) / 2 - matrix[:, :2] @ middle
    far = cv2.warpAffine(
        field, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    inside = pen / 2 - far.astype(np.float32) * (scale / STEPS) + 0.5
    patch: Patch = (np.clip(inside, 0, 1) * 255).astype(np.uint8)
    return patch


def _from_strokes(
    digit: int, bend: NDArray[np.float64], height: float, pen: float, hand: Hand, rng: Rng
) -> Patch:
    styles = ways(digit)
    usual = int(hand.habits[digit]) if rng.random() < 0.8 else int(rng.integers(len(styles)))
    moved = jitter(styles[usual % len(styles)], rng, size=hand.wobble)
    curves = [smooth(stroke) @ bend.T for stroke in moved]
    every = np.concatenate(curves)
    low, high = every.min(axis=0), every.max(axis=0)
    scale = height / max(float(high[1] - low[1]), 0.35)
    edge = pen / 2 + 2
    width, tall = ((high - low) * scale + 2 * edge).astype(int) + 1
    patch = np.zeros((tall, width), np.uint8)
    for curve in curves:
        fixed = np.round(((curve - low) * scale + edge) * (1 << SHIFT)).astype(np.int32)
        cv2.polylines(patch, [fixed], False, 255, max(1, round(pen)), cv2.LINE_AA, SHIFT)
    return patch


def other_patch(rng: Rng) -> Patch:
    """A mark that is no digit: a letter, a symbol, a character of no script, a scribble."""
    kinds = list(OTHERS)
    kind = kinds[int(rng.choice(len(kinds), p=list(OTHERS.values())))]
    while not (patch := tight(negatives.KINDS[kind][1](rng))).any():
        continue
    scale = UNIT * rng.uniform(0.7, 1.2) / max(patch.shape[0], 0.5 * patch.shape[1])
    size = (max(2, round(patch.shape[1] * scale)), max(2, round(patch.shape[0] * scale)))
    scaled: Patch = cv2.resize(patch, size, interpolation=cv2.INTER_LINEAR)
    return scaled


def sign_patch(sign: str, pen: float, rng: Rng) -> Patch:
    """A sign such as `$`, `#` or `=`, written with a pen of this width."""
    field = np.zeros((2 * UNIT, 2 * UNIT), np.uint8)
    face, size = int(rng.choice([0, 2, 3, 4])), UNIT / 22 * rng.uniform(0.6, 1)
    at = (8, int(1.5 * UNIT))
    cv2.putText(field, sign, at, face, size, 255, max(1, round(pen)), cv2.LINE_AA)
    return tight(field)


def tight(ink: NDArray[np.uint8]) -> Patch:
    """The part that holds all ink, or one pixel of ground where there is none."""
    x, y, w, h = cv2.boundingRect((ink > INK_LEVEL).astype(np.uint8))
    return ink[y : y + h, x : x + w] if w else np.zeros((1, 1), np.uint8)
