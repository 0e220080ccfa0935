"""Upright grayscale -> its ground: what is left when the strokes are taken out.

Shadows, vignettes and coloured paper belong to it. Whether the writing is darker than the ground or
lighter is told by the direction in which the picture departs most from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.levels import percentile

Gray = NDArray[np.uint8]
"""`[H, W]`, 0 black to 255 white."""

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


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of a picture, at a small size.

    Attributes:
        levels: `[h, w]`, its brightness, after inversion if `light`.
        dimmest: ground darker than this counts as being this bright, or its noise would be ink.
        light: the writing is lighter than its ground.
    """

    levels: Gray
    dimmest: int
    light: bool


def find_ground(gray: Gray) -> Ground:
    """Finds the ground, and on which side of it the writing is.

    Args:
        gray: `[H, W]`, upright, of any size.
    """
    height, width = gray.shape
    scale = min(1.0, _GROUND_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    middle = int(percentile(small, 50))
    flat = _is_flat(small, middle)
    ground = np.full_like(small, middle) if flat else _median(small)
    levels = dark = ground if flat else _follow(small, ground)
    is_light = False
    darker = _mass(255 - small, 255 - cv2.min(ground, dark))
    # To follow the light, too, can only take away from what is lighter than the ground.
    if _mass(small, ground) > darker:
        light = ground if flat else 255 - _follow(255 - small, 255 - ground)
        is_light = _mass(small, cv2.max(ground, light)) > darker
        levels = 255 - light if is_light else dark
    return Ground(levels, max(1, int(_DARKEST_GROUND * percentile(levels, 90))), is_light)


def _median(small: Gray) -> Gray:
    """What most of the surroundings of each pixel are; a stroke is a small part of them."""
    few = np.ascontiguousarray(small[::2, ::2]) if max(small.shape) >= _GROUND_SIDE else small
    window = max(3, int(max(few.shape) * _GROUND_WINDOW)) | 1
    size = (small.shape[1], small.shape[0])
    few = cv2.medianBlur(few, window)
    ground: Gray = cv2.resize(few, size, interpolation=cv2.INTER_LINEAR)
    return ground


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
    paper = percentile(closed, 90)
    followed = np.where(closed > ground * _DARKEST_SHADOW, closed, ground)
    # An object on the paper is all of it no ground, or its outline alone would be ink.
    return np.where(closed < paper * _DARKEST_PAPER, paper, followed).astype(np.uint8)


def _mass(small: Gray, ground: Gray) -> float:
    """How much of the picture is lighter than a ground, beyond noise."""
    lighter = cv2.subtract(cv2.subtract(small, ground), np.full_like(small, _NO_NOISE))
    return float(lighter.sum())
