"""A mark of a text -> its ink: digits, letters, signs, and what is none of these."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from bot.reading.line.symbols import ALPHABET, OTHER
from training.lines.division import division, dot
from training.lines.line_canvas import TALLEST
from training.lines.numerals import STAR
from training.lines.pointers import ARROW, BULLET, arrow, bullet
from training.lines.texts import MARK
from training.lines.typeset import typeset
from training.synthesis import negatives
from training.synthesis.greek import letter
from training.synthesis.handwriting import UNIT, Hand, Hands
from training.synthesis.pen import Patch, character, drawn, foreign, tight
from training.synthesis.pictograms import CURRENCIES, currency, pictogram

Rng = np.random.Generator

SIZES: Final[dict[str, tuple[float, float, float, float]]] = {
    ".": (0.05, 0.2, -0.12, 0.08),
    ",": (0.15, 0.5, -0.25, 0.02),
    "'": (0.15, 0.35, 0.7, 1.0),
    '"': (0.15, 0.35, 0.7, 1.0),
    "-": (0.12, 1.1, 0.25, 0.7),
    "~": (0.2, 0.4, 0.3, 0.5),
    "_": (0.15, 0.45, -0.15, 0.0),
    "+": (0.45, 1.0, 0.0, 0.25),
    "=": (0.2, 0.45, 0.2, 0.4),
    ":": (0.4, 0.9, 0.0, 0.15),
    ";": (0.4, 0.8, -0.2, 0.05),
    "/": (0.8, 2.0, -0.1, 0.1),
    "(": (0.9, 1.9, -0.1, 0.1),
    ")": (0.9, 1.9, -0.1, 0.1),
    "%": (0.85, 1.6, -0.1, 0.1),
    "*": (0.3, 0.9, 0.1, 0.6),
    STAR: (0.3, 0.8, 0.1, 0.5),
}
"""Height of a sign, and of its foot above the line: each from and to, in digits' heights; the foot
of `AROUND` above where it would stand if it were as far above the digits as below. The height of
one that is flat: see `FLAT`."""

AROUND: Final = "/()%"
"""Signs that are about as tall as digits, or taller, and stand around the middle of them."""

MEASURED: Final = 0.6
"""How often a sign is as tall as somebody wrote it, beside their digits; else any height of
`SIZES`."""

STRAY: Final = 1.7
"""A measured height that is so many times outside `SIZES` is no height: the tablet's units
changed."""

ROUND: Final = 0.5
"""How often a point is a round dot, as felt pens make them; else a short stroke, as people do."""

TAILED: Final = 0.08
"""How often the lower point of a colon is drawn out like a comma."""

PRINTED_DOLLARS: Final = 0.35
"""How often the sign before an amount is: cheques have it."""

OTHERS: Final = {
    "foreign": 0.32,
    "pictogram": 0.11,
    "greek": 0.19,
    "invented": 0.12,
    "syllable": 0.08,
    "looped": 0.08,
    "scribbled": 0.08,
    "textured": 0.08,
    "blotted": 0.06,
}

TALL_ONES: Final = 0.3
"""How often a one is taller than the digits beside it, as far as the side of a cell."""

SMALL: Final = "acegmnopqrsuvwxyz"
HANGING: Final = "gjpqy"
LEAST: Final = {".": 0.7, ",": 1.7, "=": 2.2, ":": 1.8, ";": 2.2, "-": 0.6, "~": 0.7, "_": 0.7}
"""Height of a sign, at least, in widths of the pen, or it would be a blot."""

LABEL: Final = {symbol: place for place, symbol in enumerate(ALPHABET)}


def symbol_of(mark: str, *, numeric: bool) -> str:
    """The symbol that a character is an instance of."""
    if numeric and mark in {"x", "X", STAR}:
        return "×"  # noqa: RUF001
    mark = mark.lower()
    return mark if mark in LABEL else OTHER


def draw(
    mark: str, hand: Hand, hands: Hands, rng: Rng, *, numeric: bool, slashed: bool
) -> tuple[Patch, float] | None:
    """Draws a mark.

    Args:
        mark: a character of a text.
        hand: that writes it.
        hands: all there are.
        rng: every choice.
        numeric: its "x" is the sign of multiplication.
        slashed: a zero has a slash.

    Returns:
        Its ink, and how far its foot is above the line, in digits' heights; None where nobody
        has written it.
    """
    symbol = symbol_of(mark, numeric=numeric)
    uneven = float(np.exp(rng.normal(0, hand.uneven)))
    if mark == MARK:
        patch = _other(hand, hands, rng)
        foot = 0.0 if rng.random() < 0.7 else rng.uniform(-0.3, 0.3)
    elif mark == "$" and rng.random() < PRINTED_DOLLARS:
        patch, foot = tight(typeset(mark, UNIT * rng.uniform(0.8, 1.2), rng)[0]), -0.05
    elif mark == "°":
        made = character("0", UNIT * rng.uniform(0.25, 0.45), hand, hands, rng, own=False)
        if made is None:
            return None
        patch, foot = made, rng.uniform(0.5, 0.8)
    elif mark in CURRENCIES:
        patch, foot = drawn(currency(mark, rng), UNIT * rng.uniform(0.8, 1.2), hand, rng), -0.05
    elif mark in {ARROW, BULLET}:
        patch = (arrow if mark == ARROW else bullet)(hand, rng)
        foot = rng.uniform(0.35, 0.6) - 0.5 * patch.shape[0] / UNIT
    elif mark == "÷":
        patch = division(UNIT * _size("-", hands, rng), hand, hands, rng)
        foot = 0.5 - 0.5 * patch.shape[0] / UNIT + rng.normal(0, 0.08)
    elif mark == "." and rng.random() < ROUND:
        patch, foot = dot(hand.pen * rng.uniform(0.5, 1.0)), rng.uniform(*SIZES[mark][2:])
    elif mark in SIZES:
        tall = max(UNIT * _size(mark, hands, rng), LEAST.get(mark, 0.0) * hand.pen)
        made = character(_written_as(mark, rng), tall, hand, hands, rng, own=False)
        if made is None:
            return None
        patch, foot = made, rng.uniform(*SIZES[mark][2:])
        if mark == "." and patch.shape[1] > UNIT * SIZES["."][1] + 2 * hand.pen:  # a dash
            patch = dot(0.7 * hand.pen)
        if mark in AROUND:
            foot += 0.5 - 0.5 * patch.shape[0] / UNIT
    else:
        tall, foot = _tall(mark, symbol, hand, rng)
        written = "x" if mark == "×" else mark  # noqa: RUF001
        made = character(written, UNIT * tall * uneven, hand, hands, rng,
                         own=mark.isdigit())  # fmt: skip
        if made is None:
            return None
        patch = made
        if mark == "0" and slashed:
            _slash(patch, hand.pen, rng)
        if mark.isdigit() and rng.random() < 0.5:
            foot -= (patch.shape[0] / UNIT - 1) * rng.uniform(0, 1)
    return patch[-TALLEST:], foot


def _written_as(mark: str, rng: Rng) -> str:
    """Which of UNIPEN's characters a sign is drawn by."""
    if mark == ":" and rng.random() < TAILED:
        return ";"
    return "*" if mark == STAR else mark


def _size(mark: str, hands: Hands, rng: Rng) -> float:
    """Height of a sign, in digits' heights."""
    low, high, *_ = SIZES[mark]
    known = hands.heights.get(mark)
    if known is not None and rng.random() < MEASURED:
        tall = float(rng.choice(known))
        if low / STRAY < tall < high * STRAY:
            return tall
    return float(rng.uniform(low, high))


def _tall(mark: str, symbol: str, hand: Hand, rng: Rng) -> tuple[float, float]:
    """Height of a letter or digit, and of its foot above the line, in digits' heights."""
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
    if kind == "pictogram":
        return drawn(pictogram(rng), UNIT * rng.uniform(0.6, 1.4), hand, rng)
    while not (patch := tight(negatives.KINDS[kind][1](rng))).any():
        continue
    scale = UNIT * rng.uniform(0.6, 1.3) / max(patch.shape[0], 0.5 * patch.shape[1])
    size = (max(2, round(patch.shape[1] * scale)), max(2, round(patch.shape[0] * scale)))
    scaled: Patch = cv2.resize(patch, size, interpolation=cv2.INTER_LINEAR)
    return scaled


def _slash(patch: Patch, pen: float, rng: Rng) -> None:
    """A zero's slash, inside its box."""
    h, w = patch.shape
    ends = (int(w * rng.uniform(0.1, 0.3)), int(h * rng.uniform(0.75, 0.98))), (
        int(w * rng.uniform(0.7, 0.95)), int(h * rng.uniform(0.05, 0.25)))  # fmt: skip
    cv2.line(patch, *ends, 255, max(1, round(pen)), cv2.LINE_AA)
