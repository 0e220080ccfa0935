"""Numbers among printed words: on a printed page, after a label, as the mark on an exam."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.papers import (
    BALLPOINT,
    HEIGHT,
    WIDTH,
    Floats,
    Number,
    Rng,
    extent,
    paper,
    taken,
    write,
)
from training.lines.typeset import typeset

Mask = NDArray[np.uint8]
_TEXT: Final = "the of report market price since when people over house school water city"
WORDS: Final = _TEXT.split()
LABELS: Final = ("Phone:", "Amount", "Total", "Account No.", "Date:", "Order number")

PENS: Final = (BALLPOINT, (40.0, 40.0, 200.0), (150.0, 60.0, 30.0))


def _put(mask: Mask, text: str, at: tuple[int, int], size: float, strokes: int = 1) -> int:
    """Puts a printed text on a mask; returns how wide it is."""
    cv2.putText(mask, text, at, cv2.FONT_HERSHEY_COMPLEX, size, 255, strokes, cv2.LINE_AA)
    (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_COMPLEX, size, strokes)
    return int(width)


def _printed(page: Floats, mask: Mask) -> Floats:
    """The page with the print of a mask, `[HEIGHT, WIDTH]`, on it."""
    return write(page, (mask / np.float32(255)).astype(np.float32), (40, 40, 40), 1)


def _in_print(one: Number, rng: Rng) -> bytes:
    page = paper(rng, (205, 212, 215))
    _, top, _, foot = extent(one)
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    size = float(rng.uniform(0.5, 0.8))
    step = int(44 * size)
    for y in range(30, HEIGHT, step):
        x = 30
        while not top - 40 < y < foot + 40 + step:
            word = str(rng.choice(WORDS))
            if x + 22 * size * len(word) > WIDTH - 30:
                break
            x += _put(mask, word, (x, y), size) + int(18 * size)
    return taken(write(_printed(page, mask), one.ink), rng)


def _label(one: Number, rng: Rng) -> bytes:
    page = paper(rng)
    left, top, right, foot = extent(one)
    size, text = float(rng.uniform(0.8, 1.4)), str(rng.choice(LABELS))
    (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_COMPLEX, size, 2)
    beside = left - width - 30 >= 5
    at = (left - width - 30, foot) if beside else (max(5, left), top - 25)
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    _put(mask, text, at, size, 2)
    page = _printed(page, mask)
    cv2.line(page, (left - 15, foot + 10), (min(WIDTH - 5, right + 60), foot + 10), (60, 60, 60), 2)
    return taken(write(page, one.ink), rng)


def _exam(one: Number, rng: Rng) -> bytes:
    """A page of print of any size, with headings; it leaves room for the number alone."""
    left, top, right, foot = extent(one)
    room = int(rng.uniform(8, 40))
    taken_up = np.zeros((HEIGHT, WIDTH), bool)
    taken_up[max(0, top - room) : foot + room, max(0, left - room) : right + room] = True
    mask = printed_page(taken_up, rng)
    page = _printed(paper(rng, (222, 226, 228)), mask)
    return taken(write(page, one.ink, PENS[int(rng.integers(len(PENS)))]), rng)


def printed_page(taken_up: NDArray[np.bool_], rng: Rng) -> Mask:
    """Print on all of a page but for some of it, `[HEIGHT, WIDTH]`."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    body, y = float(rng.uniform(8, 24)), float(rng.uniform(10, 60))
    start, end = int(rng.uniform(20, 120)), WIDTH - int(rng.uniform(20, 120))
    typeface = int(rng.integers(1_000))
    while y < HEIGHT - 2 * body:
        is_heading = not mask.any() or rng.random() < 0.05
        tall = body * rng.uniform(1.4, 2.4) if is_heading else body
        x, words = start, int(rng.integers(1, 6)) if is_heading or rng.random() < 0.15 else 99
        for at in range(words):
            word = str(rng.choice(WORDS))
            word = word.capitalize() if is_heading or not at else word
            ink, _ = typeset(word, tall, np.random.default_rng(typeface))
            h, w = ink.shape
            if x + w > end or int(y) + h > HEIGHT:
                break
            place = np.s_[int(y) : int(y) + h, x : x + w]
            if not taken_up[place].any():
                np.maximum(mask[place], ink, out=mask[place])
            x += w - int(0.5 * tall)
        y += tall * (3.0 if rng.random() < 0.1 else rng.uniform(1.7, 2.0))
    return mask


IN_PRINT: Final[dict[str, Callable[[Number, Rng], bytes]]] = {
    "print": _in_print,
    "label": _label,
    "exam": _exam,
}
