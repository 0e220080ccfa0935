"""Photographs of handwriting as a messenger passes them on, drawn: 1280x960, colour, JPEG.

Decoding a flat page costs half of what decoding a photograph does, so a benchmark needs what a
camera adds: light that falls off, the fibre of the paper, soft edges, noise. Noise and texture are
such that a file has 90 to 160 kB, as photographs of paper from telephones have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.strokes import draw, jitter, slant, smooth
from training.synthesis.styles import STYLES

WIDTH: Final = 1280
HEIGHT: Final = 960
QUALITY: Final = 87
"""What Telegram's own programs save photographs with."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scene:
    """What is photographed.

    Attributes:
        name: for the table.
        text: digits; a line break starts a new line; letters are printed, not written.
        height: of a digit, in pixels.
        gap: between digits, in heights; below 0 they touch.
        squares: pitch of the printed squares, in pixels, or 0.
        shadow: by which share a hand's shadow dims the paper.
    """

    name: str
    text: str
    height: int
    gap: float = 0.22
    squares: int = 0
    shadow: float = 0.0


SCENES: Final = (
    Scene("one digit, large", "5", 520),
    Scene("five digits", "40719", 200),
    Scene("ten digits across", "3141592653", 92),
    Scene("ten small digits", "8979323846", 50),
    Scene("writing of 26 pixels", "2643383279", 26),
    Scene("four lines", "50288\n41971\n69399\n37510", 110),
    Scene("in a hand's shadow", "582097", 140, shadow=0.45),
    Scene("on squared paper", "494459", 120, squares=64),
    Scene("digits that touch", "230781", 150, gap=-0.12),
    Scene("printed letters", "BREAD", 150),
    Scene("blank paper", "", 1),
)


def photograph(scene: Scene, seed: int = 0) -> bytes:
    """Draws a scene.

    Args:
        scene: what is seen.
        seed: of the hand, the paper and the camera.

    Returns:
        A JPEG file.
    """
    rng = np.random.default_rng(seed)
    page = _paper(scene, rng) * (1 - 0.72 * writing(scene, rng))
    page = cv2.GaussianBlur(page, (0, 0), 0.9) + rng.normal(0, 2.4, page.shape)
    tint = np.array([0.93, 0.98, 1.0])
    colours = page[..., None] * tint + rng.normal(0, 1.2, (*page.shape, 3))
    pixels = np.clip(colours, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1])


def _paper(scene: Scene, rng: np.random.Generator) -> Floats:
    """Brightness of the paper, `[HEIGHT, WIDTH]`."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    x, y = x / WIDTH - 0.5, y / HEIGHT - 0.5
    paper = 200 * (1 - 0.22 * (x + 0.4 * y)) * (1 - 0.35 * (x * x + y * y))
    fibre = rng.normal(0, 1, (HEIGHT // 2, WIDTH // 2)).astype(np.float32)
    paper += 9 * cv2.resize(cv2.GaussianBlur(fibre, (0, 0), 1.1), (WIDTH, HEIGHT))
    if scene.squares:
        paper[scene.squares // 2 :: scene.squares] -= 35
        paper[:, scene.squares // 3 :: scene.squares] -= 35
    if scene.shadow:
        paper *= 1 - scene.shadow / (1 + np.exp(-30 * (x + 0.6 * y)))
    return np.asarray(paper, np.float32)


def writing(scene: Scene, rng: np.random.Generator) -> Floats:
    """How much ink there is, 0 to 1, `[HEIGHT, WIDTH]`."""
    ink = np.zeros((HEIGHT, WIDTH), np.float32)
    lines = scene.text.split("\n")
    top = (HEIGHT - (1.8 * len(lines) - 0.8) * scene.height) / 2
    for row, line in enumerate(lines):
        signs = [_sign(letter, scene.height, rng) for letter in line]
        gap = scene.gap * scene.height
        left = (WIDTH - sum(sign.shape[1] + gap for sign in signs) + gap) / 2
        for sign in signs:
            height, width = sign.shape
            y = int(top + 1.8 * row * scene.height + rng.uniform(0, 0.08) * scene.height)
            window = ink[y : y + height, int(left) : int(left) + width]
            np.maximum(window, sign, out=window)
            left += width + gap
    return ink


def _sign(letter: str, height: int, rng: np.random.Generator) -> Floats:
    """A digit in a hand's usual style, or a printed letter, `[height, w]`."""
    if letter.isdigit():
        strokes = [np.array(stroke, np.float64) for stroke in STYLES[int(letter)][0][1]]
        hand = slant(jitter(strokes, rng, size=1.5), rng, aspect=(0.95, 1.1))
        canvas = draw([smooth(stroke) for stroke in hand], rng)
    else:
        canvas = np.zeros((140, 140), np.uint8)
        cv2.putText(canvas, letter, (20, 110), cv2.FONT_HERSHEY_DUPLEX, 3, 255, 8, cv2.LINE_AA)
    x, y, w, h = cv2.boundingRect(canvas)
    size = (max(1, round(w * height / h)), height)
    sign = cv2.resize(canvas[y : y + h, x : x + w], size, interpolation=cv2.INTER_AREA)
    return np.asarray(sign / np.float32(255), np.float32)
