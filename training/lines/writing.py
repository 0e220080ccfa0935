"""A text -> ink on a canvas: characters beside each other, in frames, with what stands around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.line.symbols import OTHER
from training.lines import surroundings, texts, written_marks
from training.lines.line_canvas import BASE, HEIGHT, LEFT, Canvas
from training.lines.texts import GAP, Text
from training.lines.typeset import typeset
from training.lines.written_marks import LABEL, SIZES, symbol_of
from training.synthesis.handwriting import UNIT, Hand, Hands
from training.synthesis.pen import Patch

Rng = np.random.Generator

PRINTED: Final = 0.3
"""How often a word is printed."""

JOINED: Final = {"word": 0.45, "number": 0.06, "signed": 0.05}
"""How often the characters of a line hang together by strokes between them."""

CLOSE: Final = 0.25
"""How often a point, or a sign of points, is so close to what is before it that it may touch it."""

CROWDED: Final = 0.12
"""How often the characters of a line run into each other, as on cheques."""


COMBS: Final = {"number": 0.1, "signed": 0.03}
"""How often a line has its symbols in cells."""

PARTED: Final = 0.15
"""How often of the cells only what is left of their partings is drawn."""

FRAMED: Final = (0.08, 0.12)
"""How often a number has a frame, or a ring, around it: a long one, and one of a mark or two."""


@dataclass(frozen=True)
class Written:
    """A line that was written.

    Attributes:
        ink: `[HEIGHT, W]`, 0 to 255.
        labels: its symbols, as places in `ALPHABET`.
        middles: x of the middle of each.
        framed: whether it is in a frame, or its symbols are in cells.
    """

    ink: Patch
    labels: list[int]
    middles: list[float]
    framed: bool = False


def write(rng: Rng, hands: Hands) -> Written:
    """Writes any line."""
    return Writing(texts.text(rng), Hand.of(hands, rng), hands, rng).written()


class Writing:
    """A line while it is written."""

    def __init__(self, text: Text, hand: Hand, hands: Hands, rng: Rng) -> None:
        self.text, self.hand, self.hands, self.rng = text, hand, hands, rng
        kinds = [rng.normal(-0.02, 0.06), rng.uniform(0.03, 0.3), rng.uniform(0.2, 1.1)]
        self.gap = float(rng.choice(kinds, p=[0.3, 0.45, 0.25])) * UNIT + 0.3 * hand.pen
        self.kerned = rng.random() < 0.6
        if text.kind in JOINED and rng.random() < CROWDED:
            self.gap, self.kerned = float(rng.normal(-0.08, 0.07)) * UNIT, True
        self.drift = float(rng.normal(0, 0.035)) * UNIT if rng.random() < 0.5 else 0.0
        self.unsteady = float(rng.choice([0.01, 0.04, 0.09])) * UNIT
        width = int(len(text.marks) * (2.6 * UNIT + max(0.0, self.gap)) + 8 * UNIT)
        self.canvas = Canvas(width)
        self.front = np.full(HEIGHT, -1e4, np.float32)  # the last mark's right edge in each row
        self.last: tuple[int, int, int, int] | None = None  # x, y, w, h
        self.labels: list[int] = []
        self.middles: list[float] = []
        self.slashed = rng.random() < 0.05
        self.joined = rng.random() < JOINED.get(text.kind, 0.0)

    def written(self) -> Written:
        """Writes all of it."""
        rng, kind = self.rng, self.text.kind
        if kind == "nothing":
            surroundings.nothing(self.canvas, self.hand.pen, rng)
            return Written(self.canvas.ink, [], [])
        if kind == "word" and rng.random() < PRINTED:
            self._printed()
            return Written(self.canvas.ink, self.labels, self.middles)
        comb = rng.random() < COMBS.get(kind, 0.0)
        framed = comb and len(self.text.marks) <= 12
        if framed:
            self._in_cells()
        else:
            self._in_a_row()
            often = FRAMED[len(self.text.marks) <= 2]
            framed = kind in {"number", "signed", "mixed"} and rng.random() < often
            if framed and self.canvas.boxes:
                surroundings.frame(self.canvas, self.hand.pen, rng)
        if self.text.struck:
            self._strike_out(self.text.struck)
        if rng.random() < 0.1:
            surroundings.rule(self.canvas, self.hand.pen, rng)
        if rng.random() < 0.06:
            surroundings.neighbours(self.canvas, self.hand, self.hands, rng)
        if rng.random() < 0.12:
            surroundings.specks(self.canvas, rng)
        return Written(self.canvas.ink, self.labels, self.middles, framed)

    def _printed(self) -> None:
        """The text in a typeface."""
        text = self.text.marks.replace(GAP, " ")
        patch, middles = typeset(text, UNIT * self.rng.uniform(0.8, 1.1), self.rng)
        self.canvas = Canvas(patch.shape[1] + 4 * UNIT)
        self.canvas.blit(patch, LEFT, BASE - UNIT)
        self.labels = [LABEL[symbol_of(m, numeric=False)] for m in text if m != " "]
        self.middles = [LEFT + middle for middle in middles]

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
            if x + patch.shape[1] + 2 * UNIT > self.canvas.ink.shape[1]:
                return
            if self.joined and self.last is not None and mark not in SIZES:
                self._ligature(x, y + self.rng.uniform(0.3, 0.9) * patch.shape[0])
            self._put(patch, x, y, symbol)

    def _patch(self, mark: str) -> tuple[Patch, int, int] | None:
        """A mark's ink, the row of its top, and its label."""
        rows = self.rng.normal(0, self.unsteady) + self.drift * len(self.labels)
        made = written_marks.draw(
            mark, self.hand, self.hands, self.rng, numeric=self.text.numeric, slashed=self.slashed
        )
        if made is None:
            return None
        patch, foot = made
        y = int(BASE - foot * UNIT + rows) - patch.shape[0]
        label = LABEL[symbol_of(mark, numeric=self.text.numeric)]
        return patch, min(max(y, 2), HEIGHT - patch.shape[0] - 2), label

    def _place(self, patch: Patch, y: int, mark: str) -> int:
        """Where the next mark goes: by its box, or as close as its outline lets it."""
        if self.last is None:
            return LEFT
        h, w = patch.shape
        x0, _, w0, _ = self.last
        gap = self.gap * self.rng.uniform(0.6, 1.4) + self.rng.normal(0, 0.04) * UNIT
        if mark in ".,:'":
            close = self.rng.uniform(-0.7, 0.3) if self.rng.random() < CLOSE else 0.5
            gap = max(gap, 0.02 * UNIT) * self.rng.uniform(0.3, 1.2) + close * self.hand.pen
        if not self.kerned or mark in SIZES:
            return int(max(x0 + w0 + gap, x0 + max(5, 0.4 * w)))
        front = cv2.dilate(self.front[y : y + h, None], np.ones((9, 1), np.uint8))[:, 0]
        close = float((front - _first(patch)).max())
        return int(max(close + gap, x0 + 0.7 * w0, x0 + max(4, 0.25 * w)))

    def _put(self, patch: Patch, x: int, y: int, label: int) -> None:
        h, w = patch.shape
        part = self.canvas.ink[y : y + h, x : x + w]
        np.maximum(part, patch, out=part)
        self.front[y : y + h] = np.maximum(self.front[y : y + h], x + _after(patch))
        self.last = (x, y, w, h)
        self.canvas.boxes.append(self.last)
        if label == LABEL[OTHER] and self.labels and self.labels[-1] == label and w < 0.3 * UNIT:
            return
        self.labels.append(label)
        self.middles.append(x + w / 2)

    def _strike_out(self, count: int) -> None:
        """Strikes the first marks out, so that they are no digits any more."""
        count = min(count, len(self.labels))
        if count and count == len(self.canvas.boxes[:count]):
            surroundings.strike(self.canvas, self.canvas.boxes[:count], self.hand.pen, self.rng)
            self.labels[:count] = [LABEL[OTHER]] * count

    def _in_cells(self) -> None:
        """One mark a cell, the cells' frames drawn with the same pen or a finer one."""
        rng, ink = self.rng, self.canvas.ink
        cell = UNIT * rng.uniform(1.15, 2.0)
        top = BASE - UNIT * rng.uniform(1.1, 1.45)
        foot = BASE + UNIT * rng.uniform(0.08, 0.4)
        own = [m for m in self.text.marks if m != GAP]
        pen = max(1, round(self.hand.pen * rng.uniform(0.35, 1.0)))
        left = LEFT
        apart = rng.uniform(0.1, 0.4) * UNIT if rng.random() < 0.3 else 0.0
        if rng.random() < PARTED:
            surroundings.remnants(self.canvas, left, cell + apart, len(own), pen, foot, rng)
            pen = 0
        level = rng.random() < 0.9  # else the cells are parted, but have no top and foot
        open_top = level and rng.random() < 0.25
        if not level:  # what is no taller than a digit would be a one
            top, foot = top - UNIT * rng.uniform(0.3, 0.7), foot + UNIT * rng.uniform(0.1, 0.5)
        for place, mark in enumerate(own):
            x0 = left + place * (cell + apart)
            if x0 + cell + UNIT > ink.shape[1]:
                break
            for x in (x0, x0 + cell) if pen else ():
                upper = foot - (foot - top) * (rng.uniform(0.2, 0.6) if open_top else 1)
                cv2.line(ink, (int(x), int(upper)), (int(x), int(foot)), 255, pen, cv2.LINE_AA)
            if level and pen:
                cv2.line(
                    ink, (int(x0), int(foot)), (int(x0 + cell), int(foot)), 255, pen, cv2.LINE_AA
                )
            if level and pen and not open_top:
                cv2.line(
                    ink, (int(x0), int(top)), (int(x0 + cell), int(top)), 255, pen, cv2.LINE_AA
                )
            made = self._patch(mark)
            if made is None:
                continue
            patch, y, label = made
            x = int(x0 + (cell - patch.shape[1]) / 2 + rng.normal(0, 0.1) * cell)
            self._put(patch, max(2, x), y, label)

    def _ligature(self, x: int, y: float) -> None:
        assert self.last is not None
        x0, y0, w0, h0 = self.last
        start = (x0 + w0 - 2, int(y0 + self.rng.uniform(0.5, 1) * h0))
        pen = max(1, round(0.8 * self.hand.pen))
        cv2.line(self.canvas.ink, start, (x + 3, int(y)), 255, pen, cv2.LINE_AA)


def _first(patch: Patch) -> NDArray[np.float32]:
    """The first column of ink in each row; far to the right where there is none."""
    ink = patch > 60
    return np.where(ink.any(axis=1), ink.argmax(axis=1), 1e4).astype(np.float32)


def _after(patch: Patch) -> NDArray[np.float32]:
    """The last column of ink in each row; far to the left where there is none."""
    ink = patch > 60
    last = patch.shape[1] - 1 - ink[:, ::-1].argmax(axis=1)
    return np.where(ink.any(axis=1), last, -1e4).astype(np.float32)
