"""Numbers on paper, and the files that a camera makes of it; see `benchmarks/places.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.drawnpages import ink_of
from benchmarks.handwritten import DIGITS, Hands

Rng = np.random.Generator
Floats = NDArray[np.float32]  # [HEIGHT, WIDTH, 3], BGR, 0 to 255; ink [HEIGHT, WIDTH], 0 to 1
Colour = tuple[float, float, float]
WIDTH: Final = 1280
HEIGHT: Final = 960
WHITE: Final = (228.0, 230.0, 225.0)
BALLPOINT: Final = (35.0, 40.0, 60.0)


@dataclass(frozen=True)
class Number:
    """A number that somebody wrote.

    Attributes:
        text: what it is.
        ink: on a page.
        below: the first row below it with room for a thing, or one above where there is none.
    """

    text: str
    ink: Floats
    below: int


def number(hands: Hands, rng: Rng) -> Number:
    """A number of 2 to 10 digits, at times with a point."""
    hand = hands.choose(rng, lambda hand: True)
    digits = "".join(rng.choice(list(hand.digits or DIGITS), int(rng.integers(2, 11))))
    text = digits[:-2] + "." + digits[-2:] if len(digits) > 3 and rng.random() < 0.3 else digits
    ink = ink_of(hands.write(hand, text, rng), WIDTH, HEIGHT, rng.uniform(60, 130), rng)
    rows = np.flatnonzero(ink.max(axis=1) > 0.3)
    below = int(rows[-1]) + 60
    return Number(text, ink, below if below + 180 < HEIGHT else max(0, int(rows[0]) - 220))


def paper(rng: Rng, colour: Colour = WHITE) -> Floats:
    """A sheet in light that falls off to one side."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    light = 1 - rng.uniform(0, 0.3) * (
        np.cos(angle) * (x / WIDTH - 0.5) + np.sin(angle) * (y / HEIGHT - 0.5)
    )
    return np.asarray(np.array(colour, np.float32) * light[..., None], np.float32)


def write(page: Floats, ink: Floats, colour: Colour = BALLPOINT, depth: float = 0.9) -> Floats:
    """The page with the ink on it."""
    cover = (depth * ink)[..., None]
    return np.asarray(page * (1 - cover) + np.array(colour, np.float32) * cover, np.float32)


def taken(page: Floats, rng: Rng, *, blur: float = 0.8, quality: int = 85) -> bytes:
    """The file that a camera makes of it."""
    seen = cv2.GaussianBlur(page, (0, 0), blur) + rng.normal(0, 3, page.shape)
    pixels = np.clip(seen, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def extent(one: Number) -> tuple[int, int, int, int]:
    """Left, top, right and foot of the ink."""
    rows = np.flatnonzero(one.ink.max(axis=1) > 0.3)
    columns = np.flatnonzero(one.ink.max(axis=0) > 0.3)
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


def cropped(ink: Floats) -> Floats:
    """The part of an ink, `[h, w]`, that holds all of it."""
    rows, columns = (np.flatnonzero(ink.max(axis=axis) > 0.05) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
