"""Whole pictures to fit with: pages of a line or a few in one hand, and pictures of no writing."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.line.symbols import ALPHABET, DIGITS, FIRST_LETTER, OTHER
from training.lines import texts
from training.lines.textures import nothing
from training.lines.writing import Writing
from training.synthesis.backgrounds import cloud
from training.synthesis.camera import photograph
from training.synthesis.handwriting import UNIT, Hand, Hands
from training.synthesis.pen import tight

Rng = np.random.Generator
Gray = NDArray[np.uint8]


@dataclass(frozen=True)
class SceneLine:
    """A line of a scene.

    Attributes:
        text: the number in it, as written; empty where there is none.
        top, bottom: where it is, in pixels.
    """

    text: str
    top: float
    bottom: float


@dataclass(frozen=True)
class Scene:
    """A picture, and what is written in it."""

    gray: Gray
    lines: tuple[SceneLine, ...]


def draw(rng: Rng, hands: Hands) -> Scene:
    """Draws any scene."""
    if rng.random() < 0.1:
        return Scene(nothing(rng), ())
    hand = Hand.of(hands, rng)
    count = int(rng.choice([1, 2, 3], p=[0.75, 0.15, 0.1]))
    unit = float(np.exp(rng.uniform(np.log(18), np.log(70))))
    inks: list[tuple[NDArray[np.uint8], str]] = []
    for _ in range(count):
        text = texts.text(rng)
        if text.kind == "nothing":
            continue
        written = Writing(text, hand, hands, rng).written()
        rows, columns = (np.flatnonzero(written.ink.max(axis=a)) for a in (1, 0))
        if rows.size and columns.size:
            ink = written.ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            inks.append((ink, number_in(written.labels)))
    if not inks:
        return Scene(nothing(rng), ())
    return _page(inks, unit, rng)


def lone_one(rng: Rng) -> Scene:
    """A page with nothing but a 1 that is one straight stroke, as hardly a writer has it."""
    tall = int(rng.uniform(60, 160))
    pen = max(1, int(tall * np.exp(rng.uniform(np.log(0.02), np.log(0.18)))))
    lean = int(tall * rng.normal(0, 0.08))
    ink = np.zeros((tall + 2 * pen, 2 * abs(lean) + 2 * pen + 6), np.uint8)
    middle = ink.shape[1] // 2
    cv2.line(ink, (middle + lean, pen), (middle - lean, tall + pen), 255, pen, cv2.LINE_AA)
    unit = float(np.exp(rng.uniform(np.log(18), np.log(70))))
    return _page([(tight(ink), "1")], unit * UNIT / tall, rng)


def number_in(labels: list[int]) -> str:
    """The number of a line of symbols: where there are letters, without what belongs to them."""
    text = "".join(ALPHABET[label] for label in labels)
    if all(label < FIRST_LETTER for label in labels):
        return text if any(c in DIGITS for c in text) else ""
    return number_among(text)


def number_among(text: str) -> str:
    """The number in a text with letters, from its first digit to its last.

    Other marks, as the sign of a currency or an arrow, make no word of it.
    """
    places = [k for k, symbol in enumerate(text) if symbol in DIGITS]
    if not places or 2 * len(places) <= len(text) - text.count(OTHER):
        return ""
    inner = text[places[0] : places[-1] + 1]
    return "".join(symbol for symbol in inner if symbol in ALPHABET[:FIRST_LETTER])


def _page(inks: list[tuple[NDArray[np.uint8], str]], unit: float, rng: Rng) -> Scene:
    scale = unit / UNIT
    room = int(unit * rng.uniform(0.5, 2.5))
    placed, y, width = [], float(room), 0
    for ink, text in inks:
        size = tuple(max(2, round(side * scale)) for side in ink.shape[::-1])
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        small = cv2.resize(ink, size, interpolation=method)
        x = room + int(unit * rng.uniform(0, 1.5))
        placed.append((small, x, int(y), text))
        width = max(width, x + size[0])
        y += size[1] + unit * rng.uniform(0.5, 1.6)
    canvas = np.zeros((int(y) + room, width + room), np.float32)
    lines = []
    for small, x, top, text in placed:
        part = canvas[top : top + small.shape[0], x : x + small.shape[1]]
        np.maximum(part, small / np.float32(255), out=part)
        lines.append(SceneLine(text, float(top), float(top + small.shape[0])))
    if rng.random() < 0.3:
        canvas *= np.clip(1 - np.abs(cloud(canvas.shape, rng, unit * 0.5, 0.25)), 0.3, 1)
    gray = photograph(canvas, unit, rng) if rng.random() < 0.7 else _drawn(canvas, rng)
    return Scene(gray, tuple(lines))


def _drawn(canvas: NDArray[np.float32], rng: Rng) -> Gray:
    """As from a paint program or a clean scan: one ground, dark on light or light on dark."""
    dark, light = rng.uniform(0, 90), rng.uniform(200, 255)
    gray: Gray = (light - (light - dark) * np.clip(canvas, 0, 1)).astype(np.uint8)
    return 255 - gray if rng.random() < 0.25 else gray
