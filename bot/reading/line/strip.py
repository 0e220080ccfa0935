"""The ink of one line -> the strip that the line network reads.

Only the ink of the line's own pieces is drawn into it, so that neither paper nor neighbours reach
the network. Strips that are trained on are made here too.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np

from bot.reading.binarise.background import Gray
from bot.reading.binarise.percentile import percentile
from bot.reading.binarise.stroke_width import stroke_width

HEIGHT: Final = 32
MARGIN: Final = 3
"""Empty rows above and below the ink."""

INK: Final = 0.8
"""The upper quartile of the ink's strength comes to this share of the most there can be."""

THINNEST: Final = 1.5
"""Strokes that would be thinner than this in the strip, in its pixels, are widened to it: how thin
a pen was against what it wrote tells nothing, and a stroke of less than a pixel fades."""

FINE: Final = 4
"""Pixels, to one of the strip, at which strokes are measured and widened."""

WIDEST: Final = 2048
"""A strip that would be wider than this, in pixels, is squeezed."""

RECIPE: Final = f"ink 2 {HEIGHT} {MARGIN} {INK} {THINNEST} {FINE}"
"""What this module's work depends on; the number grows with each change of its code."""

PREPROCESSING: Final = "9e5c912b5a8e6130"
"""Names `RECIPE`: the start of its SHA-256, written down, as `hashlib` takes 5 ms to load. A model
file carries the name of what it was trained with."""


class Strip(NamedTuple):
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
    inside = HEIGHT - 2 * MARGIN
    scale = height / inside
    size = (int(min(max(1, round(width / scale)), WIDEST)), inside)
    if scale > FINE:
        ink = _resized(ink, (size[0] * FINE, inside * FINE))
    level = _level(ink)
    ink = _widened(ink, 0.4 * level, THINNEST * ink.shape[0] / inside)
    inner = _resized(ink, size)
    pixels = np.zeros((HEIGHT, size[0]), np.uint8)
    pixels[MARGIN : HEIGHT - MARGIN] = cv2.convertScaleAbs(inner, alpha=255 * INK / level)
    return Strip(pixels, width / size[0])


def _level(ink: Gray) -> float:
    """The upper quartile of the ink's strength."""
    some = ink[ink > 0]
    return percentile(some[:: 1 + some.size // 4000], 75) if some.size else 255.0


def _widened(ink: Gray, least: float, thinnest: float) -> Gray:
    """Ink whose strokes are at least so many pixels wide.

    Args:
        ink: its strength.
        least: what is stronger belongs to a stroke.
        thinnest: the width.
    """
    grow = round(thinnest - stroke_width(ink, round(least)))
    if grow < 1:
        return ink
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (grow + 1, grow + 1))
    room = cv2.copyMakeBorder(ink, grow, grow, grow, grow, cv2.BORDER_CONSTANT, value=0)
    widened: Gray = cv2.dilate(room, kernel)[grow:-grow, grow:-grow]
    return widened


def _resized(ink: Gray, size: tuple[int, int]) -> Gray:
    method = cv2.INTER_AREA if size[1] < ink.shape[0] else cv2.INTER_LINEAR
    resized: Gray = cv2.resize(ink, size, interpolation=method)
    return resized
