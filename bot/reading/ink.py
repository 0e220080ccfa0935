"""Upright grayscale -> how much ink there is at each pixel, whatever the paper and the light.

The ground is a wide median of the picture, so that shadows, vignettes and coloured paper belong to
it and strokes do not. Ink is what departs from the ground, relative to the ground's own
brightness, in the one direction (darker or lighter) in which the picture departs most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""`[H, W]`, 0 black to 255 white."""
Mask = NDArray[np.uint8]
"""`[H, W]`, 1 where there is ink."""

DETECT_SIDE: Final = 800
"""Longer side, in pixels, above which ink is looked for in a picture of half the size."""

_GROUND_SIDE: Final = 160
_GROUND_WINDOW: Final = 0.36
_FLAT_SPREAD: Final = 3
_FLAT_SHARE: Final = 0.5
_DARKEST_GROUND: Final = 0.5
_PEAK_WINDOW: Final = 0.10
_FAINTEST: Final = 14
_NOISE_FACTOR: Final = 5.0
_PEAK_SHARE: Final = 0.42
_WEAK_SHARE: Final = 0.26
_WEAK_FLOOR: Final = 0.7
_BRIDGE: Final = 5


@dataclass(frozen=True, slots=True)
class Ink:
    """Where the ink of a picture is.

    Attributes:
        strength: `[h, w]`, 0 (ground) to 255 (as far from the ground as can be).
        mask: `[h, w]`, 1 where the strength is that of ink.
        ground: `[h, w]`, the brightness of the ground, after inversion if `light`.
        light: the writing is lighter than its ground.
        factor: pixels of the picture to a pixel of these arrays.
        noise: spread of the strength where there is no ink.
        floor: strength below which nothing is ink.
    """

    strength: Gray
    mask: Mask
    ground: Gray
    light: bool
    factor: int
    noise: float
    floor: float


def find_ink(gray: Gray) -> Ink:
    """Separates ink from ground.

    Args:
        gray: `[H, W]`, upright.

    Returns:
        the ink, at half the size where the picture is large.
    """
    factor = 1
    while max(gray.shape) > DETECT_SIDE * factor:
        factor *= 2
    if factor > 1:
        size = (max(1, gray.shape[1] // factor), max(1, gray.shape[0] // factor))
        gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    small, ground = _ground(gray)
    light = _is_light_on_dark(small, ground)
    if light:
        gray, small, ground = (255 - gray), (255 - small), (255 - ground)
    ground = _lift(small, ground)
    full_ground: Gray = cv2.resize(
        ground, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR
    )
    # Where the ground is dark its noise would count for much; so dark does no ground count.
    least = _DARKEST_GROUND * float(np.percentile(ground, 90))
    full_ground = np.maximum(full_ground, np.uint8(least))
    strength = strength_of(gray, full_ground)
    noise = _noise(gray, full_ground)
    floor = max(_FAINTEST, _NOISE_FACTOR * noise)
    mask = _threshold(strength, floor)
    return Ink(strength, mask, full_ground, light, factor, noise, floor)


def strength_of(gray: Gray, ground: Gray) -> Gray:
    """How much darker `gray` is than `ground`, 255 for black; both `[h, w]`."""
    strength: Gray = cv2.divide(cv2.subtract(ground, gray), ground, scale=255)
    return strength


def _ground(gray: Gray) -> tuple[Gray, Gray]:
    """The picture at a small size, and its ground at that size."""
    height, width = gray.shape
    scale = min(1.0, _GROUND_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    middle = int(np.median(small))
    if float(np.mean(cv2.absdiff(small, middle) <= _FLAT_SPREAD)) > _FLAT_SHARE:
        return small, np.full_like(small, middle)
    window = max(3, int(max(size) * _GROUND_WINDOW)) | 1
    ground: Gray = cv2.medianBlur(small, window)
    return small, ground


def _lift(small: Gray, ground: Gray) -> Gray:
    """The ground again, where dense writing had pulled the median towards the ink."""
    window = max(3, int(max(small.shape) * _GROUND_WINDOW)) | 1
    lifted: Gray = cv2.medianBlur(np.maximum(small, ground), window)
    return lifted


def _is_light_on_dark(small: Gray, ground: Gray) -> bool:
    """Whether more of the picture is lighter than its ground than darker, beyond noise."""
    darker = cv2.subtract(ground, small)
    lighter = cv2.subtract(small, ground)
    level = 10.0
    dark_mass = float(np.maximum(darker.astype(np.float32) - level, 0).sum())
    light_mass = float(np.maximum(lighter.astype(np.float32) - level, 0).sum())
    return light_mass > dark_mass


def _noise(gray: Gray, ground: Gray) -> float:
    """Spread of the ground in units of strength, from the lighter half, where there is no ink."""
    step = max(1, int(np.sqrt(gray.size / 20_000)))
    some = gray[::step, ::step].astype(np.float32)
    below = 255.0 * (1.0 - some / np.maximum(ground[::step, ::step], 1))
    low, high = np.percentile(below, (15, 45))
    return float(high - low) / 1.1


def _threshold(strength: Gray, floor: float) -> Mask:
    """Ink is above the floor and strong beside the strongest nearby; weaker only next to that."""
    height, width = strength.shape
    cell = 8 if min(height, width) >= 64 else 1
    peaks: Gray = cv2.dilate(strength, np.ones((cell, cell), np.uint8))[::cell, ::cell]
    reach = max(3, int(max(peaks.shape) * _PEAK_WINDOW)) | 1
    peaks = cv2.dilate(peaks, np.ones((reach, reach), np.uint8))
    peaks = cv2.blur(peaks, (reach, reach), borderType=cv2.BORDER_REPLICATE)
    peak = cv2.resize(peaks, (width, height), interpolation=cv2.INTER_LINEAR)
    strong = _above(strength, peak, _PEAK_SHARE, floor)
    weak = _above(strength, peak, _WEAK_SHARE, _WEAK_FLOOR * floor)
    mask: Mask = strong | (weak & cv2.dilate(strong, np.ones((_BRIDGE, _BRIDGE), np.uint8)))
    return mask


def _above(strength: Gray, peak: Gray, share: float, floor: float) -> Mask:
    """1 where the strength is above a share of the peak and above the floor."""
    level = cv2.max(cv2.convertScaleAbs(peak, alpha=share), floor)
    mask: Mask = cv2.compare(strength, level, cv2.CMP_GT) & 1
    return mask
