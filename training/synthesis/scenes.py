"""The fixed pictures that the gate reads: digits and numbers on paper and board, drawn by code.

Always the same, whatever machine draws them, so that two models are asked the same questions.
They are clear to any person: a model that reads one fewer of them has lost something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.backgrounds import cloud, paper
from training.synthesis.styles import style

SEED: Final = 20_261_122
SINGLES: Final = 20
NUMBERS: Final = 22
PAGES: Final = 6
COUNT: Final = SINGLES + NUMBERS + PAGES

Floats = NDArray[np.float32]
Rng = np.random.Generator


@dataclass(frozen=True)
class Scene:
    """A picture file and what is written in it.

    Attributes:
        text: lines are parted by line breaks.
        file: a JPEG.
    """

    text: str
    file: bytes


def scenes() -> Iterator[Scene]:
    """Draws all of them: single digits, then numbers, then pages of several lines."""
    for number in range(COUNT):
        rng = np.random.default_rng([SEED, number])
        if number < SINGLES:
            text = str(number % 10)
        elif number < SINGLES + NUMBERS:
            text = _digits(rng, int(rng.integers(2, 9)))
        else:
            size = int(rng.integers(3, 7))
            text = "\n".join(_digits(rng, size) for _ in range(int(rng.integers(2, 4))))
        yield Scene(text, _picture(text, rng, number))


def _digits(rng: Rng, count: int) -> str:
    return "".join(str(digit) for digit in rng.integers(0, 10, count))


def _picture(text: str, rng: Rng, number: int) -> bytes:
    lines = text.split("\n")
    unit = int(rng.integers(60, 130) if len(lines) == 1 else rng.integers(44, 70))
    rows = [_line(line, unit, rng) for line in lines]
    margin, pitch = round(unit * rng.uniform(0.5, 1.1)), round(unit * 1.8)
    width = max(row.shape[1] for row in rows) + 2 * margin
    height = pitch * (len(rows) - 1) + rows[0].shape[0] + 2 * margin
    ink = np.zeros((height, width), np.float32)
    for at, row in enumerate(rows):
        top = margin + at * pitch
        ink[top : top + row.shape[0], margin : margin + row.shape[1]] = row
    board = number % 8 == 5
    ground = _ground((height, width), rng, unit, plain=board or number % 3 == 0)
    if board:
        gray: Floats = (0.12 + 0.25 * ground + 0.55 * ink).astype(np.float32)
    else:
        depth = np.float32(rng.uniform(0.6, 0.9))
        gray = ground * (np.float32(1) - depth * ink)
    return _taken(gray, rng)


def _line(text: str, unit: int, rng: Rng) -> Floats:
    """A row of digits side by side, about `unit` pixels high, 0 to 1."""
    height = round(unit * 1.3)
    row = np.zeros((height, 2 * unit * (len(text) + 1)), np.float32)
    right = 0
    for letter in text:
        drawn = style(int(letter), rng)
        x, y, w, h = cv2.boundingRect((drawn > 40).astype(np.uint8))
        high = unit * rng.uniform(0.9, 1.08)
        size = (max(1, round(w * high / h)), round(high))
        part = cv2.resize(drawn[y : y + h, x : x + w], size, interpolation=cv2.INTER_AREA)
        w, h = size
        top = int(np.clip((height - h) / 2 + unit * rng.normal(0, 0.03), 0, height - h))
        left = right + (round(unit * rng.uniform(0.14, 0.4)) if right else 0)
        row[top : top + h, left : left + w] = part.astype(np.float32) / 255
        right = left + w
    return row[:, :right]


def _ground(shape: tuple[int, int], rng: Rng, unit: int, *, plain: bool) -> Floats:
    """Paper, with print or rules on it unless `plain`."""
    if plain:
        shade = cloud(shape, rng, unit * 4.0, 0.04)
        plain_paper: Floats = np.clip(np.float32(rng.uniform(0.75, 0.97)) + shade, 0, 1)
        return plain_paper
    ground = paper(*shape, rng, unit)
    if rng.random() < 0.4:
        step = max(12, round(unit * rng.uniform(0.3, 0.6)))
        ground[step // 2 :: step] *= np.float32(0.82)
        if rng.random() < 0.5:
            ground[:, step // 3 :: step] *= np.float32(0.82)
    return ground


def _taken(gray: Floats, rng: Rng) -> bytes:
    """As a small camera takes it."""
    gray = cv2.GaussianBlur(gray, (0, 0), float(rng.uniform(0.5, 1.1)))
    gray = gray + np.float32(0.015) * rng.standard_normal(gray.shape, dtype=np.float32)
    pixels = np.clip(gray * 255, 0, 255).astype(np.uint8)
    encoded, file = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 85])
    assert encoded
    return bytes(file)
