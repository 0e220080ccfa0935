"""Bands of a decoded image, so that no second copy of the full picture is made, and their sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import cv2
import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_BAND_PIXELS = 1 << 18

Ratio = tuple[float, float]
"""How many pixels become one, across and down; less than 1 where a pixel becomes several."""

Factor = tuple[int, int]
"""How many whole pixels become one, across and down."""


class Source(Protocol):
    """What is needed of a decoded image; `PIL.Image.Image` is one."""

    @property
    def mode(self) -> str:
        """Pillow's name for the kind of pixel."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""

    @property
    def info(self) -> dict[Any, Any]:
        """`transparency` is in it where a colour or index stands for it."""

    def crop(self, box: tuple[int, int, int, int], /) -> Image.Image:
        """The pixels in `(left, upper, right, lower)`."""


def whole_of(ratio: Ratio) -> Factor:
    """How many whole pixels become one; what is left is for `resized`."""
    return max(1, int(ratio[0])), max(1, int(ratio[1]))


def bands_of(source: Source, factor: Factor) -> Iterator[Image.Image]:
    """Cuts the image across; each band but the last is a whole number of times `factor` high."""
    width, height = source.size
    if factor == (1, 1) and isinstance(source, Image.Image):
        source.load()
        yield source
        return
    rows = height if factor == (1, 1) else max(1, _BAND_PIXELS // width // factor[1]) * factor[1]
    for top in range(0, height, rows):
        yield source.crop((0, top, width, min(height, top + rows)))


def reduced(band: Image.Image, factor: Factor) -> NDArray[np.uint8]:
    """A band with so many whole pixels in one, each the mean."""
    return np.asarray(band if factor == (1, 1) else band.reduce(factor))


def joined(bands: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """The image that bands are of."""
    return bands[0] if len(bands) == 1 else np.concatenate(bands)


def resized(pixels: NDArray[np.uint8], source: Source, ratio: Ratio) -> NDArray[np.uint8]:
    """What is left to be reduced after whole pixels were."""
    width, height = (max(1, round(n / r)) for n, r in zip(source.size, ratio, strict=True))
    if (height, width) == pixels.shape:
        return pixels
    # That is less than 2, where bilinear loses no pixel; by area takes eight times as long.
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
