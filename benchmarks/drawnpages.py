"""Pictures of handwriting that is given as strokes: a pen, a paper, a camera or a paint program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rng = np.random.Generator

SIZES: Final = ((1280, 960), (960, 1280), (1024, 768), (800, 800), (1280, 720))
"""Width and height of a picture, in pixels."""
_FINE: Final = 2
"""Drawn so many times as large, for soft edges and pens of any width."""
_SHIFT: Final = 4
_PENS: Final = ((30, 30, 35), (120, 45, 30), (150, 60, 20), (60, 60, 65), (40, 30, 140))
"""Black, two blues, pencil, red; blue, green, red of each."""


def picture(strokes: Sequence[NDArray[np.float64]], rng: Rng, tallest: float = 220) -> bytes:
    """Draws strokes with one pen somewhere on a page.

    Args:
        strokes: points `[n, 2]`, y down, in heights of a digit.
        rng: of the pen, the paper and the camera.
        tallest: height of a digit at most, in pixels.

    Returns:
        A PNG or a JPEG file.
    """
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    ink = ink_of(strokes, width, height, tallest, rng)
    pen = np.array(_PENS[int(rng.integers(len(_PENS)))], np.float32)
    if rng.random() < 0.2:
        page = 255 - ink[..., None] * (255 - pen)
        return bytes(cv2.imencode(".png", page.round().astype(np.uint8))[1])
    paper = _paper(width, height, rng)
    strength = rng.uniform(0.65, 0.95)
    tint = np.array([rng.uniform(0.88, 1.0), 0.97, 1.0], np.float32)
    page = paper[..., None] * tint * (1 - strength * ink[..., None] * (1 - pen / 255))
    page = cv2.GaussianBlur(page, (0, 0), rng.uniform(0.5, 1.3))
    noise = rng.standard_normal((height, width, 1), np.float32)
    page += np.float32(rng.uniform(1, 4)) * noise
    pixels = np.clip(page, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 87])[1])


def ink_of(
    strokes: Sequence[NDArray[np.float64]], width: int, height: int, tallest: float, rng: Rng
) -> Floats:
    """How much ink there is, 0 to 1, `[height, width]`."""
    turn, lean = np.radians(rng.normal(0, 1.5)), rng.normal(0, 0.08)
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, -lean], [0, 1]])
    turned = [stroke @ matrix.T for stroke in strokes]
    every = np.concatenate(turned)
    low, high = every.min(axis=0), every.max(axis=0)
    thick = rng.uniform(0.05, 0.15)
    room = np.array([width, height]) * 0.9 / (high - low + 2 * thick)
    scale = min(float(room.min()), rng.uniform(min(45, tallest), tallest))
    margin = (np.array([width, height]) - (high - low) * scale) / 2
    offset = margin + rng.uniform(-0.8, 0.8, 2) * np.maximum(margin - thick * scale, 0)
    ink = np.zeros((height * _FINE, width * _FINE), np.uint8)
    pen = max(1, round(thick * scale * _FINE))
    for stroke in turned:
        points = ((stroke - low) * scale + offset) * _FINE
        fixed = np.round(points * (1 << _SHIFT)).astype(np.int32)
        if len(fixed) == 1:
            fixed = np.repeat(fixed, 2, axis=0)
        cv2.polylines(ink, [fixed], False, 255, pen, cv2.LINE_AA, _SHIFT)
    small = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small / np.float32(255), np.float32)


def _paper(width: int, height: int, rng: Rng) -> Floats:
    """Brightness of the paper, `[height, width]`: plain mostly, else ruled or squared."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = x / width - 0.5, y / height - 0.5
    across, down = rng.uniform(-0.25, 0.25, 2)
    paper = rng.uniform(165, 240) * (1 + across * x + down * y) * (1 - 0.25 * (x * x + y * y))
    fibre = rng.standard_normal((height // 2, width // 2), np.float32)
    paper += rng.uniform(0, 5) * cv2.resize(cv2.GaussianBlur(fibre, (0, 0), 1.1), (width, height))
    pattern = rng.random()
    pitch, pale = int(rng.integers(36, 90)), rng.uniform(0.8, 0.92)
    if pattern < 0.15:
        paper[pitch // 2 :: pitch] *= pale
    if pattern < 0.07:
        paper[:, pitch // 3 :: pitch] *= pale
    return np.asarray(paper, np.float32)
