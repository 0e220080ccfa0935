"""A sheet while it is drawn: what is printed on it and what is written, each in a layer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.lines.typeset import typeset
from training.synthesis.handwriting import DIGITS, UNIT, Hand, Hands
from training.synthesis.pen import character

Rng = np.random.Generator
Layer = NDArray[np.uint8]
"""`[h, w]`, how much ink there is, 0 to 255."""

FINE: Final = 2
"""A sheet is drawn so many times as large as it is seen."""

UPRIGHT: Final = "/1()"
"""Signs that some people write taller than digits,"""
LONGEST: Final = 1.9
"""at most so many times as tall."""

_SHIFT: Final = 4
"""Fractional bits of the coordinates that OpenCV draws with."""


@dataclass
class Sheet:
    """A sheet while it is drawn; places and lengths are in its own pixels.

    Attributes:
        side: height and width, in pixels.
        unit: height of a digit, in pixels.
        hand: who writes, of `hands`.
        rng: every choice.
        rules: `[side, side]`, printed or drawn rules.
        writing: `[side, side]`, what is written, by hand or in print.
        pen: width of the hand's strokes, in pixels.
    """

    side: int
    unit: float
    hands: Hands
    hand: Hand
    rng: Rng
    rules: Layer = field(init=False)
    writing: Layer = field(init=False)
    pen: float = field(init=False)

    def __post_init__(self) -> None:
        self.rules = np.zeros((self.side, self.side), np.uint8)
        self.writing = np.zeros((self.side, self.side), np.uint8)
        self.pen = max(1.0, self.hand.pen * self.unit / UNIT)

    def rule(self, ends: NDArray[np.float64], width: float, wobble: float = 0.0) -> None:
        """Draws a rule.

        Args:
            ends: `[2, 2]`, x and y of both ends.
            width: in pixels; what is thinner than one is paler.
            wobble: standard deviation of how far it strays, in pixels, as where a hand draws it.
        """
        count = 2 if not wobble else 24
        along = np.linspace(0, 1, count)[:, None]
        points = ends[0] + (ends[1] - ends[0]) * along
        if wobble:
            stray = cv2.GaussianBlur(self.rng.normal(0, 1, (count, 2)), (1, 9), 0, sigmaY=2.5)
            points = points + wobble * 2.5 * stray
        shade = int(255 * min(1.0, max(width, 0.25)))
        fixed = np.round(points * (1 << _SHIFT)).astype(np.int32)
        thick = max(1, round(width))
        cv2.polylines(self.rules, [fixed], False, shade, thick, cv2.LINE_AA, _SHIFT)

    def dotted(self, ends: NDArray[np.float64], width: float) -> None:
        """Prints a rule of dots or dashes."""
        (x0, y0), (x1, y1) = ends
        length = float(np.hypot(x1 - x0, y1 - y0))
        step = self.unit * self.rng.uniform(0.12, 0.4)
        dash = step * self.rng.choice([0.05, self.rng.uniform(0.2, 0.75)])
        for far in np.arange(0, length, step):
            places = np.array([far, min(far + dash, length)])[:, None] / max(length, 1)
            self.rule(ends[0] + (ends[1] - ends[0]) * places, width)

    def text(self) -> str:
        """What may stand in one place: a number mostly, a date, at times with signs, or a word."""
        rng = self.rng
        count = int(rng.choice([1, 2, 3, 4, 5, 6, 8], p=[0.15, 0.2, 0.2, 0.15, 0.12, 0.1, 0.08]))
        marks = DIGITS
        kind = rng.random()
        if kind < 0.07:
            parts = rng.choice(list(DIGITS), (3, 2))[: int(rng.integers(2, 4))]
            return str(rng.choice(["/", "/", "-", "."])).join("".join(part) for part in parts)
        if kind < 0.2:
            marks = DIGITS + "..,-//:+=()"
        elif kind < 0.3:
            marks = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        elif kind < 0.36:
            marks = "1"
        elif kind < 0.5:
            marks = "1147/"
        return "".join(rng.choice(list(marks), count))

    def write(self, text: str, x: float, foot: float, height: float | None = None) -> float:
        """Writes by hand, from `x` on upon the row `foot`.

        Returns:
            where it ends.
        """
        rng = self.rng
        height = height or self.unit
        gap = rng.choice([rng.uniform(-0.05, 0.1), rng.uniform(0.05, 0.4)]) * height
        longer = rng.uniform(1, LONGEST) if rng.random() < 0.4 else 1.0
        for mark in text:
            is_long = mark in UPRIGHT and rng.random() < 0.7
            patch = self._patch(mark, height * (longer if is_long else 1.0))
            if patch is None:
                continue
            below = 0.5 * (longer - 1) * height if is_long else 0.0
            y = foot + below - patch.shape[0] + rng.normal(0, 0.04) * height
            if mark in "-=+":
                y -= 0.4 * height - patch.shape[0] / 2
            self.put(patch, x, y)
            x += patch.shape[1] + gap
        return x

    def centred(self, mark: str, x: float, y: float, height: float) -> None:
        """Writes a mark around a place."""
        patch = self._patch(mark, height)
        if patch is not None:
            self.put(patch, x - patch.shape[1] / 2, y - patch.shape[0] / 2)

    def _patch(self, mark: str, height: float) -> Layer | None:
        tall = 0.2 if mark in ".," else 1.0
        drawn = character(mark, UNIT * tall, self.hand, self.hands, self.rng)
        if drawn is None:
            return None
        size = [max(1, round(side * height / UNIT)) for side in drawn.shape[::-1]]
        method = cv2.INTER_AREA if height < UNIT else cv2.INTER_LINEAR
        patch: Layer = cv2.resize(drawn, size, interpolation=method)
        return patch

    def print(self, text: str, x: float, foot: float, height: float) -> float:
        """Prints a text; returns where it ends."""
        ink, _ = typeset(text, height, self.rng)
        self.put(ink, x, foot - 1.25 * height)
        return float(x + ink.shape[1])

    def ring(self, x: float, y: float, wide: float, high: float) -> None:
        """Draws a ring with the pen, which is no rule."""
        turn = np.linspace(0, self.rng.uniform(5.5, 7), 40) + self.rng.uniform(0, 6.3)
        points = np.stack([x + wide * np.cos(turn), y + high * np.sin(turn)], 1)
        fixed = np.round(points * (1 << _SHIFT)).astype(np.int32)
        thick = max(1, round(self.pen))
        cv2.polylines(self.writing, [fixed], False, 255, thick, cv2.LINE_AA, _SHIFT)

    def put(self, patch: Layer, x: float, y: float) -> None:
        """Lays ink on what is written, as far as it is on the sheet."""
        left, top = round(x), round(y)
        first = max(0, -top), max(0, -left)
        under = self.writing[max(0, top) :, max(0, left) :][: patch.shape[0], : patch.shape[1]]
        seen = patch[first[0] :, first[1] :][: under.shape[0], : under.shape[1]]
        under = under[: seen.shape[0], : seen.shape[1]]
        np.maximum(under, seen, out=under)
