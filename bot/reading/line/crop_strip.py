"""A crop of the gray picture around one line -> the strip that the second line network reads.

The ground is divided away, the ink is stretched to its own level, a sloping line is levelled, and
the strip is scaled so that the writing, not the crop, fills its height. Strips that are trained on
go through here too.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.percentile import median

Gray = NDArray[np.uint8]
Floats = NDArray[np.float32]

HEIGHT: Final = 32
WORK: Final = 80
"""Taller crops are reduced to this height before anything is measured."""

WINDOW: Final = 0.7
"""Side of the median window that finds the ground, in heights of the crop."""

GROUND_ROWS: Final = 24
"""The median is taken of every so manieth pixel that at least so many rows are left."""

FAINTEST: Final = 0.06
"""Ink and ground differ by this share of the ground's brightness at least."""

HEADROOM: Final = 1.25
"""The mean ink comes to 1 / HEADROOM, so that a dark line beside it does not dim it."""

INK_LEVEL: Final = 0.4
MARGIN: Final = 0.15
"""Room above and below the writing, in heights of it."""

SLOPED: Final = 0.4
"""A line is levelled if it rises or falls by more than this share of a digit's height."""

STEEPEST: Final = 0.35

WIDEST: Final = 2048
"""A strip that would be wider than this is squeezed."""

RECIPE: Final = (
    f"3 {HEIGHT} {WORK} {WINDOW} {GROUND_ROWS} {FAINTEST} {HEADROOM} {INK_LEVEL} {MARGIN} "
    f"{SLOPED} {STEEPEST}"
)
"""What this module's work depends on; the number grows with each change of its code."""

PREPROCESSING: Final = "33220e1176a9e4b0"
"""Names `RECIPE`: the start of its SHA-256, written down, as `hashlib` takes 5 ms to load. A model
file carries the name of what it was trained with."""


class Strip(NamedTuple):
    """A line as the network sees it.

    Attributes:
        pixels: `[HEIGHT, W]`, ink up to 255 on a ground of 0.
        scale: pixels of the crop to a pixel of the strip, along the line.
        top: row of the crop at which the strip begins, half-way along a line that was levelled;
            below 0 where the writing fills the crop.
    """

    pixels: Gray
    scale: float
    top: float


def strip_of(gray: Gray) -> Strip:
    """Brings a crop around one line of dark writing to the form that the network reads.

    Args:
        gray: `[H, W]`, 0 black to 255 white, at least one pixel; the writing is darker than its
            ground (invert what is light on dark before).
    """
    reduced = _reduced(gray)
    ink = _levelled(_stretched(_ink(reduced)))
    first, end = _extent(ink)
    margin = max(1, round(MARGIN * (end - first)))
    top, bottom = first - margin, end + margin
    height, width = ink.shape
    part = ink[max(0, top) : min(height, bottom)]
    part = cv2.copyMakeBorder(
        part, max(0, -top), max(0, bottom - height), 0, 0, cv2.BORDER_CONSTANT, value=0
    )
    scale = HEIGHT / part.shape[0]
    size = (min(max(8, round(width * scale)), WIDEST), HEIGHT)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    pixels = (cv2.resize(part, size, interpolation=method) * 255 + 0.5).astype(np.uint8)
    return Strip(pixels, gray.shape[1] / size[0], top * gray.shape[0] / height)


def _reduced(gray: Gray) -> Gray:
    height, width = gray.shape
    if height <= WORK:
        return gray
    size = (max(8, round(width * WORK / height)), WORK)
    reduced: Gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    return reduced


def _ink(gray: Gray) -> Floats:
    """How much darker than the ground each pixel is, 0 to 1.

    The ground is a median, so that the lines of a security print count half as ground and half as
    faint ink, of a picture whose thin strokes are closed first.
    """
    height, width = gray.shape
    reach = 2 * max(1, height // 24) + 1
    closed = cv2.dilate(gray, np.ones((reach, reach), np.uint8))
    step = max(1, height // GROUND_ROWS)
    few = np.ascontiguousarray(closed[::step, ::step])
    window = max(5, int(few.shape[0] * WINDOW) | 1)
    half = window // 2
    border = cv2.BORDER_REFLECT_101 if min(few.shape) > half else cv2.BORDER_REPLICATE
    framed = cv2.copyMakeBorder(few, half, half, half, half, border)
    coarse = cv2.medianBlur(framed, window)[half:-half, half:-half]
    ground = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    ground = cv2.GaussianBlur(ground, (0, 0), height / 8)
    ink: Floats = np.clip(1 - gray.astype(np.float32) / np.maximum(ground, 1), 0, 1)
    return ink


def _stretched(ink: Floats) -> Floats:
    """Brings the ground's texture towards 0 and the mean of the ink to `1 / HEADROOM`."""
    soft = cv2.GaussianBlur(ink, (0, 0), 0.8)
    level, _ = cv2.threshold((soft * 255).astype(np.uint8), 0, 255, cv2.THRESH_OTSU)
    strong = ink[soft > level / 255]
    low = median(ink)
    high = max(float(strong.mean()) if strong.size else 1.0, low + FAINTEST)
    stretched: Floats = np.clip((ink - low) / (high - low) / HEADROOM, 0, 1)
    return stretched


def _levelled(ink: Floats) -> Floats:
    """Takes out a slope of the line that would make its digits small in the strip."""
    x, y, w, h = _tall(ink).T
    if len(x) < 3:
        return ink
    middle, level = x + w / 2, y + h / 2
    away = middle - middle.mean()
    slope = float(away @ (level - level.mean()) / max(float(away @ away), 1.0))
    if abs(slope) > STEEPEST or abs(slope) * float(np.ptp(middle)) < SLOPED * median(h):
        return ink
    size = (ink.shape[1], ink.shape[0])
    shear = np.array([[1, 0, 0], [-slope, 1, slope * float(middle.mean())]])
    levelled: Floats = cv2.warpAffine(ink, shear, size, flags=cv2.INTER_LINEAR)
    return levelled


def _extent(ink: Floats) -> tuple[int, int]:
    """The first row of the writing and the one after its last."""
    tall = _tall(ink)
    if not len(tall):
        return 0, ink.shape[0]
    return int(tall[:, 1].min()), int((tall[:, 1] + tall[:, 3]).max())


def _tall(ink: Floats) -> NDArray[np.int32]:
    """Boxes `[n, 4]` of the pieces of ink that may be digits; rules and dots are left out."""
    height = ink.shape[0]
    mask = (cv2.GaussianBlur(ink, (0, 0), 0.8) > INK_LEVEL).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes: NDArray[np.int32] = stats[1:, : cv2.CC_STAT_AREA].astype(np.int32)
    w, h = boxes[:, 2], boxes[:, 3]
    rule = ((h < 0.15 * height) & (w > 0.6 * height)) | ((h < 0.25 * height) & (w > 1.2 * height))
    boxes = boxes[~rule]
    if not len(boxes):
        return boxes
    h = boxes[:, 3]
    usual = np.sort(h)[-3:].mean() if len(h) >= 3 else h.max()
    tall: NDArray[np.int32] = boxes[h >= 0.5 * usual]
    return tall
