"""Numbers on screens and under tints: drawn on a phone, in a figure, highlighted, stained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.papers import (
    HEIGHT,
    WIDTH,
    Colour,
    Floats,
    Number,
    Rng,
    cropped,
    extent,
    paper,
    taken,
    write,
)
from training.lines.typeset import typeset

_PHONES: Final = ((720, 1280), (592, 1280), (640, 1136))
"""Width and height of a screen, as Telegram sends it."""
_TINTS: Final[tuple[Colour, ...]] = (
    (80, 250, 255), (150, 255, 150), (200, 150, 255), (100, 200, 255)
)  # fmt: skip
"""Of highlighters: yellow, green, pink, orange; blue, green, red of each."""
_COFFEE: Final = (60.0, 110.0, 150.0)
_PURPLE: Final = (84.0, 1.0, 68.0)
_YELLOW: Final = (37.0, 231.0, 253.0)
"""What a figure's lowest and highest values are drawn in."""


def _put(layer: Floats, ink: Floats, x: int, y: int) -> None:
    """Puts ink on a layer `[h, w]`, as far as there is room for it."""
    place = layer[y : y + ink.shape[0], x : x + ink.shape[1]]
    np.maximum(place, ink[: place.shape[0], : place.shape[1]], out=place)


def _typed(text: str, height: float, face: int) -> Floats:
    ink, _ = typeset(text, height, np.random.default_rng(face))
    return np.asarray(ink / np.float32(255), np.float32)


def _within(ink: Floats, width: float, height: float) -> Floats:
    """Ink made smaller, if it has to be."""
    scale = min(1.0, width / ink.shape[1], height / ink.shape[0])
    size = max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale))
    return np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), np.float32)


def _phone(one: Number, rng: Rng) -> bytes:
    width, height = _PHONES[int(rng.integers(len(_PHONES)))]
    is_dark = rng.random() < 0.3
    ground = (28.0, 25.0, 25.0) if is_dark else (255.0, 255.0, 255.0)
    front = (235.0, 235.0, 235.0) if is_dark else (0.0, 0.0, 0.0)
    screen = np.broadcast_to(np.array(ground, np.float32), (height, width, 3))
    screen = write(screen, _bars(width, height, rng), front, 0.85)
    ink = _within(cropped(one.ink), width - 60, height - 450)
    drawing = np.zeros((height, width), np.float32)
    x = int(rng.uniform(20, max(21, width - 20 - ink.shape[1])))
    _put(drawing, ink, x, int(rng.uniform(180, height - 210 - ink.shape[0])))
    pens = (front, (40.0, 40.0, 220.0), (200.0, 60.0, 20.0), (50.0, 160.0, 40.0))
    screen = write(screen, drawing, pens[int(rng.integers(len(pens)))], 1.0)
    return _encoded(screen)


def _bars(width: int, height: int, rng: Rng) -> Floats:
    """The time, the battery, and the buttons of an app."""
    layer = np.zeros((height, width), np.float32)
    tall, top, face = rng.uniform(17, 24), int(rng.uniform(8, 30)), int(rng.integers(3, 9))
    time = f"{rng.integers(24)}:{rng.integers(60):02d}"
    _put(layer, _typed(time, tall, face), 30, top)
    x = width - 60
    cv2.rectangle(layer, (x, top + 4), (x + 28, top + 17), 1, 2)
    cv2.rectangle(layer, (x + 3, top + 7), (x + 18, top + 14), 1, -1)
    if rng.random() < 0.6:
        _put(layer, _typed(f"{rng.integers(10, 100)}%", 0.9 * tall, 3), x - 75, top)
    if rng.random() < 0.5:
        cv2.arrowedLine(layer, (70, 90), (30, 90), 1, 3, cv2.LINE_AA, tipLength=0.4)
        for dot in (-10, 0, 10):
            cv2.circle(layer, (width - 30, 90 + dot), 3, 1, -1, cv2.LINE_AA)
    foot = height - 14
    cv2.line(layer, (width // 3, foot), (2 * width // 3, foot), 1, 6, cv2.LINE_AA)
    return layer


def _figure(one: Number, rng: Rng) -> bytes:
    """A plot of a picture, with numbers along its axes."""
    ink = _within(cropped(one.ink), 700, 500)
    room = int(rng.uniform(0.3, 0.8) * ink.shape[0]) + 10
    panel = cv2.copyMakeBorder(ink, room, room, room, room, cv2.BORDER_CONSTANT, value=0)
    low, high = ((0.0,) * 3, (255.0,) * 3) if rng.random() < 0.5 else (_PURPLE, _YELLOW)
    page = np.full((HEIGHT, WIDTH, 3), 255, np.float32)
    y, x = (HEIGHT - panel.shape[0]) // 2, (WIDTH - panel.shape[1]) // 2
    ground = np.broadcast_to(np.array(low, np.float32), (*panel.shape, 3))
    page[y : y + panel.shape[0], x : x + panel.shape[1]] = write(ground, panel, high, 1.0)
    labels, face = np.zeros((HEIGHT, WIDTH), np.float32), int(rng.integers(3, 9))
    for at in range(0, panel.shape[1], 100):
        _put(labels, _typed(str(at // 10), 18, face), x + at, y + panel.shape[0] + 12)
    for at in range(0, panel.shape[0], 100):
        _put(labels, _typed(str(at // 10), 18, face), x - 60, y + at)
    return _encoded(write(page, labels, (0, 0, 0), 1.0))


def _highlighted(one: Number, rng: Rng) -> bytes:
    left, top, right, foot = extent(one)
    middle, wide = (top + foot) // 2, int((foot - top) * rng.uniform(0.7, 1.4))
    layer = np.zeros((HEIGHT, WIDTH), np.float32)
    ends = (left - 20, middle), (right + 20, middle + int(rng.normal(0, 8)))
    cv2.line(layer, *ends, 1, wide, cv2.LINE_AA)
    tint = _TINTS[int(rng.integers(len(_TINTS)))]
    return taken(write(_tinted(paper(rng), layer, tint), one.ink), rng)


def _stained(one: Number, rng: Rng) -> bytes:
    left, top, right, foot = extent(one)
    middle = int(rng.uniform(left, right)), int(rng.uniform(top, foot))
    radius, layer = int(rng.uniform(80, 200)), np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.circle(layer, middle, radius, 0.25, -1, cv2.LINE_AA)
    cv2.circle(layer, middle, radius, 0.6, int(rng.uniform(4, 14)), cv2.LINE_AA)
    return taken(write(_tinted(paper(rng), layer, _COFFEE), one.ink), rng)


def _tinted(page: Floats, layer: Floats, tint: Colour) -> Floats:
    """The page seen through a tint."""
    passed = np.array(tint, np.float32) / 255
    return np.asarray(page * (1 - layer[..., None] * (1 - passed)), np.float32)


def _encoded(page: NDArray[np.float32]) -> bytes:
    pixels = np.clip(page, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 87])[1])


SCREENS: Final[dict[str, Callable[[Number, Rng], bytes]]] = {
    "screen": _phone,
    "figure": _figure,
    "highlight": _highlighted,
    "stain": _stained,
}
