"""Writing a line: strings of digits as people set them beside each other.

Digits stand apart, touch or overlap; a thousands dot or a comma stands between some, a dash or a
dot after the last; the line rises, falls and leans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.line.digit_lines import OTHER
from training.digit_lines.glyphs import (
    INK_LEVEL,
    UNIT,
    Hand,
    Patch,
    Rng,
    digit_patch,
    other_patch,
    sign_patch,
)
from training.synthesis.skeletons import Fields

TOP: Final = UNIT
"""Row of the canvas at which a digit of usual height begins."""

HEIGHT: Final = 3 * UNIT
LENGTHS: Final = {1: 15, 2: 11, 3: 15, 4: 16, 5: 16, 6: 14, 7: 7, 8: 4, 10: 2}
"""How often a line has so many digits, in percent."""

MOST: Final = max(LENGTHS)


@dataclass(frozen=True)
class Written:
    """A line on its canvas.

    Attributes:
        ink: uint8 `[HEIGHT, W]`.
        labels: its symbols, 0-9 and `OTHER`.
        middles: of each symbol, `[n, 2]`, x and y.
        left, right: where the writing begins and ends.
        base: row of the base line at the end of the line.
    """

    ink: NDArray[np.uint8]
    labels: list[int]
    middles: NDArray[np.float64]
    left: float
    right: float
    base: float


def string(rng: Rng) -> list[int]:
    """A string of digits; repeated and trailing zeros are as common as in amounts."""
    count = int(rng.choice(list(LENGTHS), p=np.array(list(LENGTHS.values())) / 100))
    digits = [int(digit) for digit in rng.integers(0, 10, count)]
    if count > 2 and rng.random() < 0.2:
        zeros = int(rng.integers(1, count))
        digits[count - zeros :] = [0] * zeros
    if count > 1 and rng.random() < 0.2:
        place = int(rng.integers(1, count))
        digits[place] = digits[place - 1]
    if rng.random() < 0.12:
        digits = [digit if rng.random() < 0.6 else 1 for digit in digits]
    return digits


def write(rng: Rng, fields: Fields) -> Written:
    """Writes any line; some have other marks among or instead of digits, some nothing at all."""
    kind = rng.random()
    labels = string(rng)
    if kind < 0.05:
        labels = [OTHER if rng.random() < 0.3 else digit for digit in labels]
    elif kind < 0.12:
        labels = [OTHER] * min(len(labels), int(rng.integers(1, 5)))
    elif kind < 0.15:
        labels = []
    return _Line(labels, Hand.of(rng), fields, rng).written()


class _Line:
    """A line while it is written."""

    def __init__(self, labels: list[int], hand: Hand, fields: Fields, rng: Rng) -> None:
        self.labels, self.hand, self.fields, self.rng = labels, hand, fields, rng
        gaps = [rng.normal(0, 0.05), rng.uniform(0.03, 0.3), rng.uniform(0.2, 1.3)]
        self.gap = float(rng.choice(gaps, p=[0.35, 0.5, 0.15])) * UNIT + hand.pen / 2
        self.kerned = rng.random() < 0.6
        self.drift = rng.normal(0, 0.05) * UNIT if rng.random() < 0.6 else 0.0
        self.unsteady = float(rng.choice([0.01, 0.04, 0.09])) * UNIT
        self.thousands = len(labels) > 3 and rng.random() < 0.4
        self.cents = len(labels) > 4 and rng.random() < 0.05
        width = int(len(labels) * (2.4 * UNIT + max(0.0, self.gap)) + 10 * UNIT)
        self.ink = np.zeros((HEIGHT, width), np.uint8)
        self.front = np.full(HEIGHT, -1e4, np.float32)  # the last digit's right edge in each row
        self.left = self.x = int(1.5 * UNIT)
        self.last = (self.x, 0, 0, 0)  # x, y, w, h
        self.middles: list[tuple[float, float]] = []

    def written(self) -> Written:
        """Writes all of it."""
        rng = self.rng
        if rng.random() < 0.1:
            self._sign()
        for place, label in enumerate(self.labels):
            self._symbol(place, label)
        base = TOP + UNIT + self.drift * len(self.labels)
        if not self.labels and rng.random() < 0.3:
            self._dot(self.x + UNIT * rng.uniform(0, 1), base, 0.7 * self.hand.pen)
        right = float(self.last[0] + self.last[2]) if self.labels else self.x + 2.0 * UNIT
        if self.labels and rng.random() < 0.4:
            right = max(right, self._ending(right, base))
        if rng.random() < 0.08:
            for _ in range(int(rng.integers(1, 6))):
                y = rng.uniform(TOP - 0.4 * UNIT, base + 0.4 * UNIT)
                self._dot(rng.uniform(self.left, right), y, rng.uniform(1, 3))
        if rng.random() < 0.18:
            self._neighbours(right, base)
        middles = np.array(self.middles, np.float64).reshape(-1, 2)
        return Written(self.ink, self.labels, middles, self.left, right, base)

    def _sign(self) -> None:
        patch = sign_patch(str(self.rng.choice(list("$$#-=*"))), self.hand.pen, self.rng)
        self._put(patch, self.x, TOP + (UNIT - patch.shape[0]) // 2)
        self.x += patch.shape[1] + int(UNIT * self.rng.uniform(0.08, 0.5))
        self.left = self.x
        self.last = (self.x, 0, 0, 0)

    def _symbol(self, place: int, label: int) -> None:
        rng = self.rng
        if label == OTHER:
            patch = other_patch(rng)
        else:
            patch = digit_patch(label, self.hand, self.fields, rng)
        h, w = patch.shape
        y = TOP + UNIT - h + self.drift * place + rng.normal(0, self.unsteady)
        if label != OTHER and rng.random() < 0.5:
            y += (h - UNIT) * rng.uniform(0, 1)
        y = min(max(int(y), 2), HEIGHT - h - 2)
        x = self._place(patch, y) if place else self.x
        if place and self._is_separated(place):
            x = self._separator(x, place)
        x = max(2, min(x, self.ink.shape[1] - w - 2 * UNIT))
        self._put(patch, x, y)
        if place and rng.random() < 0.06:
            self._ligature(x, y + rng.uniform(0, 1) * h)
        self.middles.append((x + w / 2, y + h / 2))
        self.front[y : y + h] = np.maximum(self.front[y : y + h], x + _edges(patch)[1])
        self.last = (x, y, w, h)

    def _place(self, patch: Patch, y: int) -> int:
        """Where the next patch goes: by its box, or as close as its outline lets it."""
        h, w = patch.shape
        x0, _, w0, _ = self.last
        gap = self.gap * self.rng.uniform(0.6, 1.4) + self.rng.normal(0, 0.05) * UNIT
        if not self.kerned:
            return int(max(x0 + w0 + gap, x0 + max(5, 0.4 * w)))
        front = cv2.dilate(self.front[y : y + h, None], np.ones((9, 1), np.uint8))[:, 0]
        close = float((front - _edges(patch)[0]).max())
        return int(max(close + gap, x0 + 0.7 * w0, x0 + max(4, 0.25 * w)))

    def _is_separated(self, place: int) -> bool:
        left = len(self.labels) - place
        if self.thousands and left % 3 == 0:
            return True
        return (self.cents and left == 2) or (not self.thousands and self.rng.random() < 0.02)

    def _separator(self, x: int, place: int) -> int:
        """Puts a dot or a comma before `x`; returns where the next digit then goes."""
        rng = self.rng
        radius = self.hand.pen * rng.uniform(0.4, 1) + rng.uniform(0, 1.5)
        room = rng.uniform(0, 0.5) * UNIT
        middle = x + radius + (room - 0.1 * UNIT) * rng.uniform(0.2, 0.7)
        y = TOP + UNIT + self.drift * place + rng.normal(0, 0.06) * UNIT
        if rng.random() < 0.1:
            y -= UNIT * rng.uniform(0.2, 0.6)
        self._dot(middle, y, radius, comma=rng.random() < 0.35)
        return int(x + room + radius)

    def _ending(self, x: float, base: float) -> float:
        """A dot, a dash, two dashes or several of these after the last digit; gives its end."""
        rng, pen = self.rng, max(1, round(self.hand.pen * self.rng.uniform(0.7, 1.1)))
        x += UNIT * rng.uniform(0.05, 0.3)
        kind = rng.random()
        if kind < 0.45 or kind > 0.9:
            y, radius = base + rng.normal(0, 0.05) * UNIT, self.hand.pen * rng.uniform(0.5, 1)
            self._dot(x, y, radius, comma=rng.random() < 0.35)
            x += UNIT * rng.uniform(0.1, 0.3)
        if kind > 0.35:
            long = UNIT * rng.uniform(0.15, 0.6) * (3 if rng.random() < 0.15 else 1)
            y, rise = base - UNIT * rng.uniform(0.1, 0.9), rng.normal(0, 0.08) * long
            for _ in range(2 if rng.random() < 0.4 else 1):
                ends = (int(x), int(y)), (int(x + long), int(y + rise))
                cv2.line(self.ink, *ends, 255, pen, cv2.LINE_AA)
                y += UNIT * rng.uniform(0.12, 0.3)
            x += long
        return x

    def _neighbours(self, right: float, base: float) -> None:
        """The feet of digits of the line above, or the heads of those of the line below."""
        rng = self.rng
        above = rng.random() < 0.5
        for _ in range(int(rng.integers(1, 4))):
            patch = digit_patch(int(rng.integers(10)), self.hand, self.fields, rng)
            part = max(1, int(patch.shape[0] * rng.uniform(0.05, 0.4)))
            away = int(UNIT * rng.uniform(0.1, 0.3))
            x = int(rng.uniform(self.left, max(self.left + 1.0, right - patch.shape[1])))
            if above:
                self._put(patch[-part:], x, TOP - away - part)
            else:
                self._put(patch[:part], x, int(base) + away)

    def _ligature(self, x: int, y: float) -> None:
        x0, y0, w0, h0 = self.last
        start = (x0 + w0 - 2, int(y0 + self.rng.uniform(0.3, 1) * h0))
        pen = max(1, round(0.7 * self.hand.pen))
        cv2.line(self.ink, start, (x + 2, int(y)), 255, pen, cv2.LINE_AA)

    def _dot(self, x: float, y: float, radius: float, *, comma: bool = False) -> None:
        at = (int(x), int(y))
        cv2.circle(self.ink, at, max(1, round(radius)), 255, -1, cv2.LINE_AA)
        if comma:
            long = UNIT * self.rng.uniform(0.1, 0.38)
            end = (int(x - long * self.rng.uniform(0.1, 0.8)), int(y + long))
            cv2.line(self.ink, at, end, 255, max(1, round(self.hand.pen)), cv2.LINE_AA)

    def _put(self, patch: Patch, x: int, y: int) -> None:
        y = min(max(y, 0), HEIGHT - 1)
        part = self.ink[y : y + patch.shape[0], x : x + patch.shape[1]]
        np.maximum(part, patch[: part.shape[0], : part.shape[1]], out=part)


def _edges(patch: Patch) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The first and last column of ink in each row; far to the other side where there is none."""
    ink = patch > INK_LEVEL
    some, width = ink.any(axis=1), ink.shape[1]
    first = np.where(some, ink.argmax(axis=1), 1e4)
    last = np.where(some, width - 1 - ink[:, ::-1].argmax(axis=1), -1e4)
    return first.astype(np.float32), last.astype(np.float32)
