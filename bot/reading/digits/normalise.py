"""One candidate -> 28x28, the way that MNIST was made.

LeCun et al., *Gradient-Based Learning Applied to Document Recognition* (1998), section III-A: the
digit is scaled with its aspect kept into a 20x20 box, and its centre of mass is put at the centre
of a 28x28 field. Pens differ more than writers do, so before that the stroke is brought into the
range of widths that MNIST has, at a scale where a stroke is many pixels wide.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.stroke_width import stroke_width
from bot.reading.glyph import Glyph

SIDE: Final = 28
BOX: Final = 20
WORK: Final = 80
"""Longer side, in pixels, at which the stroke width is measured and changed."""

THINNEST: Final = 9.0
THICKEST: Final = 18.5
"""Stroke widths, in pixels at `WORK`, between which a stroke is left as it is: the 10th and the
97th percentile of MNIST's training set."""

INK_LEVEL: Final = 96
"""A pixel is ink from this level on, where the box and the stroke width are measured."""

RECIPE: Final = f"2 {SIDE} {BOX} {WORK} {THINNEST} {THICKEST} {INK_LEVEL}"
"""What this module's work depends on; the number grows with each change of its code."""

PREPROCESSING: Final = "de9af486d65d9ef3"
"""Names `RECIPE`: the start of its SHA-256, written down, as `hashlib` takes 5 ms to load. A model
file carries the name of what it was evaluated with."""


def normalise(ink: NDArray[np.uint8]) -> Glyph:
    """Brings one candidate to the form of an MNIST picture.

    Args:
        ink: `[h, w]`, ink bright on a ground of 0, around the candidate loosely or tightly.

    Returns:
        `[28, 28]`, ink up to 255 on ground 0; all 0 when there is no ink.
    """
    box = _tight(ink)
    if box is None:
        return np.zeros((SIDE, SIDE), np.uint8)
    work = _fit(box, WORK)
    change = _stroke_change(work)
    if change:
        size = abs(change)
        work = cv2.copyMakeBorder(work, size, size, size, size, cv2.BORDER_CONSTANT, value=0)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size + 1, size + 1))
        changed = _tight((cv2.dilate if change > 0 else cv2.erode)(work, kernel))
        work = box if changed is None else changed
    return _centre(_fit(work, BOX))


def _tight(ink: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """The part of `ink` that holds all of its ink, or `None` where there is none."""
    x, y, w, h = cv2.boundingRect((ink >= INK_LEVEL).view(np.uint8))
    return ink[y : y + h, x : x + w] if w else None


def _fit(ink: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Scales `ink` so that its longer side is `side`, aspect kept."""
    height, width = ink.shape
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled: NDArray[np.uint8] = cv2.resize(ink, size, interpolation=method)
    return scaled


def _stroke_change(work: NDArray[np.uint8]) -> int:
    """By how many pixels the strokes of `work` must grow (or, below 0, shrink)."""
    width = stroke_width(work, INK_LEVEL)
    if width < THINNEST:
        return round(THINNEST - width)
    if width > THICKEST:
        return round(THICKEST - width)
    return 0


def _centre(digit: NDArray[np.uint8]) -> Glyph:
    """Puts `digit`, 20 pixels at most on a side, with its centre of mass at the centre of 28x28."""
    height, width = digit.shape
    moments = cv2.moments(digit)
    mass = max(moments["m00"], 1.0)
    x = round(SIDE // 2 - moments["m10"] / mass)
    y = round(SIDE // 2 - moments["m01"] / mass)
    x, y = min(max(x, 0), SIDE - width), min(max(y, 0), SIDE - height)
    glyph = np.zeros((SIDE, SIDE), np.uint8)
    glyph[y : y + height, x : x + width] = digit
    return glyph
