"""Lines to learn from: pools of them, and the batches that are taken of those."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.line.strip import HEIGHT
from bot.reading.line.symbols import BLANK
from training.lines.pictures import Line, draw
from training.lines.texts import MOST
from training.synthesis.handwriting import Hands

Rng = np.random.Generator

STRIDE: Final = 2
WIDEST: Final = 512
"""Wider strips are left out: a batch is as wide as its widest."""

STEP: Final = 32
"""The widths of batches are multiples of this, so that there are few of them."""

UNKNOWN: Final = -1
"""In `Batch.columns`: nobody knows what stands there."""


@dataclass(frozen=True)
class Pool:
    """Many lines.

    Attributes:
        pixels: a strip each, uint8 `[32, W]`.
        labels: int32 `[N, MOST]`, the rest 0.
        counts: int32 `[N]`, symbols of each line.
        middles: float32 `[N, MOST]`, where each symbol stands, in pixels of the strip.
    """

    pixels: list[NDArray[np.uint8]]
    labels: NDArray[np.int32]
    counts: NDArray[np.int32]
    middles: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.pixels)

    @classmethod
    def of(cls, lines: list[Line]) -> Pool:
        """Puts lines together."""
        labels = np.zeros((len(lines), MOST), np.int32)
        middles = np.zeros((len(lines), MOST), np.float32)
        for place, line in enumerate(lines):
            labels[place, : len(line.labels)] = line.labels
            middles[place, : len(line.labels)] = line.middles
        counts = np.array([len(line.labels) for line in lines], np.int32)
        return cls([line.pixels for line in lines], labels, counts, middles)


@dataclass(frozen=True)
class Batch:
    """What one step of training sees.

    Attributes:
        lines: float32 `[B, 32, W, 1]`.
        labels: int32 `[B, MOST]`.
        counts: int32 `[B]`.
        columns: int32 `[B, W / 2]`, the symbol at each column, blank, or `UNKNOWN`.
    """

    lines: NDArray[np.float32]
    labels: NDArray[np.int32]
    counts: NDArray[np.int32]
    columns: NDArray[np.int32]


def draw_lines(count: int, rng: Rng, hands: Hands) -> list[Line]:
    """Draws lines that are not too wide, and wide enough for what they hold."""
    lines: list[Line] = []
    while len(lines) < count:
        line = draw(rng, hands)
        if line.pixels.shape[1] <= WIDEST and len(line.labels) <= MOST and fits(line):
            lines.append(line)
    return lines


def fits(line: Line) -> bool:
    """Whether each symbol is in the strip, has a column, and a blank more if it repeats another.

    A line of which an end was lost teaches what is not there, and one without columns for its
    symbols teaches CTC a shorter one, or gives an infinite loss.
    """
    if len(line.middles) and max(line.middles) >= line.pixels.shape[1]:
        return False
    again = sum(a == b for a, b in zip(line.labels, line.labels[1:], strict=False))
    return line.pixels.shape[1] * 0.85 / STRIDE > len(line.labels) + again + 1 or not line.labels


def batches(pool: Pool, size: int, rng: Rng) -> Iterator[Batch]:
    """The pool once, in batches of strips of about the same width, without the widest few strips.

    Those are what does not fill a batch; which they are varies a little.
    """
    widths = np.array([strip.shape[1] for strip in pool.pixels])
    order = np.argsort(widths * np.exp(rng.normal(0, 0.08, len(pool))))
    starts = np.arange(0, len(pool) - size + 1, size)
    for start in rng.permutation(starts):
        yield batch_of(pool, order[start : start + size], rng)


def batch_of(pool: Pool, places: NDArray[np.intp], rng: Rng) -> Batch:
    """Lines side by side, each bent and moved a little, lighter or darker, with some noise."""
    bent = [_bent(pool.pixels[place], pool.middles[place], rng) for place in places]
    widest = max(strip.shape[1] for strip, _ in bent) + int(rng.integers(8, 20))
    width = -(-widest // STEP) * STEP
    lines = np.zeros((len(places), HEIGHT, width), np.float32)
    columns = np.full((len(places), width // STRIDE), UNKNOWN, np.int32)
    for row, place in enumerate(places):
        strip, middles = bent[row]
        left = int(rng.integers(2, min(width - strip.shape[1], 24) + 1))
        lines[row, :, left : left + strip.shape[1]] = strip
        count = pool.counts[place]
        _mark(columns[row], pool.labels[place, :count], middles[:count] + left)
    shape = (len(places), 1, 1)
    lines /= 255
    lines **= np.exp(rng.normal(0, 0.25, shape)).astype(np.float32)
    lines *= np.exp(rng.normal(0, 0.12, shape)).astype(np.float32)
    noise = rng.standard_normal(lines.shape, dtype=np.float32)
    lines += noise * (0.02 * rng.random(shape, dtype=np.float32))
    np.clip(lines, 0, 1, out=lines)
    return Batch(lines[..., None], pool.labels[places], pool.counts[places], columns)


def _bent(
    strip: NDArray[np.uint8], middles: NDArray[np.float32], rng: Rng
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A strip zoomed, stretched, slanted and moved a little, and its middles; at times as it is."""
    if rng.random() < 0.2:
        return strip, middles
    tall = np.exp(np.clip(rng.normal(-0.04, 0.12), -0.4, 0.3))
    wide = tall * np.exp(rng.normal(0, 0.08))
    slant, half = rng.normal(0, 0.08), HEIGHT / 2
    room = abs(slant) * half
    matrix = np.array(
        [
            [wide, slant, room - slant * half],
            [0, tall, half * (1 - tall) + rng.normal(0, 0.8)],
        ]
    )
    size = (min(int(strip.shape[1] * wide + 2 * room) + 1, WIDEST), HEIGHT)
    bent = cv2.warpAffine(strip, matrix, size, flags=cv2.INTER_LINEAR)
    return bent, (middles * wide + room).astype(np.float32)


def _mark(
    columns: NDArray[np.int32], labels: NDArray[np.int32], middles: NDArray[np.float32]
) -> None:
    """Writes each symbol to the three columns at its middle, blank to the rest.

    Lines whose symbols are not one after the other, three columns apart, are left unknown.
    """
    at = (middles / STRIDE).astype(int)
    if len(at) and (at.min() < 0 or at.max() >= len(columns)):
        return
    if len(at) > 1 and np.diff(at).min() < 3:
        return
    columns[:] = BLANK
    for label, column in zip(labels, at, strict=True):
        columns[max(0, column - 1) : column + 2] = label
    for before, after in zip(range(len(at) - 1), range(1, len(at)), strict=True):
        if labels[before] == labels[after] and at[after] - at[before] == 3:
            columns[at[before] + 1] = BLANK
