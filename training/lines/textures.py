"""Pictures of no writing."""

from __future__ import annotations

import cv2
import numpy as np

from training.synthesis.backgrounds import cloud
from training.synthesis.camera import Gray, photograph

Rng = np.random.Generator


def nothing(rng: Rng) -> Gray:
    """A picture with no writing: shapes, textures, shades, as in photographs; or empty paper."""
    height, width = (int(v) for v in rng.integers(120, 500, 2))
    gray = np.full((height, width), rng.uniform(0.3, 1.0), np.float32)
    if rng.random() < 0.15:
        return photograph(np.zeros((height, width), np.float32), rng.uniform(20, 60), rng)
    for _ in range(int(rng.integers(1, 4))):
        gray += cloud(
            (height, width), rng, float(np.exp(rng.uniform(1, 4.5))), rng.uniform(0.02, 0.3)
        )
    for _ in range(int(rng.integers(0, 25))):
        shade = float(rng.uniform(0, 1.1))
        middle = rng.uniform(0, 1, 2) * [width, height]
        long = float(np.exp(rng.uniform(np.log(4), np.log(0.5 * width))))
        kind = rng.random()
        if kind < 0.4:
            corners = middle + rng.normal(0, long / 2, (int(rng.integers(3, 7)), 2))
            cv2.fillPoly(gray, [corners.astype(np.int32)], shade, cv2.LINE_AA)
        elif kind < 0.75:
            axes = (int(long / 2) + 1, int(long * rng.uniform(0.1, 0.5)) + 1)
            at = tuple(int(v) for v in middle)
            cv2.ellipse(gray, at, axes, float(rng.uniform(0, 180)), 0, 360, shade, -1, cv2.LINE_AA)
        else:
            ends = (middle + rng.normal(0, long, (2, 2))).astype(int).tolist()
            thick = int(rng.integers(1, 6))
            cv2.line(gray, ends[0], ends[1], shade, thick, cv2.LINE_AA)
    if rng.random() < 0.8:
        gray = cv2.GaussianBlur(gray, (0, 0), float(rng.uniform(0.5, 3)))
    gray = gray + np.float32(0.01) * rng.standard_normal(gray.shape, dtype=np.float32)
    pixels: Gray = np.clip(gray * 255, 0, 255).astype(np.uint8)
    return pixels
