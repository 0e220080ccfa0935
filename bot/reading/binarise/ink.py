"""Upright grayscale -> how much ink there is at each pixel, whatever the paper and the light.

Ink is what departs from the ground, relative to the ground's own brightness, in the one direction
(darker or lighter) in which the picture departs most.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.background import Gray, Ground, find_ground
from bot.reading.binarise.percentile import percentile

Mask = NDArray[np.uint8]
"""`[H, W]`, 1 where there is ink."""

DETECT_SIDE: Final = 800
"""Longer side, in pixels, above which ink is looked for in a picture of half the size."""

_PEAK_WINDOW: Final = 0.10
"""The strongest ink nearby is looked for so far around, as a share of the longer side."""
_FAINTEST: Final = 14
"""Ink is at least this strong, of 255: a hard pencil."""
_NOISE_FACTOR: Final = 5.0
"""Ink is at least so many times as strong as the paper is uneven."""
_PEAK_SHARE: Final = 0.42
"""Ink is at least this share as strong as the strongest nearby."""
_WEAK_SHARE: Final = 0.26
"""The same for ink that lies next to such: where a stroke runs dry."""
_WEAK_FLOOR: Final = 0.7
"""What is left of the floor for ink that lies next to stronger."""
_STRONGEST: Final = 95
"""The strength of a pen is that of which so many percent of the ink are weaker;"""
_PEN: Final = 0.55
"""its ink is at least this share as strong,"""
_TINTED: Final = 0.6
"""and less than this share of all ink, where it is written on a tint."""
_SOFT: Final = 5
"""Side of the square, in pixels, around ink, in which its soft edge lies."""
_BRIDGE: Final = 5
"""Side of the square, in pixels, that is next to a pixel."""


class Ink(NamedTuple):
    """Where the ink of a picture is.

    Attributes:
        strength: `[h, w]`, 0 (ground) to 255 (as far from the ground as can be).
        mask: `[h, w]`, 1 where the strength is that of ink.
        ground: `[h, w]`, the brightness of the ground, after inversion if `light`.
        dimmest: ground darker than this counts as being this bright, or its noise would be ink.
        light: the writing is lighter than its ground.
        factor: pixels of the picture to a pixel of these arrays.
        floor: what is stronger than this is darker than the paper, be it ink or print.
        rules: `[h, w]`, the strength of the rules that were taken out, and of what crosses them.
    """

    strength: Gray
    mask: Mask
    ground: Gray
    dimmest: int
    light: bool
    factor: int
    floor: int = 0
    rules: Gray | None = None

    def without(self, mask: Mask) -> Ink:
        """The ink without that of a mask, `[h, w]`, and its soft edges."""
        around = 1 - cv2.dilate(mask, np.ones((_SOFT, _SOFT), np.uint8))
        return self._replace(strength=self.strength * around, mask=self.mask & around)

    def turned(self, quarters: int) -> Ink:
        """The ink of the picture after as many quarter turns to the left."""
        strength, mask, ground = (
            np.ascontiguousarray(np.rot90(a, quarters))
            for a in (self.strength, self.mask, self.ground)
        )
        rules = None if self.rules is None else np.ascontiguousarray(np.rot90(self.rules, quarters))
        return self._replace(strength=strength, mask=mask, ground=ground, rules=rules)


def find_ink(
    gray: Gray,
    side: int = DETECT_SIDE,
    ground: Ground | None = None,
    *,
    light: bool | None = None,
) -> Ink:
    """Separates ink from ground.

    Args:
        gray: `[H, W]`, upright.
        side: a picture whose longer side is more is searched at half the size, or a quarter.
        ground: of the same picture, where it is known.
        light: whether the writing is lighter than the ground, where that is to be taken as given.

    Returns:
        the ink, at half the size where the picture is large.
    """
    gray, factor = reduced(gray, side)
    ground = ground or find_ground(gray, light=light)
    if ground.light:
        gray = 255 - gray
    under: Gray = cv2.resize(
        ground.levels, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR
    )
    strength = strength_of(gray, under, ground.dimmest)
    floor = max(_FAINTEST, _NOISE_FACTOR * _noise(gray, under))
    mask = _threshold(strength, floor)
    floor = min(int(_WEAK_FLOOR * floor), 254)
    return Ink(strength, mask, under, ground.dimmest, ground.light, factor, floor)


def weaker_ink(ink: Ink, floor: float) -> Ink:
    """The ink of a picture where the strongest has been taken away.

    Args:
        ink: without that.
        floor: what is weaker is none; nor is what is not darker than the paper.
    """
    return ink._replace(mask=_threshold(ink.strength, max(floor, ink.floor / _WEAK_FLOOR)))


def contrast(ink: Ink) -> float:
    """How many times as strong as the weakest ink the pen is; 0 without any."""
    inked = ink.strength[ink.mask.view(np.bool_)]
    return percentile(inked, _STRONGEST) / max(ink.floor, 1) if inked.size else 0.0


def strongest_ink(ink: Ink) -> Ink | None:
    """The ink of a pen without a wide tint around it, as of a highlighter or a stain.

    Returns:
        `None` where there is no such tint.
    """
    inked = ink.strength[ink.mask.view(np.bool_)]
    if not inked.size:
        return None
    strong = weaker_ink(ink, _PEN * percentile(inked, _STRONGEST))
    is_tinted = cv2.countNonZero(strong.mask) < _TINTED * inked.size
    return strong if is_tinted else None


def reduced(gray: Gray, side: int) -> tuple[Gray, int]:
    """A picture whose longer side is at most `side`, and by which power of two it was divided.

    Args:
        gray: `[H, W]`; a last row or column that does not fill a pixel is left out.
        side: in pixels.
    """
    factor = 1
    while max(gray.shape) > side:
        factor *= 2
        size = (max(1, gray.shape[1] // 2), max(1, gray.shape[0] // 2))
        even = gray[: 2 * size[1], : 2 * size[0]]
        gray = cv2.resize(even, size, interpolation=cv2.INTER_AREA)
    return gray, factor


def strength_of(gray: Gray, ground: Gray, dimmest: int) -> Gray:
    """How much darker `gray` is than `ground`, as a share of it, 255 for black.

    Args:
        gray: `[h, w]`.
        ground: `[h, w]`.
        dimmest: ground darker than this counts as being this bright.
    """
    strength: Gray = cv2.divide(cv2.subtract(ground, gray), _at_least(ground, dimmest), scale=255)
    return strength


def _noise(gray: Gray, ground: Gray) -> float:
    """Spread of the ground in units of strength, from the lighter half, where there is no ink."""
    step = max(1, int(np.sqrt(gray.size / 6_000)))
    some = gray[::step, ::step].astype(np.float32)
    below = 255.0 * (1.0 - some / np.maximum(ground[::step, ::step], 1))
    below = np.sort(below, axis=None)
    low, high = below[int(0.15 * below.size)], below[int(0.45 * below.size)]
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
    shares = cv2.convertScaleAbs(peak, alpha=share).reshape(peak.shape)
    level = _at_least(shares, min(int(floor), 254))
    mask: Mask = cv2.compare(strength, level, cv2.CMP_GT) & 1
    return mask


def _at_least(gray: Gray, least: int) -> Gray:
    # With a number in place of the second array, numpy takes eight times as long.
    return np.maximum(gray, np.full_like(gray, least))
