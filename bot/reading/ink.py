"""Upright grayscale -> how much ink there is at each pixel, whatever the paper and the light.

The ground is what is left when strokes are taken out, so that shadows, vignettes and coloured paper
belong to it. Ink is what departs from the ground, relative to the ground's own
brightness, in the one direction (darker or lighter) in which the picture departs most.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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

_GROUND_SIDE: Final = 120
_GROUND_WINDOW: Final = 0.36
_FLAT_SPREAD: Final = 1
_FLAT_SHARE: Final = 0.5
_SHADE: Final = 40
_FLAT_INK: Final = 0.65
_DARKEST_GROUND: Final = 0.5
_NO_NOISE: Final = 10
_STROKE_WINDOW: Final = 0.09
_DARKEST_SHADOW: Final = 0.42
_DARKEST_PAPER: Final = 0.3
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
        dimmest: ground darker than this counts as being this bright, or its noise would be ink.
        light: the writing is lighter than its ground.
        factor: pixels of the picture to a pixel of these arrays.
        noise: spread of the strength where there is no ink.
        floor: strength below which nothing is ink.
    """

    strength: Gray
    mask: Mask
    ground: Gray
    dimmest: int
    light: bool
    factor: int
    noise: float
    floor: float

    def turned(self, quarters: int) -> Ink:
        """The ink of the picture after as many quarter turns to the left."""
        strength, mask, ground = (
            np.ascontiguousarray(np.rot90(a, quarters))
            for a in (self.strength, self.mask, self.ground)
        )
        return replace(self, strength=strength, mask=mask, ground=ground)


def find_ink(gray: Gray, side: int = DETECT_SIDE) -> Ink:
    """Separates ink from ground.

    Args:
        gray: `[H, W]`, upright.
        side: a picture whose longer side is more is searched at half the size, or a quarter.

    Returns:
        the ink, at half the size where the picture is large.
    """
    factor = 1
    while max(gray.shape) > side * factor:
        factor *= 2
    if factor > 1:
        size = (max(1, gray.shape[1] // factor), max(1, gray.shape[0] // factor))
        gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    small, ground, flat = _ground(gray)
    dark = ground if flat else _follow(small, ground)
    light = ground if flat else 255 - _follow(255 - small, 255 - ground)
    is_light = _mass(small, np.maximum(ground, light)) > _mass(
        255 - small, 255 - np.minimum(ground, dark)
    )
    if is_light:
        gray, ground = 255 - gray, 255 - light
    else:
        ground = dark
    full_ground: Gray = cv2.resize(
        ground, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR
    )
    dimmest = max(1, int(_DARKEST_GROUND * float(np.percentile(ground, 90))))
    strength = strength_of(gray, full_ground, dimmest)
    noise = _noise(gray, full_ground)
    floor = max(_FAINTEST, _NOISE_FACTOR * noise)
    mask = _threshold(strength, floor)
    return Ink(strength, mask, full_ground, dimmest, is_light, factor, noise, floor)


def strength_of(gray: Gray, ground: Gray, dimmest: int) -> Gray:
    """How much darker `gray` is than `ground`, as a share of it, 255 for black.

    Args:
        gray: `[h, w]`.
        ground: `[h, w]`.
        dimmest: ground darker than this counts as being this bright.
    """
    strength: Gray = cv2.divide(
        cv2.subtract(ground, gray), np.maximum(ground, np.uint8(dimmest)), scale=255
    )
    return strength


def _ground(gray: Gray) -> tuple[Gray, Gray, bool]:
    """The picture at a small size, its ground at that size, and whether that is one colour."""
    height, width = gray.shape
    scale = min(1.0, _GROUND_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    middle = int(np.median(small))
    if _is_flat(small, middle):
        return small, np.full_like(small, middle), True
    window = max(3, int(max(size) * _GROUND_WINDOW)) | 1
    ground: Gray = cv2.medianBlur(small, window)
    return small, ground, False


def _is_flat(small: Gray, middle: int) -> bool:
    """Whether one colour is the ground of a drawing: most of it, and hardly a shade beside it."""
    away = np.abs(small.astype(np.int16) - middle)
    flat = float(np.mean(away <= _FLAT_SPREAD))
    ink = float(np.mean(away > _SHADE))
    return flat > _FLAT_SHARE and ink > _FLAT_INK * (1 - flat)


def _follow(small: Gray, ground: Gray) -> Gray:
    """The ground again, now with the shadows that the wide median does not follow.

    A closing takes out the strokes and leaves shadows, whatever their edges. It also leaves what is
    wider than its window, and that is ink (or an object) where it is far darker than the paper.
    """
    window = max(3, int(max(small.shape) * _STROKE_WINDOW)) | 1
    # With the edge carried on outwards, a slope of the light goes on too.
    wide = cv2.copyMakeBorder(small, window, window, window, window, cv2.BORDER_REPLICATE)
    wide = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((window, window), np.uint8))
    closed = wide[window:-window, window:-window]
    closed = cv2.blur(closed, (3, 3), borderType=cv2.BORDER_REPLICATE)
    paper = float(np.percentile(closed, 90))
    followed = np.where(closed > ground * _DARKEST_SHADOW, closed, ground)
    # An object on the paper is all of it no ground, or its outline alone would be ink.
    return np.where(closed < paper * _DARKEST_PAPER, paper, followed).astype(np.uint8)


def _mass(small: Gray, ground: Gray) -> float:
    """How much of the picture is lighter than a ground, beyond noise."""
    lighter = small.astype(np.int16) - ground - _NO_NOISE
    return float(np.maximum(lighter, 0).sum())


def _noise(gray: Gray, ground: Gray) -> float:
    """Spread of the ground in units of strength, from the lighter half, where there is no ink."""
    step = max(1, int(np.sqrt(gray.size / 6_000)))
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
    level = np.maximum(
        cv2.convertScaleAbs(peak, alpha=share).reshape(peak.shape), np.uint8(min(floor, 254))
    )
    mask: Mask = cv2.compare(strength, level, cv2.CMP_GT) & 1
    return mask
