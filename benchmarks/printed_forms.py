"""Printed forms that somebody filled in, as a scanner or a camera shows them; see `forms.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np

from benchmarks.drawnpages import ink_of
from benchmarks.handwritten import DIGITS, Hand, Hands
from benchmarks.papers import Floats, Rng, cropped
from benchmarks.scanned import scan
from training.lines.typeset import typeset

_TITLES: Final = ("No.", "ID:", "Code", "Phone", "Number:", "Student ID")


@dataclass
class Form:
    """A form while it is drawn.

    Attributes:
        hand: who fills it in, of `hands`.
        rng: every choice.
        wide, high: of a box, in pixels.
        printed, written: `[h, w]`, how much ink there is, 0 to 1.
        text: what is written, a line for each row of boxes.
    """

    hands: Hands
    hand: Hand
    rng: Rng
    wide: float
    high: float
    text: str = ""
    printed: Floats = field(init=False)
    written: Floats = field(init=False)

    def __post_init__(self) -> None:
        size = int(self.high * 3.2 + 120), int(self.wide * 13 + 1000)
        self.printed, self.written = np.zeros(size, np.float32), np.zeros(size, np.float32)
        self.rule = max(1.0, self.wide * float(self.rng.uniform(0.02, 0.08)))
        self.size = float(self.rng.uniform(0.38, 0.85))
        self.typeface = int(self.rng.integers(3, 9))

    def digits(self, count: int) -> str:
        """So many that the hand can write."""
        return "".join(self.rng.choice(list(self.hand.digits or DIGITS), count))

    def line(self, x: float, y: float, right: float, foot: float, thick: float) -> None:
        """Prints a line."""
        ends = (int(x), int(y)), (int(right), int(foot))
        cv2.line(self.printed, *ends, 1.0, max(1, int(thick)), cv2.LINE_AA)

    def frame(self, x: float, y: float, width: float, sides: str = "tflr") -> None:
        """Prints the top, the foot, left and right of a box, or some of them."""
        right, foot = x + width, y + self.high
        for side, line in (("t", (x, y, right, y)), ("f", (x, foot, right, foot)),
                           ("l", (x, y, x, foot)), ("r", (right, y, right, foot))):  # fmt: skip
            if side in sides:
                self.line(*line, self.rule)

    def title(self, text: str, x: float, middle: float) -> float:
        """Prints a title before a box; returns where that may begin."""
        tall = 0.35 * self.wide
        ink, _ = typeset(text, tall, np.random.default_rng(self.typeface))
        _put(self.printed, (ink / np.float32(255)).astype(np.float32), x, middle - tall / 2)
        return float(x + ink.shape[1] + 0.3 * self.wide)

    def write(self, text: str, x: float, y: float, width: float, most: float) -> None:
        """Writes into a box, of digits so many pixels tall at most."""
        rng, room = self.rng, (int(4 * most * len(text) + 40), int(3 * most + 60))
        height = most * rng.uniform(0.9, 1.1)
        ink = cropped(ink_of(self.hands.write(self.hand, text, rng), *room, height, rng))
        fits = min(1.0, 0.95 * width / ink.shape[1]) if len(text) > 1 else 1.0
        ink = cv2.resize(ink, None, fx=fits, fy=fits, interpolation=cv2.INTER_AREA)
        off = rng.normal(0, 0.07, 2) * (self.wide, self.high)
        left = x + width / 2 - ink.shape[1] / 2 + off[0]
        _put(self.written, ink, left, y + self.high / 2 - ink.shape[0] / 2 + off[1])

    def boxes(
        self, x: float, y: float, count: int, sides: str = "tflr", *, teeth: bool = False
    ) -> None:
        """Prints boxes beside each other and writes a digit into each.

        Args:
            x: of their upper left corner,
            y: and this.
            count: how many.
            sides: which there are: the top, the foot, left and right.
            teeth: between two boxes is only the lower part of a line.
        """
        thin = self.rule * self.rng.choice([1, 0.6])
        self.frame(x, y, count * self.wide, sides)
        for at in range(1, count):
            top = y + 0.65 * self.high if teeth else y
            self.line(x + at * self.wide, top, x + at * self.wide, y + self.high, thin)
        digits = self.digits(count)
        most = self.size * (min(self.wide, self.high) if self.high < 1.6 * self.wide else self.wide)
        for at, digit in enumerate(digits):
            self.write(digit, x + at * self.wide, y, self.wide, most)
        self.text += digits


def _put(page: Floats, ink: Floats, x: float, y: float) -> None:
    """Lays ink on a page, as far as it fits."""
    left, top = max(0, int(x)), max(0, int(y))
    under = page[top : top + ink.shape[0], left : left + ink.shape[1]]
    np.maximum(under, ink[: under.shape[0], : under.shape[1]], out=under)


Span = tuple[float, float, float, float]
"""What is seen of a form: left, top, right and foot."""


def _seen(form: Form, x: float, y: float, right: float) -> Span:
    rng, high = form.rng, form.high
    foot = y + high * (1 + rng.uniform(-0.02, 0.7))
    return x, y - high * rng.uniform(-0.02, 0.9), right, foot


def _comb(form: Form, x: float, y: float, *, teeth: bool = False) -> Span:
    if form.rng.random() < 0.5:
        x = form.title(str(form.rng.choice(_TITLES)), x, y + form.high / 2)
    count = int(form.rng.integers(1, 11))
    is_open = teeth and form.rng.random() >= 0.3
    form.boxes(x, y, count, "flr" if is_open else "tflr", teeth=teeth)
    return _seen(form, 20, y, x + count * form.wide + form.rng.uniform(2, 60))


def _teeth(form: Form, x: float, y: float) -> Span:
    """A comb with short uprights, mostly open at the top."""
    return _comb(form, x, y, teeth=True)


def _date(form: Form, x: float, y: float) -> Span:
    for count, title in ((2, "DAY :"), (2, "MONTH :"), (4, "YEAR :")):
        x = form.title(title, x, y + form.high / 2)
        form.boxes(x, y, count)
        x += (count + 0.6) * form.wide
    return _seen(form, form.rng.uniform(20, 90), y, x + form.rng.uniform(0, 40))


def _boxes(form: Form, x: float, y: float) -> Span:
    gap = form.wide * form.rng.uniform(0.1, 0.6)
    for _ in range(int(form.rng.integers(1, 7))):
        form.boxes(x, y, 1)
        x += form.wide + gap
    return _seen(form, 20, y, x + form.rng.uniform(0, 30))


def _edge(form: Form, x: float, y: float) -> Span:
    """Boxes cut out closely, with some of their outer lines lacking."""
    sides = "r" + "".join(
        s for s, p in zip("tfl", (0.8, 0.6, 0.5), strict=True) if form.rng.random() < p
    )
    count = int(form.rng.integers(1, 5))
    form.boxes(x, y, count, sides)
    left = x + form.rng.uniform(-0.1, 0.12) * form.wide if form.rng.random() < 0.7 else x - 20
    return _seen(form, left, y, x + (count + form.rng.uniform(-0.02, 0.15)) * form.wide)


def _rows(form: Form, x: float, y: float) -> Span:
    count, rows = int(form.rng.integers(1, 5)), int(form.rng.integers(2, 4))
    for row in range(rows):
        form.text += "\n" if row else ""
        form.boxes(x, 60 + row * form.high, count)
    right = x + count * form.wide + form.rng.uniform(2, 50)
    return 20, form.rng.uniform(5, 58), right, 60 + rows * form.high + form.rng.uniform(3, 40)


def _amount(form: Form, x: float, y: float) -> Span:
    """A whole number in one box."""
    count = int(form.rng.integers(2, 6))
    width = 0.8 * count * form.wide
    form.frame(x, y, width)
    form.text = form.digits(count)
    form.write(form.text, x, y, width, 0.9 * form.size * form.high)
    return _seen(form, 20, y, x + width + form.rng.uniform(2, 50))


FORMS: Final[dict[str, Callable[[Form, float, float], Span]]] = {
    "comb": _comb, "teeth": _teeth, "date": _date, "boxes": _boxes, "edge": _edge,
    "rows": _rows, "amount": _amount,
}  # fmt: skip


def filled_in(hands: Hands, kind: str, rng: Rng) -> tuple[str, bytes]:
    """A form that one of some hands filled in.

    Args:
        hands: one of them writes.
        kind: one of `FORMS`.
        rng: every choice.

    Returns:
        what is written, a line for each row of boxes, and the picture's file.
    """
    wide = float(rng.uniform(34, 110))
    hand = hands.choose(rng, lambda _: True)
    form = Form(hands, hand, rng, wide, wide * float(rng.uniform(0.75, 1.9)))
    x, y = 60 + rng.uniform(0, 60), 60 + 0.6 * form.high + rng.uniform(0, 30)
    left, top, right, foot = (max(0, int(side)) for side in FORMS[kind](form, x, y))
    seen = np.s_[top:foot, left:right]
    return form.text, scan(form.printed[seen], form.written[seen], wide, rng)
