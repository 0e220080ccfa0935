"""How the figures look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from training.data import Images

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK = "#1f2933"
ACCENT = "#0b7285"
MUTED = "#9aa5b1"
WARNING = "#c92a2a"


def plain(axis: Axes) -> None:
    """Leaves only the axes that carry numbers, and a light grid."""
    axis.spines[["top", "right"]].set_visible(False)
    axis.spines[["left", "bottom"]].set_color(MUTED)
    axis.tick_params(colors=INK, length=3)
    axis.grid(axis="y", color="#e4e7eb", lw=0.8)
    axis.set_axisbelow(True)


def bare(axis: Axes) -> None:
    """Takes ticks and frame away and leaves the labels."""
    axis.set_xticks([])
    axis.set_yticks([])
    axis.spines[:].set_visible(False)


def tiles(axis: Axes, images: Images, columns: int, gap: tuple[int, int]) -> list[tuple[int, int]]:
    """Shows pictures row by row, ink on paper, as one image.

    Args:
        axis: where.
        images: `[N, 28, 28]`.
        columns: pictures in a row.
        gap: pixels above and to the left of each picture.

    Returns:
        The x and y of each picture's upper left corner.
    """
    high, wide = images.shape[1] + gap[0], images.shape[2] + gap[1]
    sheet = np.zeros((high * -(-max(len(images), 1) // columns), wide * columns), np.uint8)
    corners = []
    for index, image in enumerate(images):
        y, x = index // columns * high + gap[0], index % columns * wide + gap[1]
        sheet[y : y + image.shape[0], x : x + image.shape[1]] = image
        corners.append((x, y))
    axis.imshow(sheet, cmap="gray_r", vmin=0, vmax=255, interpolation="antialiased")
    bare(axis)
    return corners
