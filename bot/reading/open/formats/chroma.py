"""A decoded image -> where its colour is another than the usual one, whatever its lightness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image

from bot.reading.open.formats.bands import bands_of, reduced, resized, whole_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.reading.open.formats.bands import Factor, Ratio, Source

_COLOURED: Final = frozenset({"RGB", "RGBA", "RGBX", "YCbCr", "CMYK", "P", "HSV", "LAB"})
_GAIN: Final = 2.5
"""Levels of gray that a step of CIE L*a*b*'s a or b makes, so that a pale pen is dark enough."""


def to_chroma(source: Source, ratio: Ratio) -> NDArray[np.uint8]:
    """How far each pixel's colour is from the usual one of the image, as dark ink on white.

    The distance is that of a* and b* of CIE L*a*b*, which light and shadow hardly change.

    Args:
        source: an image of any Pillow mode; of one without colours nothing is seen.
        ratio: how many pixels of the source become one.

    Returns:
        `[H / ratio, W / ratio]`, 255 where the colour is the usual one.
    """
    factor = whole_of(ratio)
    if source.mode not in _COLOURED:
        return resized(np.full((1, 1), 255, np.uint8), source, ratio)
    colours = np.concatenate([_colours(band, factor) for band in bands_of(source, factor)])
    usual = np.median(colours[::4, ::4].reshape(-1, 2), axis=0).astype(np.float32)
    away = np.linalg.norm(colours - usual, axis=2)
    return resized(np.maximum(255 - _GAIN * away, 0).astype(np.uint8), source, ratio)


def _colours(band: Image.Image, factor: Factor) -> NDArray[np.float32]:
    """a* and b*, `[H, W, 2]`."""
    rgb = np.ascontiguousarray(reduced(band.convert("RGB"), factor))
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)[..., 1:], np.float32)
