"""How the figures look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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


def show_digit(axis: Axes, image: NDArray[np.uint8]) -> None:
    """Shows one `[28, 28]` picture as ink on paper."""
    axis.imshow(image, cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
