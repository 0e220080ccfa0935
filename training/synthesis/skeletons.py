"""MNIST's digits without their pen: the distance of each pixel to the middle of the stroke.

With that a digit can be written again with any pen: ink is where the distance is less than half
the pen's width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.data import Digits

SIDE: Final = 56
"""Side of a field, twice that of MNIST's pictures."""

STEPS: Final = 8
"""Levels of a field to a pixel of distance; 255 is far away."""

STROKE: Final = 100
"""A pixel belongs to the stroke from this level of the enlarged picture on."""

BATCH: Final = 1000


@dataclass(frozen=True)
class Fields:
    """Distance fields of many digits.

    Attributes:
        distances: uint8 `[N, SIDE, SIDE]`, `STEPS` times the distance to the skeleton in pixels.
        places: for each digit where its fields are.
    """

    distances: NDArray[np.uint8]
    places: tuple[NDArray[np.intp], ...]

    def one(self, digit: int, rng: np.random.Generator) -> NDArray[np.uint8]:
        """The field of any one writer's `digit`, `[SIDE, SIDE]`."""
        places = self.places[digit]
        field: NDArray[np.uint8] = self.distances[places[int(rng.integers(len(places)))]]
        return field


def fields_of(digits: Digits) -> Fields:
    """Takes the pen from every digit; about a second for a thousand."""
    distances = np.empty((len(digits), SIDE, SIDE), np.uint8)
    for start in range(0, len(digits), BATCH):
        images = digits.images[start : start + BATCH]
        for place, bones in enumerate(thin(np.stack([_stroke(image) for image in images])), start):
            far = cv2.distanceTransform(1 - bones, cv2.DIST_L2, 5)
            far = cv2.GaussianBlur(far, (0, 0), 0.8)
            distances[place] = np.clip(far * STEPS - 3, 0, 255)
    return Fields(distances, tuple(np.flatnonzero(digits.labels == d) for d in range(10)))


def bones(field: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points on the skeleton of a field, `[n, 2]` of x and y, and their weights for `slant_of`."""
    rows, columns = np.nonzero(field < STEPS)
    return np.stack([columns, rows], axis=1).astype(np.float64), np.ones(len(rows))


def _stroke(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    soft = cv2.GaussianBlur(image, (0, 0), 0.6)
    large = cv2.resize(soft, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    stroke: NDArray[np.uint8] = (large > STROKE).astype(np.uint8)
    return stroke


def thin(masks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Skeletons: strokes one pixel wide that are connected as the masks are.

    Zhang and Suen, *A Fast Parallel Algorithm for Thinning Digital Patterns* (1984), on a whole
    batch at once.

    Args:
        masks: `[N, H, W]` of 0 and 1.
    """
    bones = masks.astype(np.uint8)
    while True:
        before = int(bones.sum())
        for first in (True, False):
            around = _neighbours(bones)
            north, east, south, west = around[::2]
            count = sum(around)
            turns = sum((around[i] == 0) & (around[(i + 1) % 8] == 1) for i in range(8))
            if first:
                open_side = (north & east & south == 0) & (east & south & west == 0)
            else:
                open_side = (north & east & west == 0) & (north & south & west == 0)
            bones[(bones == 1) & (count >= 2) & (count <= 6) & (turns == 1) & open_side] = 0
        if int(bones.sum()) == before:
            return bones


def _neighbours(bones: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """All eight neighbours of each pixel, clockwise from north, each `[N, H, W]`."""
    padded = np.pad(bones, ((0, 0), (1, 1), (1, 1)))
    height, width = bones.shape[1:]
    steps = ((0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0))
    return [padded[:, y : y + height, x : x + width] for y, x in steps]
