"""The ink of one line -> the strip that the line network reads.

Only the ink of the line's own pieces is drawn into it, so that neither paper nor neighbours reach
the network. Strips that are trained on are made here too.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.percentile import percentile

Gray = NDArray[np.uint8]

HEIGHT: Final = 32
MARGIN: Final = 3
"""Empty rows above and below the ink."""

INK: Final = 0.8
"""The upper quartile of the ink's strength comes to this share of the most there can be."""

WIDEST: Final = 2048
"""A strip that would be wider than this, in pixels, is squeezed."""

PREPROCESSING: Final = hashlib.sha256(f"ink 1 {HEIGHT} {MARGIN} {INK}".encode()).hexdigest()[:16]
"""Names what this module does; a model file carries the name of what it was trained with."""


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A line as the network sees it.

    Attributes:
        pixels: `[HEIGHT, W]`, ink up to 255 on a ground of 0.
        scale: pixels of the given ink to a pixel of the strip.
    """

    pixels: Gray
    scale: float


def strip_of(ink: Gray) -> Strip:
    """Scales ink to the height of a strip, and its strength to a level of its own.

    Args:
        ink: `[h, w]`, its strength on a ground of 0, level, cropped to the line.
    """
    rows = np.flatnonzero(ink.max(axis=1))
    if rows.size:
        ink = ink[rows[0] : rows[-1] + 1]
    height, width = ink.shape
    scale = height / (HEIGHT - 2 * MARGIN)
    size = (int(min(max(1, round(width / scale)), WIDEST)), HEIGHT - 2 * MARGIN)
    method = cv2.INTER_AREA if scale > 1 else cv2.INTER_LINEAR
    inner = cv2.resize(ink, size, interpolation=method)
    some = ink[ink > 0]
    level = percentile(some[:: 1 + some.size // 4000], 75) if some.size else 255.0
    pixels = np.zeros((HEIGHT, size[0]), np.uint8)
    pixels[MARGIN : HEIGHT - MARGIN] = cv2.convertScaleAbs(inner, alpha=255 * INK / level)
    return Strip(pixels, width / size[0])
