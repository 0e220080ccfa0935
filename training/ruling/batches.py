"""Scenes -> what one step of training sees, each turned and mirrored, lighter or darker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.layout.ruling import LAYERS, seen
from training.ruling.scenes import SIDE, Rng, Scene

Number = TypeVar("Number", np.float32, np.uint8)


@dataclass(frozen=True)
class Batch:
    """What one step of training sees.

    Attributes:
        ink: float32 `[B, SIDE, SIDE, 2]`, as the network takes it.
        layers: float32 `[B, SIDE, SIDE, LAYERS]`, 1 where rules are, and where writing is.
        inked: float32 `[B, SIDE, SIDE]`, 1 at ink and beside it.
    """

    ink: NDArray[np.float32]
    layers: NDArray[np.float32]
    inked: NDArray[np.float32]


def batches(scenes: list[Scene], size: int, rng: Rng) -> Iterator[Batch]:
    """All scenes once, but for what does not fill a batch."""
    order = rng.permutation(len(scenes))
    for start in range(0, len(scenes) - size + 1, size):
        yield batch_of([scenes[place] for place in order[start : start + size]], rng)


def batch_of(scenes: list[Scene], rng: Rng | None = None) -> Batch:
    """Scenes side by side; without `rng` as they are."""
    shape = len(scenes), SIDE, SIDE
    ink = np.zeros((*shape, 2), np.float32)
    layers = np.zeros((*shape, LAYERS), np.float32)
    inked = np.zeros(shape, np.float32)
    for place, scene in enumerate(scenes):
        given = seen(scene.strength, scene.mask)
        told = np.stack([scene.rules, scene.writing], axis=-1)
        every = scene.mask | scene.rules | scene.writing
        near = cv2.dilate(every, np.ones((3, 3), np.uint8)).astype(np.uint8)
        if rng is not None:
            given[..., 0] *= np.float32(np.exp(rng.normal(0, 0.1)))
            turn, mirrored = int(rng.integers(4)), rng.random() < 0.5
            given = _moved(given, turn, mirrored=mirrored)
            told, near = (_moved(array, turn, mirrored=mirrored) for array in (told, near))
        ink[place], layers[place], inked[place] = given, told, near
    return Batch(ink, layers, inked)


def _moved(array: NDArray[Number], turn: int, *, mirrored: bool) -> NDArray[Number]:
    turned = np.rot90(array, turn)
    return turned[:, ::-1] if mirrored else turned
