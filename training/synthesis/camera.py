"""Ink on paper -> the picture that a camera or a scanner gives of it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.backgrounds import paper

Rng = np.random.Generator
Gray = NDArray[np.uint8]
Floats = NDArray[np.float32]


def photograph(ink: Floats, unit: float, rng: Rng) -> Gray:
    """Ink on paper, as a camera or a scanner gives it.

    Args:
        ink: `[h, w]`, 0 to 1.
        unit: height of a digit, in pixels.
        rng: every choice.

    Returns:
        `[h, w]`, 0 black to 255 white.
    """
    depth = np.float32(rng.choice([rng.uniform(0.3, 0.6), rng.uniform(0.5, 0.95)]))
    gray = paper(ink.shape[0], ink.shape[1], rng, unit) * (1 - depth * np.clip(ink, 0, 1))
    return taken(gray, unit, rng)


def taken(gray: Floats, unit: float, rng: Rng) -> Gray:
    """What the camera, the scanner and JPEG do to a picture of 0 to 1; `unit` as above."""
    if rng.random() < 0.6:
        gray = cv2.GaussianBlur(gray, (0, 0), float(rng.uniform(0.3, 1 + 0.02 * unit)))
    noise = np.float32(rng.choice([0.003, 0.01, 0.025]))
    gray = gray + noise * rng.standard_normal(gray.shape, dtype=np.float32)
    pixels: Gray = np.clip(gray * 255, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 96))]
        _, file = cv2.imencode(".jpg", pixels, quality)
        again = cv2.imdecode(file, cv2.IMREAD_GRAYSCALE)
        if again is not None:
            pixels = again.astype(np.uint8)
    return pixels
