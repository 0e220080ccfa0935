"""Upright grayscale -> its ground: what is left when the strokes are taken out.

Shadows, vignettes and coloured paper belong to it. Whether the writing is darker than the ground or
lighter is told by the direction in which the picture departs most from it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.percentile import percentile

Gray = NDArray[np.uint8]
"""`[H, W]`, 0 black to 255 white."""

_GROUND_SIDE: Final = 120
"""Longer side, in pixels, of the picture that the ground is found in: light changes slowly."""
_GROUND_WINDOW: Final = 0.36
"""Side of the median's window, as a share of the longer side; more than half of it is paper."""
_LOW: Final = 0.7
"""A picture is low whose shorter side, times this, is less than the window."""
_FLAT_SPREAD: Final = 1
"""Levels by which the one colour of a drawing may vary: a JPEG's rounding."""
_FLAT_SHARE: Final = 0.5
"""More than this of a drawing is its ground."""
_SHADE: Final = 40
"""Levels from the ground from which on a pixel of a drawing is ink, not the edge of a stroke."""
_FLAT_INK: Final = 0.65
"""More than this of what is no ground in a drawing is ink; in a photograph it is shades."""
_DARKEST_GROUND: Final = 0.5
"""`Ground.dimmest`, as a share of the light ground."""
_NO_NOISE: Final = 10
"""Levels that a camera's noise stays within."""
_STROKE_WINDOW: Final = 0.09
"""Strokes are narrower than this share of the longer side; what is wider is a shadow or object."""
_GLARE: Final = 0.12
"""What is light and wider than this share of it is a reflection, and says nothing of the pen."""
_DARKEST_SHADOW: Final = 0.42
"""What is darker than this share of the ground beside it is no shadow on it."""
_DARKEST_PAPER: Final = 0.3
"""What is darker than this share of the lightest paper is an object."""
_EVEN: Final = (0.25, 0.75)
"""Where the lighter tone has such a share of the picture, the median may be either."""
_TWO_TONES: Final = 0.75
"""Share of the variance that two tones explain, at least, where there are two."""
_AROUND: Final = 0.6
"""Share of the edge along which the ground lies, at least."""
_BROADEST: Final = 0.22
"""Half the width of a brush, at most, as a share of the picture's shorter side."""


class Ground(NamedTuple):
    """The ground of a picture, at a small size.

    Attributes:
        levels: `[h, w]`, its brightness, after inversion if `light`.
        dimmest: ground darker than this counts as being this bright, or its noise would be ink.
        light: the writing is lighter than its ground.
    """

    levels: Gray
    dimmest: int
    light: bool


def find_ground(gray: Gray, *, light: bool | None = None) -> Ground:
    """Finds the ground, and on which side of it the writing is.

    Args:
        gray: `[H, W]`, upright, of any size.
        light: whether the writing is lighter than the ground, where that is to be taken as given.
    """
    height, width = gray.shape
    scale = min(1.0, _GROUND_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    bold = _around_bold(small)
    if bold is not None and light in {None, bold.light}:
        return bold
    middle = int(percentile(small, 50))
    flat = _is_flat(small, middle)
    ground = np.full_like(small, middle) if flat else _median(small)
    levels = dark = ground if flat else _follow(small, ground)
    is_light = bool(light)
    darker = _mass(255 - small, 255 - cv2.min(ground, dark))
    # To follow the light, too, can only take away from what is lighter than the ground.
    if light or (light is None and _mass(small, ground) > darker):
        above = ground if flat else 255 - _follow(255 - small, 255 - ground)
        wide = max(3, int(max(small.shape) * _GLARE)) | 1
        glare = 255 - _closed(255 - small, wide, cv2.BORDER_REPLICATE)
        is_light = is_light or _mass(small, cv2.max(cv2.max(ground, above), glare)) > darker
        levels = 255 - above if is_light else dark
    return _ground(levels, light=is_light)


def _ground(levels: Gray, *, light: bool) -> Ground:
    return Ground(levels, max(1, int(_DARKEST_GROUND * percentile(levels, 90))), light)


def _around_bold(small: Gray) -> Ground | None:
    """The ground where bold writing fills the picture, and so outweighs it.

    Such a picture has two tones. The ground is the one that lies along most of the edge, if what is
    left are strokes.
    """
    _, mask = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    share = float(mask.mean())
    if not _EVEN[0] <= share <= _EVEN[1]:
        return None
    above, below = cv2.mean(small, mask)[0], cv2.mean(small, 1 - mask)[0]
    if share * (1 - share) * (above - below) ** 2 < _TWO_TONES * float(small.var()):
        return None
    edge = float(np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]]).mean())
    if max(edge, 1 - edge) < _AROUND:
        return None
    light = edge < 0.5
    strokes = mask if light else 1 - mask
    radius = float(cv2.distanceTransform(strokes, cv2.DIST_L2, 3).max())
    if radius > _BROADEST * min(small.shape):
        return None
    # What lies outside is taken for ground, or a stroke that runs out would be.
    if light:
        small, above = 255 - small, 255 - below
    window = 2 * int(radius) + 3
    return _ground(_closed(small, window, cv2.BORDER_CONSTANT, above), light=light)


def _median(small: Gray) -> Gray:
    """What most of the surroundings of each pixel are; a stroke is a small part of them."""
    few = np.ascontiguousarray(small[::2, ::2]) if max(small.shape) >= _GROUND_SIDE else small
    window = max(3, int(max(few.shape) * _GROUND_WINDOW)) | 1
    size = (small.shape[1], small.shape[0])
    if window > _LOW * min(few.shape):
        # By itself the median takes the edge for all that lies outside, and a dark edge would
        # outvote the paper of a picture as low as this.
        half = min(window // 2, *few.shape)
        few = cv2.copyMakeBorder(few, half, half, half, half, cv2.BORDER_REFLECT)
        few = cv2.medianBlur(few, window)[half:-half, half:-half]
    else:
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
    closed = _closed(small, window, cv2.BORDER_REPLICATE)
    paper = percentile(closed, 90)
    followed = np.where(closed > ground * _DARKEST_SHADOW, closed, ground)
    # An object on the paper is all of it no ground, or its outline alone would be ink.
    return np.where(closed < paper * _DARKEST_PAPER, paper, followed).astype(np.uint8)


def _closed(small: Gray, window: int, outside: int, level: float = 0.0) -> Gray:
    """The picture without what is darker than its surroundings and narrower than a window.

    Args:
        small: the picture.
        window: in pixels.
        outside: OpenCV's kind of border.
        level: what lies outside, where the border is constant.
    """
    wide = cv2.copyMakeBorder(small, window, window, window, window, outside, value=level)
    wide = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((window, window), np.uint8))
    closed = wide[window:-window, window:-window]
    blurred: Gray = cv2.blur(closed, (3, 3), borderType=cv2.BORDER_REPLICATE)
    return blurred


def _mass(small: Gray, ground: Gray) -> float:
    """How much of the picture is lighter than a ground, beyond noise.

    The squares are summed: where writing is dense, or the paper squared, many pixels depart a
    little from the ground on the paper's side, but none so far as those of the pen.
    """
    lighter = cv2.subtract(cv2.subtract(small, ground), np.full_like(small, _NO_NOISE))
    return cv2.norm(lighter, cv2.NORM_L2SQR)
