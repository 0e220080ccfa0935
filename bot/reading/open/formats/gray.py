"""A decoded image of any mode -> 8-bit gray, reduced, in bounded memory.

Large images are converted band by band, so that no second copy of the full picture is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import cv2
import numpy as np
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_BAND_PIXELS = 1 << 18
_SEE_THROUGH = 128
"""Below this alpha, of 255, a pixel is taken for ground."""


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


Ratio = tuple[float, float]
"""How many pixels become one, across and down; less than 1 where a pixel becomes several."""


def to_gray(source: Source, ratio: Ratio) -> NDArray[np.uint8]:
    """Luminance (ITU-R BT.601), with transparency laid on a ground that shows the ink.

    Args:
        source: an image of any Pillow mode.
        ratio: how many pixels of the source become one.

    Returns:
        `[H / ratio, W / ratio]`, rounded, 255 is white.
    """
    factor = (max(1, int(ratio[0])), max(1, int(ratio[1])))
    if source.mode in {"I", "F"} or source.mode.startswith("I;16"):
        gray = _wide(source, factor)
    elif "transparency" in source.info or source.mode in {"LA", "La", "PA", "RGBA", "RGBa"}:
        gray = _opaque(source, factor)
    else:
        gray = _joined([_luminance(band, factor) for band in _bands(source, factor)])
    width, height = (max(1, round(n / r)) for n, r in zip(source.size, ratio, strict=True))
    if (height, width) == gray.shape:
        return gray
    # What is left is less than 2, where bilinear loses no pixel; by area takes eight times as long.
    return np.asarray(cv2.resize(gray, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _bands(source: Source, factor: Factor) -> Iterator[Image.Image]:
    """Cuts the image across; each band but the last is a whole number of times `factor` high."""
    width, height = source.size
    if factor == (1, 1) and isinstance(source, Image.Image):
        source.load()
        yield source
        return
    rows = height if factor == (1, 1) else max(1, _BAND_PIXELS // width // factor[1]) * factor[1]
    for top in range(0, height, rows):
        yield source.crop((0, top, width, min(height, top + rows)))


def _luminance(band: Image.Image, factor: Factor) -> NDArray[np.uint8]:
    if band.mode == "LAB":
        return _reduced(band.getchannel("L"), factor)
    return _reduced(band if band.mode == "L" else band.convert("L"), factor)


def _reduced(band: Image.Image, factor: Factor) -> NDArray[np.uint8]:
    return np.asarray(band if factor == (1, 1) else band.reduce(factor))


def _joined(bands: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    return bands[0] if len(bands) == 1 else np.concatenate(bands)


def _wide(source: Source, factor: Factor) -> NDArray[np.uint8]:
    """16-bit, 32-bit and floating point gray, scaled by the range that the values use.

    For whole numbers that is the next power of two, so that an almost blank page stays blank.
    """
    low, high = 0.0, 0.0
    for band in _bands(source, factor):
        values = _finite(band)
        low, high = min(low, float(values.min())), max(high, float(values.max()))
    if source.mode != "F":
        high = 2.0 ** max(8, int(high).bit_length()) - 1
    elif high > 1:
        high = max(255.0, high)
    else:
        high = 1.0
    scale, bands = np.float32(255 / (high - low)), []
    for band in _bands(source, factor):
        scaled = (_finite(band) - np.float32(low)) * scale
        bands.append(_reduced(Image.fromarray(scaled.astype(np.uint8)), factor))
    return _joined(bands)


def _finite(band: Image.Image) -> NDArray[Any]:
    values = np.asarray(band)
    return np.where(np.isfinite(values), values, np.float32(0)) if band.mode == "F" else values


def _opaque(source: Source, factor: Factor) -> NDArray[np.uint8]:
    """Lays a transparent image on the ground that `_ground` chooses."""
    lights, alphas = [], []
    for band in _bands(source, factor):
        # Pillow undoes the multiplication by alpha of `La` only on the way to `LA`.
        rgba = (band.convert("LA") if band.mode == "La" else band).convert("RGBA")
        alpha = rgba.getchannel("A")
        lights.append(_reduced(ImageChops.multiply(rgba.convert("L"), alpha), factor))
        alphas.append(_reduced(alpha, factor))
    light, opacity = _joined(lights), _joined(alphas)
    ground = _ground(light, opacity) * (1 - opacity.astype(np.float32) / 255)
    return np.asarray(np.minimum(light + ground + 0.5, 255), np.uint8)


def _ground(light: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> float:
    """The gray that shows what is drawn.

    Where the opaque part has a rim of one gray around something else, as a sheet with round
    corners or a sticker with an outline has, that rim goes on. Otherwise the opaque part is the
    ink: white under dark ink, black under light.

    Args:
        light: luminance times alpha, `[H, W]`.
        alpha: `[H, W]`.
    """
    opaque = alpha >= _SEE_THROUGH
    if not opaque.any():
        return 255.0
    gray = np.minimum(light[opaque] * np.float32(255) / alpha[opaque], 255)
    inner = cv2.erode(opaque.astype(np.uint8), np.ones((5, 5), np.uint8), borderValue=1)
    rim = gray[inner[opaque] == 0]
    if rim.size:
        low, middle, high = np.percentile(rim, (10, 50, 90))
        inside = np.abs(gray - middle) > 64
        if high - low < 64 and inside.mean() > 0.02:
            return float(middle)
    return 255.0 if gray.mean() < 128 else 0.0
