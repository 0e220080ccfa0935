"""A text -> ink on a canvas: characters beside each other, in frames, with what stands around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.line.symbols import ALPHABET, OTHER
from training.lines import texts
from training.lines.texts import GAP, MARK, Text
from training.lines.typeset import typeset
from training.synthesis import negatives
from training.synthesis.greek import letter
from training.synthesis.handwriting import (
    UNIT,
    Hand,
    Hands,
    Patch,
    character,
    drawn,
    foreign,
    tight,
)

Rng = np.random.Generator

HEIGHT: Final = int(4.6 * UNIT)
TALLEST: Final = HEIGHT - 8
"""A mark that would be taller than this is cut off."""

BASE: Final = int(2.9 * UNIT)
"""Where digits stand, on the canvas."""

SIZES: Final[dict[str, tuple[float, float, float, float]]] = {
    ".": (0.0, 0.0, -0.02, 0.06),
    ",": (0.15, 0.4, -0.25, 0.02),
    "'": (0.15, 0.35, 0.7, 1.0),
    '"': (0.15, 0.35, 0.7, 1.0),
    "-": (0.04, 0.1, 0.3, 0.6),
    "~": (0.15, 0.3, 0.3, 0.5),
    "_": (0.04, 0.1, -0.15, 0.0),
    "+": (0.4, 0.85, 0.05, 0.25),
    "=": (0.2, 0.45, 0.2, 0.4),
    ":": (0.35, 0.8, 0.0, 0.15),
    ";": (0.4, 0.8, -0.2, 0.05),
    "/": (1.0, 1.7, -0.35, 0.0),
    "(": (1.0, 1.7, -0.35, 0.0),
    ")": (1.0, 1.7, -0.35, 0.0),
    "*": (0.3, 0.6, 0.2, 0.6),
}
"""Height of a sign, and of its foot above the line: each from and to, in digits' heights."""

PRINTED: Final = 0.3
"""How often a word is printed."""

PRINTED_DOLLARS: Final = 0.5
"""How often the sign before an amount is: cheques have it."""

JOINED: Final = {"word": 0.45, "number": 0.04, "signed": 0.03}
"""How often the characters of a line hang together by strokes between them."""

TALL_ONES: Final = 0.3
"""How often a one is taller than the digits beside it, as far as the side of a cell."""

SMALL: Final = "acegmnopqrsuvwxyz"
HANGING: Final = "gjpqy"
LABEL: Final = {symbol: place for place, symbol in enumerate(ALPHABET)}


@dataclass(frozen=True)
class Written:
    """A line that was written.

    Attributes:
        ink: `[HEIGHT, W]`, 0 to 255.
        labels: its symbols, as places in `ALPHABET`.
        middles: x of the middle of each.
    """

    ink: Patch
    labels: list[int]
    middles: list[float]


def write(rng: Rng, hands: Hands) -> Written:
    """Writes any line."""
    return Writing(texts.text(rng), Hand.of(hands, rng), hands, rng).written()


def symbol_of(mark: str, *, numeric: bool) -> str:
    """The symbol that a character is an instance of."""
    if numeric and mark in "xX":
        return "×"  # noqa: RUF001
    mark = mark.lower()
    return mark if mark in LABEL else OTHER


class Writing:
    """A line while it is written."""

    def __init__(self, text: Text, hand: Hand, hands: Hands, rng: Rng) -> None:
        self.text, self.hand, self.hands, self.rng = text, hand, hands, rng
        kinds = [rng.normal(-0.02, 0.06), rng.uniform(0.03, 0.3), rng.uniform(0.2, 1.0)]
        self.gap = float(rng.choice(kinds, p=[0.34, 0.48, 0.18])) * UNIT + 0.3 * hand.pen
        self.kerned = rng.random() < 0.6
        self.drift = float(rng.normal(0, 0.035)) * UNIT if rng.random() < 0.5 else 0.0
        self.unsteady = float(rng.choice([0.01, 0.04, 0.09])) * UNIT
        width = int(len(text.marks) * (2.6 * UNIT + max(0.0, self.gap)) + 8 * UNIT)
        self.ink = np.zeros((HEIGHT, width), np.uint8)
        self.front = np.full(HEIGHT, -1e4, np.float32)  # the last mark's right edge in each row
        self.x = self.left = 2 * UNIT
        self.last: tuple[int, int, int, int] | None = None  # x, y, w, h
        self.boxes: list[tuple[int, int, int, int]] = []
        self.labels: list[int] = []
        self.middles: list[float] = []
        self.slashed = rng.random() < 0.05
        self.joined = rng.random() < JOINED.get(text.kind, 0.0)

    def written(self) -> Written:
        """Writes all of it."""
        rng, kind = self.rng, self.text.kind
        if kind == "nothing":
            self._nothing()
            return Written(self.ink, [], [])
        if kind == "word" and rng.random() < PRINTED:
            self._printed()
            return Written(self.ink, self.labels, self.middles)
        comb = kind in {"number", "signed"} and rng.random() < 0.1
        if comb and len(self.text.marks) <= 12:
            self._in_cells()
        else:
            self._in_a_row()
            if kind in {"number", "signed", "mixed"} and self.boxes and rng.random() < 0.085:
                self._frame()
        if rng.random() < 0.1:
            self._rule()
        if rng.random() < 0.06:
            self._neighbours()
        if rng.random() < 0.12:
            self._specks()
        return Written(self.ink, self.labels, self.middles)

    def _printed(self) -> None:
        """The text in a typeface."""
        text = self.text.marks.replace(GAP, " ")
        patch, middles = typeset(text, UNIT * self.rng.uniform(0.8, 1.1), self.rng)
        self.ink = np.zeros((HEIGHT, patch.shape[1] + 4 * UNIT), np.uint8)
        self._blit(patch, self.x, BASE - UNIT)
        self.labels = [LABEL[symbol_of(m, numeric=False)] for m in text if m != " "]
        self.middles = [self.x + middle for middle in middles]

    def _in_a_row(self) -> None:
        wide = 0.0
        for mark in self.text.marks:
            if mark == GAP:
                wide += self.rng.uniform(0.35, 1.1) * UNIT
                continue
            made = self._patch(mark)
            if made is None:
                continue
            patch, y, symbol = made
            x = self._place(patch, y, mark) + int(wide)
            wide = 0.0
            if x + patch.shape[1] + 2 * UNIT > self.ink.shape[1]:
                return
            if self.joined and self.last is not None and mark not in SIZES:
                self._ligature(x, y + self.rng.uniform(0.3, 0.9) * patch.shape[0])
            self._put(patch, x, y, symbol)

    def _patch(self, mark: str) -> tuple[Patch, int, int] | None:
        """A mark's ink, the row of its top, and its label."""
        rng, hand = self.rng, self.hand
        symbol = symbol_of(mark, numeric=self.text.numeric)
        rows = rng.normal(0, self.unsteady) + self.drift * len(self.labels)
        uneven = float(np.exp(rng.normal(0, hand.uneven)))
        if mark == MARK:
            patch = _other(hand, self.hands, rng)
            foot = 0.0 if rng.random() < 0.7 else rng.uniform(-0.3, 0.3)
        elif mark == "$" and rng.random() < PRINTED_DOLLARS:
            patch, foot = tight(typeset(mark, UNIT * rng.uniform(0.8, 1.2), rng)[0]), -0.05
        elif mark == "÷":
            patch, foot = self._division(), rng.uniform(0.05, 0.3)
        elif mark == ".":
            radius = max(1.0, hand.pen * rng.uniform(0.45, 0.95))
            patch, foot = _dot(radius), rng.uniform(-0.04, 0.08)
        elif mark in SIZES:
            low, high, deep, up = SIZES[mark]
            made = character(mark, UNIT * rng.uniform(low, high), hand, self.hands, rng, own=False)
            if made is None:
                return None
            patch, foot = _fitted(made, mark, rng), rng.uniform(deep, up)
        else:
            tall, foot = self._tall(mark, symbol)
            drawn = "x" if mark == "×" else mark  # noqa: RUF001
            made = character(drawn, UNIT * tall * uneven, hand, self.hands, rng,
                             own=mark.isdigit())  # fmt: skip
            if made is None:
                return None
            patch = made
            if mark == "0" and self.slashed:
                _slash(patch, hand.pen, rng)
            if mark.isdigit() and rng.random() < 0.5:
                foot -= (patch.shape[0] / UNIT - 1) * rng.uniform(0, 1)
        if patch.shape[0] > TALLEST:
            patch = patch[-TALLEST:]
        y = int(BASE - foot * UNIT + rows) - patch.shape[0]
        return patch, min(max(y, 2), HEIGHT - patch.shape[0] - 2), LABEL[symbol]

    def _tall(self, mark: str, symbol: str) -> tuple[float, float]:
        """Height of a letter or digit, and of its foot above the line, in digits' heights."""
        rng, hand = self.rng, self.hand
        if mark == "0":
            return hand.zero, (rng.uniform(0, 1 - hand.zero) if rng.random() < 0.5 else 0.0)
        if mark == "1" and rng.random() < TALL_ONES:
            tall = rng.uniform(1.0, 1.5)
            return tall, -(tall - 1) * rng.uniform(0, 1)
        if mark in "79" or (mark in "14" and rng.random() < 0.3):
            return hand.tail, -(hand.tail - 1) * rng.uniform(0.6, 1)
        if symbol == "×":  # noqa: RUF001
            return rng.uniform(0.4, 0.85), rng.uniform(0, 0.3)
        if mark in HANGING:
            return rng.uniform(0.85, 1.2), -rng.uniform(0.25, 0.5)
        if mark in SMALL:
            return rng.uniform(0.5, 0.8), 0.0
        return rng.uniform(0.9, 1.25) if mark.isalpha() else 1.0, 0.0

    def _place(self, patch: Patch, y: int, mark: str) -> int:
        """Where the next mark goes: by its box, or as close as its outline lets it."""
        if self.last is None:
            return self.x
        h, w = patch.shape
        x0, _, w0, _ = self.last
        gap = self.gap * self.rng.uniform(0.6, 1.4) + self.rng.normal(0, 0.04) * UNIT
        if mark in ".,:'":
            gap = max(gap, 0.02 * UNIT) * self.rng.uniform(0.3, 1.2) + 0.5 * self.hand.pen
        if not self.kerned or mark in SIZES:
            return int(max(x0 + w0 + gap, x0 + max(5, 0.4 * w)))
        front = cv2.dilate(self.front[y : y + h, None], np.ones((9, 1), np.uint8))[:, 0]
        close = float((front - _first(patch)).max())
        return int(max(close + gap, x0 + 0.7 * w0, x0 + max(4, 0.25 * w)))

    def _put(self, patch: Patch, x: int, y: int, label: int) -> None:
        h, w = patch.shape
        part = self.ink[y : y + h, x : x + w]
        np.maximum(part, patch, out=part)
        self.front[y : y + h] = np.maximum(self.front[y : y + h], x + _after(patch))
        self.last = (x, y, w, h)
        self.boxes.append(self.last)
        if label == LABEL[OTHER] and self.labels and self.labels[-1] == label and w < 0.3 * UNIT:
            return
        self.labels.append(label)
        self.middles.append(x + w / 2)

    def _in_cells(self) -> None:
        """One mark a cell, the cells' frames drawn with the same pen or a finer one."""
        rng = self.rng
        cell = UNIT * rng.uniform(1.15, 2.0)
        top = BASE - UNIT * rng.uniform(1.1, 1.45)
        foot = BASE + UNIT * rng.uniform(0.08, 0.4)
        marks = [m for m in self.text.marks if m != GAP]
        pen = max(1, round(self.hand.pen * rng.uniform(0.35, 1.0)))
        left = self.x
        apart = rng.uniform(0.1, 0.4) * UNIT if rng.random() < 0.3 else 0.0
        if rng.random() < 0.2:
            self._remnants(left, cell + apart, len(marks), pen, foot)
            pen = 0
        level = rng.random() < 0.9  # else the cells are parted, but have no top and foot
        open_top = level and rng.random() < 0.25
        if not level:  # what is no taller than a digit would be a one
            top, foot = top - UNIT * rng.uniform(0.3, 0.7), foot + UNIT * rng.uniform(0.1, 0.5)
        for place, mark in enumerate(marks):
            x0 = left + place * (cell + apart)
            if x0 + cell + UNIT > self.ink.shape[1]:
                break
            for x in (x0, x0 + cell) if pen else ():
                upper = foot - (foot - top) * (rng.uniform(0.2, 0.6) if open_top else 1)
                cv2.line(self.ink, (int(x), int(upper)), (int(x), int(foot)), 255, pen, cv2.LINE_AA)
            if level and pen:
                cv2.line(
                    self.ink, (int(x0), int(foot)), (int(x0 + cell), int(foot)), 255, pen,
                    cv2.LINE_AA,
                )  # fmt: skip
            if level and pen and not open_top:
                cv2.line(
                    self.ink, (int(x0), int(top)), (int(x0 + cell), int(top)), 255, pen, cv2.LINE_AA
                )
            made = self._patch(mark)
            if made is None:
                continue
            patch, y, label = made
            x = int(x0 + (cell - patch.shape[1]) / 2 + rng.normal(0, 0.1) * cell)
            self._put(patch, max(2, x), y, label)

    def _remnants(self, left: float, step: float, cells: int, pen: int, foot: float) -> None:
        """What is left of the partings of cells when most of them was taken out."""
        rng = self.rng
        y = foot - UNIT * rng.choice([rng.uniform(0, 0.3), rng.uniform(0.9, 1.3)])
        long = UNIT * rng.uniform(0.0, 0.25)
        for place in range(cells + 1):
            at = np.array([left + place * step, y]) + rng.normal(0, 0.03 * UNIT, 2)
            if rng.random() < 0.85:
                self._stroke(np.stack([at, at + np.array([rng.normal(0, 1), long])]), pen)

    def _frame(self) -> None:
        """A box or a ring around everything, with the same pen or another."""
        rng = self.rng
        x0, y0, x1, y1 = self._extent()
        pen = max(1, round(self.hand.pen * rng.uniform(0.4, 1.1)))
        room = UNIT * rng.uniform(0.08, 0.5, 4)
        if rng.random() < 0.55:
            corners = np.array([
                (x0 - room[0], y0 - room[1]), (x1 + room[2], y0 - room[1]),
                (x1 + room[2], y1 + room[3]), (x0 - room[0], y1 + room[3]),
            ]) + rng.normal(0, 0.04 * UNIT, (4, 2))  # fmt: skip
            closed = corners[[0, 1, 2, 3, 0]]
            closed[-1] += rng.normal(0, 0.08 * UNIT, 2)
            self._stroke(closed, pen)
            return
        turn = np.linspace(0, rng.uniform(5.9, 7.0), 48) + rng.uniform(0, 6.3)
        wide, tall = (x1 - x0) / 2 * 1.15 + room[0], (y1 - y0) / 2 * 1.15 + room[1]
        wobble = 1 + 0.05 * np.sin(2 * turn + rng.uniform(0, 6)) + 0.03 * np.sin(3 * turn)
        ring = np.stack([np.cos(turn) * wide, np.sin(turn) * tall], 1) * wobble[:, None]
        self._stroke(ring + np.array([(x0 + x1) / 2, (y0 + y1) / 2]), pen)

    def _rule(self, *, level: bool = False) -> None:
        """A rule under, over, through or beside the writing; `level` for none beside it."""
        rng = self.rng
        x0, y0, x1, y1 = self._extent()
        pen = max(1, round(self.hand.pen * rng.uniform(0.25, 0.9)))
        kind = rng.random() * (0.72 if level else 1)
        if kind < 0.72:
            y = {0: y1, 1: y0}.get(int(kind > 0.55), y1) + UNIT * rng.normal(0.08, 0.12) * (
                1 if kind <= 0.55 else -1
            )
            ends = np.array(
                [
                    (x0 - UNIT * rng.uniform(-0.3, 0.8), y),
                    (x1 + UNIT * rng.uniform(-0.3, 0.8), y + rng.normal(0, 0.05) * UNIT),
                ]
            )
            self._stroke(ends, pen)
            if kind < 0.12:
                self._stroke(ends + np.array([0, pen + UNIT * rng.uniform(0.06, 0.2)]), pen)
        else:
            x = (
                x0 - UNIT * rng.uniform(0.15, 0.6)
                if rng.random() < 0.5
                else (x1 + UNIT * rng.uniform(0.15, 0.6))
            )
            long = UNIT * rng.uniform(0.7, 1.2)
            self._stroke(np.array([(x, y0 - long), (x + rng.normal(0, 1), y1 + long)]), pen)

    def _neighbours(self) -> None:
        """The feet of digits of the line above, or the heads of those of the line below."""
        rng = self.rng
        x0, y0, x1, y1 = self._extent()
        above = rng.random() < 0.5
        for _ in range(int(rng.integers(1, 4))):
            patch = character(str(rng.integers(10)), UNIT, self.hand, self.hands, rng)
            if patch is None:
                continue
            part = max(1, int(patch.shape[0] * rng.uniform(0.05, 0.3)))
            x = int(rng.uniform(x0, max(x0 + 1.0, x1 - patch.shape[1])))
            away = int(UNIT * rng.uniform(-0.05, 0.15))
            piece = patch[-part:] if above else patch[:part]
            y = y0 - away - part if above else y1 + away
            self._blit(piece, x, int(y))

    def _specks(self) -> None:
        rng = self.rng
        x0, y0, x1, y1 = self._extent()
        for _ in range(int(rng.integers(1, 5))):
            at = (int(rng.uniform(x0, x1)), int(rng.uniform(y0, y1)))
            cv2.circle(self.ink, at, int(rng.integers(1, 3)), 255, -1, cv2.LINE_AA)

    def _nothing(self) -> None:
        """Rules, corners of frames, hatching, or noise: ink, but no writing."""
        rng = self.rng
        if rng.random() < 0.5:
            self._rule(level=True)  # an upright one alone would be a one
            for _ in range(int(rng.integers(0, 3))):
                self._rule()
            return
        field = np.zeros((2 * UNIT, int(UNIT * rng.uniform(1, 6))), np.float32)
        for _ in range(2):
            grain = rng.normal(0, 1, rng.integers(4, 40, 2)).astype(np.float32)
            field += cv2.resize(grain, field.shape[::-1], interpolation=cv2.INTER_CUBIC)
        ink = (field > np.quantile(field, rng.uniform(0.5, 0.95))).astype(np.uint8) * 255
        if rng.random() < 0.4:
            ink = cv2.morphologyEx(ink, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        self._blit(ink, self.x, BASE - ink.shape[0])

    def _extent(self) -> tuple[float, float, float, float]:
        if not self.boxes:
            return self.x, BASE - UNIT, self.x + 2.0 * UNIT, float(BASE)
        x, y, w, h = np.array(self.boxes, float).T
        return float(x.min()), float(y.min()), float((x + w).max()), float((y + h).max())

    def _stroke(self, points: NDArray[np.float64], pen: int) -> None:
        fixed = np.round(points * 16).astype(np.int32)
        cv2.polylines(self.ink, [fixed], False, 255, pen, cv2.LINE_AA, 4)

    def _blit(self, patch: Patch, x: int, y: int) -> None:
        x, y = max(x, 0), min(max(y, 0), HEIGHT - 1)
        part = self.ink[y : y + patch.shape[0], x : x + patch.shape[1]]
        np.maximum(part, patch[: part.shape[0], : part.shape[1]], out=part)

    def _ligature(self, x: int, y: float) -> None:
        assert self.last is not None
        x0, y0, w0, h0 = self.last
        start = (x0 + w0 - 2, int(y0 + self.rng.uniform(0.5, 1) * h0))
        pen = max(1, round(0.8 * self.hand.pen))
        cv2.line(self.ink, start, (x + 3, int(y)), 255, pen, cv2.LINE_AA)

    def _division(self) -> Patch:
        rng, pen = self.rng, self.hand.pen
        wide, tall = UNIT * rng.uniform(0.4, 0.8), UNIT * rng.uniform(0.4, 0.8)
        field = np.zeros((int(2.5 * tall + 3 * pen + 8), int(2 * wide + 3 * pen + 8)), np.uint8)
        cx, cy = field.shape[1] / 2, field.shape[0] / 2
        lean = rng.normal(0, 0.08) * wide
        ends = (int(cx - wide / 2), int(cy + lean)), (int(cx + wide / 2), int(cy - lean))
        cv2.line(field, *ends, 255, max(1, round(pen)), cv2.LINE_AA)
        dashes = rng.random() < 0.25  # by a hurried pen
        for side in (-1, 1):
            at = (int(cx + rng.normal(0, 0.05) * wide), int(cy + side * tall / 2))
            radius = max(1, round(pen * rng.uniform(0.5, 0.8)))
            cv2.circle(field, at, radius, 255, -1, cv2.LINE_AA)
            if dashes:
                along = rng.normal(0, 0.25, 2) * tall
                end = (int(at[0] + along[0]), int(at[1] + side * abs(along[1])))
                cv2.line(field, at, end, 255, max(1, round(pen)), cv2.LINE_AA)
        return tight(field)


def _fitted(patch: Patch, mark: str, rng: Rng) -> Patch:
    """A sign whose width is what tells its size."""
    if mark not in "-_~":
        return patch
    wide = UNIT * rng.uniform(0.15, 0.75)
    scale = wide / max(patch.shape[1], 1)
    if 0.5 < scale < 2:
        return patch
    size = (max(2, int(wide)), patch.shape[0])
    scaled: Patch = cv2.resize(patch, size, interpolation=cv2.INTER_LINEAR)
    return scaled


def _other(hand: Hand, hands: Hands, rng: Rng) -> Patch:
    """A mark of another script, a symbol, a scribble, a texture."""
    kinds, odds = list(OTHERS), np.array(list(OTHERS.values()))
    kind = kinds[int(rng.choice(len(kinds), p=odds / odds.sum()))]
    if kind == "foreign":
        made = foreign(UNIT * rng.uniform(0.6, 1.3), hand, hands, rng)
        if made is not None:
            return made
        kind = "invented"
    if kind == "greek":
        return drawn(letter(rng), UNIT * rng.uniform(0.7, 1.3), hand, rng)
    while not (patch := tight(negatives.KINDS[kind][1](rng))).any():
        continue
    scale = UNIT * rng.uniform(0.6, 1.3) / max(patch.shape[0], 0.5 * patch.shape[1])
    size = (max(2, round(patch.shape[1] * scale)), max(2, round(patch.shape[0] * scale)))
    scaled: Patch = cv2.resize(patch, size, interpolation=cv2.INTER_LINEAR)
    return scaled


OTHERS: Final = {
    "foreign": 0.4,
    "greek": 0.14,
    "invented": 0.12,
    "syllable": 0.08,
    "looped": 0.08,
    "scribbled": 0.08,
    "textured": 0.08,
    "blotted": 0.06,
}


def _dot(radius: float) -> Patch:
    field = np.zeros((int(2 * radius) + 6, int(2 * radius) + 6), np.uint8)
    middle = field.shape[0] * 8
    cv2.circle(field, (middle, middle), int(radius * 16), 255, -1, cv2.LINE_AA, 4)
    return tight(field)


def _slash(patch: Patch, pen: float, rng: Rng) -> None:
    """A zero's slash, inside its box."""
    h, w = patch.shape
    ends = (int(w * rng.uniform(0.1, 0.3)), int(h * rng.uniform(0.75, 0.98))), (
        int(w * rng.uniform(0.7, 0.95)), int(h * rng.uniform(0.05, 0.25)))  # fmt: skip
    cv2.line(patch, *ends, 255, max(1, round(pen)), cv2.LINE_AA)


def _first(patch: Patch) -> NDArray[np.float32]:
    """The first column of ink in each row; far to the right where there is none."""
    ink = patch > 60
    return np.where(ink.any(axis=1), ink.argmax(axis=1), 1e4).astype(np.float32)


def _after(patch: Patch) -> NDArray[np.float32]:
    """The last column of ink in each row; far to the left where there is none."""
    ink = patch > 60
    last = patch.shape[1] - 1 - ink[:, ::-1].argmax(axis=1)
    return np.where(ink.any(axis=1), last, -1e4).astype(np.float32)
