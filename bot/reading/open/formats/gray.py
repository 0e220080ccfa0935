"""A decoded image of any mode -> 8-bit gray, reduced, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import Image, ImageChops

from bot.reading.open.formats.bands import bands_of, joined, reduced, resized, whole_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.reading.open.formats.bands import Factor, Ratio, Source

_SEE_THROUGH = 128
"""Below this alpha, of 255, a pixel is taken for ground."""


def to_gray(source: Source, ratio: Ratio) -> NDArray[np.uint8]:
    """Luminance (ITU-R BT.601), with transparency laid on a ground that shows the ink.

    Args:
        source: an image of any Pillow mode.
        ratio: how many pixels of the source become one.

    Returns:
        `[H / ratio, W / ratio]`, rounded, 255 is white.
    """
    factor = whole_of(ratio)
    if source.mode in {"I", "F"} or source.mode.startswith("I;16"):
        gray = _wide(source, factor)
    elif "transparency" in source.info or source.mode in {"LA", "La", "PA", "RGBA", "RGBa"}:
        gray = _opaque(source, factor)
    else:
        gray = joined([_luminance(band, factor) for band in bands_of(source, factor)])
    return resized(gray, source, ratio)


def _luminance(band: Image.Image, factor: Factor) -> NDArray[np.uint8]:
    if band.mode == "LAB":
        return reduced(band.getchannel("L"), factor)
    return reduced(band if band.mode == "L" else band.convert("L"), factor)


def _wide(source: Source, factor: Factor) -> NDArray[np.uint8]:
    """16-bit, 32-bit and floating point gray, scaled by the range that the values use.

    For whole numbers that is the next power of two, so that an almost blank page stays blank.
    """
    low, high = 0.0, 0.0
    for band in bands_of(source, factor):
        values = _finite(band)
        low, high = min(low, float(values.min())), max(high, float(values.max()))
    if source.mode != "F":
        high = 2.0 ** max(8, int(high).bit_length()) - 1
    elif high > 1:
        high = max(255.0, high)
    else:
        high = 1.0
    scale, bands = np.float32(255 / (high - low)), []
    for band in bands_of(source, factor):
        scaled = (_finite(band) - np.float32(low)) * scale
        bands.append(reduced(Image.fromarray(scaled.astype(np.uint8)), factor))
    return joined(bands)


def _finite(band: Image.Image) -> NDArray[Any]:
    values = np.asarray(band)
    return np.where(np.isfinite(values), values, np.float32(0)) if band.mode == "F" else values


def _opaque(source: Source, factor: Factor) -> NDArray[np.uint8]:
    """Lays a transparent image on the ground that `_ground` chooses."""
    lights, alphas = [], []
    for band in bands_of(source, factor):
        # Pillow undoes the multiplication by alpha of `La` only on the way to `LA`.
        rgba = (band.convert("LA") if band.mode == "La" else band).convert("RGBA")
        alpha = rgba.getchannel("A")
        lights.append(reduced(ImageChops.multiply(rgba.convert("L"), alpha), factor))
        alphas.append(reduced(alpha, factor))
    light, opacity = joined(lights), joined(alphas)
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
