"""The figure of normalisation: what is written, and the numbers that the network gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from bot.reading.normalise import normalise
from training.style import ACCENT, INK, bare

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def normalisation(glyph: NDArray[np.uint8]) -> Figure:
    """A digit as it may be cut from a photo, then in MNIST's form, as a picture and as numbers.

    Args:
        glyph: `[28, 28]`, a digit; it is made large, off its place and thin to stand for a photo.
    """
    written = _written(glyph)
    made = normalise(written)
    figure = Figure(figsize=(9, 8.6), layout="constrained")
    (left, right), (below_left, below_right) = figure.subplots(2, 2, height_ratios=(0.85, 1))
    _grid(left, written, "Before: ink as cut from a picture, " + _size(written), lines=False)
    _grid(right, made, "After: 20-pixel box, centre of mass in the middle, 28 x 28", lines=True)
    part = made[4:24, 4:24]
    _numbers(below_left, part, part.astype(str), "Before: from 0 to 255")
    scaled = np.char.lstrip(np.char.mod("%.2f", part / 255), "0")
    scaled[part == 0] = "0"
    scaled[part == 255] = "1"
    _numbers(below_right, part, scaled, "After: divided by 255, from 0 to 1")
    return figure


def _written(glyph: NDArray[np.uint8]) -> NDArray[np.uint8]:
    large = cv2.GaussianBlur(
        cv2.resize(glyph, (280, 280), interpolation=cv2.INTER_CUBIC), (0, 0), 5
    )
    ink = np.where(large > 110, 255, 0).astype(np.uint8)
    thin = cv2.erode(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    moved = np.zeros((240, 300), np.uint8)
    moved[:230, :250] = thin[40:270, 30:280]
    return moved


def _grid(axis: Axes, image: NDArray[np.uint8], title: str, *, lines: bool) -> None:
    axis.imshow(image, cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
    bare(axis)
    axis.spines[:].set_visible(True)
    axis.set_title(title, fontsize=9.5)
    if lines:
        axis.plot([3.5, 23.5, 23.5, 3.5, 3.5], [3.5, 3.5, 23.5, 23.5, 3.5], color=ACCENT, lw=0.8)
        axis.plot(13.5, 13.5, "+", color=ACCENT, ms=9)


def _numbers(axis: Axes, image: NDArray[np.uint8], words: NDArray[np.str_], title: str) -> None:
    axis.imshow(image, cmap="gray_r", vmin=0, vmax=255, alpha=0.85)
    bare(axis)
    for (row, column), word in np.ndenumerate(words):
        colour = "white" if image[row, column] > 140 else INK if word != "0" else "#c3cad1"
        axis.text(column, row, str(word), ha="center", va="center", fontsize=5, color=colour)
    axis.set_title(title, fontsize=9.5)


def _size(image: NDArray[np.uint8]) -> str:
    return f"{image.shape[1]} x {image.shape[0]}"
