"""Pictures that the tests draw themselves: a few digits, as strokes, on papers of all kinds."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Strokes = list[list[tuple[float, float]]]


def _arc(
    cx: float, cy: float, rx: float, ry: float, start: float, end: float
) -> list[tuple[float, float]]:
    """Points on an ellipse, degrees clockwise from the right, y downwards."""
    angles = np.radians(np.linspace(start, end, 24))
    return [(cx + rx * float(np.cos(a)), cy + ry * float(np.sin(a))) for a in angles]


STROKES: dict[int, Strokes] = {
    0: [_arc(0.5, 0.5, 0.32, 0.5, -90, 270)],
    1: [[(0.32, 0.22), (0.55, 0.0), (0.55, 1.0)]],
    2: [[*_arc(0.5, 0.28, 0.34, 0.28, 190, 370), (0.16, 1.0), (0.88, 0.98)]],
    3: [[*_arc(0.46, 0.25, 0.3, 0.25, 200, 450), *_arc(0.46, 0.73, 0.36, 0.27, -90, 160)]],
    4: [[(0.6, 0.0), (0.1, 0.66), (0.92, 0.66)], [(0.68, 0.36), (0.66, 1.0)]],
    5: [
        [(0.82, 0.02), (0.28, 0.02), (0.24, 0.42), *_arc(0.48, 0.68, 0.34, 0.32, 230, 500)],
    ],
    6: [[(0.7, 0.0), (0.36, 0.36), *_arc(0.5, 0.7, 0.3, 0.3, 190, 540)]],
    7: [[(0.14, 0.03), (0.84, 0.03), (0.42, 1.0)]],
    8: [
        [
            *_arc(0.5, 0.25, 0.26, 0.25, 90, -270),
            *_arc(0.5, 0.75, 0.32, 0.25, -90, 270),
        ]
    ],
    9: [[*_arc(0.48, 0.28, 0.28, 0.28, 0, -350), (0.76, 0.3), (0.7, 1.0)]],
}

SHORT_SEVEN = STROKES | {7: [[(0.35, 0.13), (0.55, 0.03), (0.42, 1.0)]]}
"""A hand whose 7 the networks take for a 1, and are not sure."""


def draw(
    text: str,
    *,
    height: int = 90,
    pen: float = 0.09,
    gap: float = 0.45,
    margin: float = 0.8,
    shear: float = 0.0,
    paper: int = 225,
    ink: int = 40,
    hand: Mapping[int, Strokes] = STROKES,
) -> Gray:
    """Writes lines of digits.

    Args:
        text: digits and spaces; a line break starts a new line.
        height: of a digit, in pixels.
        pen: width of the stroke, in heights.
        gap: between digits, in heights.
        margin: around the writing, in heights.
        shear: slant to the right, in widths for each height.
        paper: brightness of the ground.
        ink: brightness of the strokes.
        hand: how each digit is written.
    """
    lines = text.split("\n")
    advance = (0.8 + gap) * height
    width = int(max(len(line) for line in lines) * advance - gap * height + 2 * margin * height)
    pitch = 1.9 * height
    size = (int((len(lines) - 1) * pitch + (1 + 2 * margin) * height), width)
    picture = np.full(size, paper, np.uint8)
    thickness = max(1, round(pen * height))
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            if letter == " ":
                continue
            left, top = margin * height + column * advance, margin * height + row * pitch
            for stroke in hand[int(letter)]:
                points = np.array(stroke) * (0.8, 1.0)
                points[:, 0] += shear * (1 - points[:, 1])
                points = np.rint((points * height + (left, top)) * 8).astype(np.int32)
                cv2.polylines(picture, [points], False, ink, thickness, cv2.LINE_AA, 3)
    return picture


def shaded(picture: Gray, darkest: float = 0.45) -> Gray:
    """A shadow that falls over the picture from one corner."""
    height, width = picture.shape
    y, x = np.mgrid[0:height, 0:width]
    light = 1 - (1 - darkest) / (1 + np.exp(-8 * (x / width + y / height - 1)))
    return (picture * light).astype(np.uint8)


def squared(picture: Gray, pitch: int, line: int = 165) -> Gray:
    """Squared paper: printed lines that run through the picture, under the ink."""
    lined = picture.copy()
    for at in range(pitch // 2, picture.shape[0], pitch):
        lined[at : at + 2] = np.minimum(lined[at : at + 2], line)
    for at in range(pitch // 3, picture.shape[1], pitch):
        lined[:, at : at + 2] = np.minimum(lined[:, at : at + 2], line)
    return lined


def ruled(picture: Gray, pitch: int, line: int = 150) -> Gray:
    """Ruled paper."""
    lined = picture.copy()
    for at in range(pitch // 2, picture.shape[0], pitch):
        lined[at : at + 2] = np.minimum(lined[at : at + 2], line)
    return lined


def noisy(picture: Gray, spread: float, seed: int = 0) -> Gray:
    """Grain, as of a small camera in poor light."""
    grain = np.random.default_rng(seed).normal(0, spread, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def turned(picture: Gray, degrees: float) -> Gray:
    """Turned about its middle, the paper going on outside."""
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def encoded(picture: Gray, ending: str = ".png", quality: int | None = None) -> bytes:
    """As a file."""
    options = [] if quality is None else [cv2.IMWRITE_JPEG_QUALITY, quality]
    ok, data = cv2.imencode(ending, picture, options)
    assert ok
    return bytes(data)
