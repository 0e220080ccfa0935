"""The figures of what goes in: MNIST's pictures, and what normalisation makes of a digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from bot.reading.digits.normalise import normalise
from training.data import Digits
from training.figures.style import ACCENT, INK, bare, tiles

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def samples(digits: Digits, columns: int = 16) -> Figure:
    """The first pictures of each digit, a row for each."""
    shown = [digits.images[digits.labels == digit][:columns] for digit in range(10)]
    rows = [np.pad(row, ((0, columns - len(row)), (0, 0), (0, 0))) for row in shown]
    figure = Figure(figsize=(7.6, 5.2), layout="constrained")
    axis = figure.subplots()
    corners = tiles(axis, np.concatenate(rows), columns, (3, 3))
    for digit, (x, y) in enumerate(corners[::columns]):
        axis.text(x - 12, y + 14, str(digit), ha="center", va="center", fontsize=13, color=INK)
    axis.set_title(f"MNIST: {columns} pictures of each digit, and their labels")
    return figure


def normalisation(glyph: NDArray[np.uint8]) -> Figure:
    """A digit as it may be cut from a photo, then in MNIST's form, as a picture and as numbers.

    Args:
        glyph: `[28, 28]`, a digit; it is made large, off its place and thin to stand for a photo.
    """
    written = _written(glyph)
    made = normalise(written)
    figure = Figure(figsize=(9, 8.8), layout="constrained")
    (left, right), (below_left, below_right) = figure.subplots(2, 2, height_ratios=(0.8, 1))
    size = f"{written.shape[1]} x {written.shape[0]}"
    _grid(left, written, f"Before: ink as cut from a picture, {size}")
    _grid(right, made, "After: 20-pixel box, centre of mass in the middle, 28 x 28")
    right.plot(13.5, 13.5, "+", color=ACCENT, ms=10)
    x, y, w, h = cv2.boundingRect(made)
    right.add_artist(_box(x, y, w, h))
    part = made[max(y - 1, 0) : y + h + 1, max(x - 1, 0) : x + w + 1]
    scaled = np.char.lstrip(np.char.mod("%.2f", part / 255), "0")
    scaled[part / 255 > 0.995] = "1"
    scaled[part == 0] = "0"
    _numbers(below_left, part, part.astype(str), "As numbers, before: from 0 to 255")
    _numbers(below_right, part, scaled, "After: divided by 255, from 0 to 1")
    return figure


def _written(glyph: NDArray[np.uint8]) -> NDArray[np.uint8]:
    large = cv2.resize(glyph, (280, 280), interpolation=cv2.INTER_CUBIC)
    ink = np.where(cv2.GaussianBlur(large, (0, 0), 5) > 110, 255, 0).astype(np.uint8)
    thin = cv2.erode(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    moved = np.zeros((240, 300), np.uint8)
    moved[:230, :250] = thin[40:270, 30:280]
    return moved


def _grid(axis: Axes, image: NDArray[np.uint8], title: str) -> None:
    axis.imshow(image, cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
    bare(axis)
    axis.spines[:].set_visible(True)
    axis.set_title(title, fontsize=9.5)


def _box(x: int, y: int, w: int, h: int) -> Rectangle:
    return Rectangle((x - 0.5, y - 0.5), w, h, fill=False, edgecolor=ACCENT, lw=0.9)


def _numbers(axis: Axes, image: NDArray[np.uint8], words: NDArray[np.str_], title: str) -> None:
    axis.imshow(image, cmap="gray_r", vmin=0, vmax=255, alpha=0.85)
    bare(axis)
    for (row, column), word in np.ndenumerate(words):
        colour = "white" if image[row, column] > 140 else INK if word != "0" else "#b4bcc4"
        axis.text(column, row, str(word), ha="center", va="center", fontsize=5.5, color=colour)
    axis.set_title(title, fontsize=9.5)
