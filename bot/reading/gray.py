"""A decoded Pillow image of any mode -> 8-bit gray."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image


def to_gray(image: Image.Image) -> NDArray[np.uint8]:
    """Luminance of an image of any Pillow mode, transparency laid on a ground that shows the ink.

    Args:
        image: any mode.

    Returns:
        `[H, W]`, 255 is white.
    """
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        return _from_wide(np.asarray(image))
    if "transparency" in image.info or image.mode in {"LA", "La", "PA", "RGBA", "RGBa"}:
        return _on_ground(image)
    return np.asarray(image if image.mode == "L" else image.convert("L"))


def shrink(gray: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Averages areas so that the longer side is at most `side`."""
    height, width = gray.shape
    ratio = side / max(height, width)
    if ratio >= 1:
        return gray
    size = max(1, round(width * ratio)), max(1, round(height * ratio))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)


def _from_wide(values: NDArray[Any]) -> NDArray[np.uint8]:
    """16-bit, 32-bit and floating point gray, scaled by the range that the values use."""
    wide = np.nan_to_num(values.astype(np.float32))
    low, high = min(0.0, float(wide.min())), float(wide.max())
    if values.dtype.kind == "f":
        top = 1.0 if high <= 1 else max(255.0, high)
    else:
        top = float(2 ** max(8, int(high).bit_length()) - 1)
    return np.asarray((wide - low) * (255 / (top - low)), np.uint8)


def _on_ground(image: Image.Image) -> NDArray[np.uint8]:
    """Lays a transparent image on white where its ink is dark, on black where it is light."""
    rgba = image.convert("RGBA")
    luminance = np.asarray(rgba.convert("L"), np.float32)
    opacity = np.asarray(rgba.getchannel("A"), np.float32) / 255
    ink = float((luminance * opacity).sum() / max(1.0, float(opacity.sum())))
    ground = 255.0 if ink < 128 or not opacity.any() else 0.0
    return np.asarray(luminance * opacity + ground * (1 - opacity), np.uint8)
