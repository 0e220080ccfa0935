"""Making a clean digit look as if somebody had photographed it.

    glyph -> bent on a large canvas -> another pen -> a poor picture of it -> normalise

Every picture ends in `bot.reading.digits.normalise`, the one that a user's photo goes through, so
what normalisation undoes (size, place, pen width) costs the network nothing, and what it cannot
undo is what the network learns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.digits.normalise import SIDE, normalise
from training.data import Images

Ink = NDArray[np.uint8]
"""`[side, side]`, ink 255 on ground 0."""

CANVAS: Final = 64
"""Side of the square that pictures are drawn and bent on, in pixels."""

REACH: Final = 46
"""The longer side of what is drawn there."""

GRID: Final = 4
"""Elastic bending moves the corners of a grid of this many points a side."""


@dataclass(frozen=True)
class Bend:
    """How far a shape is bent.

    Attributes:
        turn: standard deviation of the rotation, in degrees; 2.5 of these are the most.
        lean: standard deviation of the shear.
        stretch: standard deviation of the logarithm of the aspect.
        wave: standard deviation of the elastic movement, in pixels of the canvas.
    """

    turn: float = 6.0
    lean: float = 0.12
    stretch: float = 0.13
    wave: float = 1.7


def augment(
    images: Images,
    rng: np.random.Generator,
    bend: Bend = Bend(),
) -> Images:
    """Gives every digit another shape, another pen and another camera.

    Args:
        images: `[n, 28, 28]`, MNIST's form.
        rng: every choice.
        bend: how far shapes are bent.

    Returns:
        `[n, 28, 28]`, new pictures.
    """
    changed = [normalise(photograph(bent(enlarge(glyph), rng, bend), rng)) for glyph in images]
    return np.stack(changed) if changed else np.zeros((0, SIDE, SIDE), np.uint8)


def reshape(images: Images, rng: np.random.Generator, bend: Bend = Bend()) -> Images:
    """Gives every digit another shape and leaves pen and camera as they are; see `augment`."""
    changed = [normalise(bent(enlarge(glyph), rng, bend)) for glyph in images]
    return np.stack(changed) if changed else np.zeros((0, SIDE, SIDE), np.uint8)


def fit(ink: NDArray[np.uint8]) -> Ink:
    """Puts ink of any size in the middle of the canvas, its longer side `REACH`."""
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    x, y, w, h = cv2.boundingRect(ink)
    if not w:
        return canvas
    scale = REACH / max(w, h)
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    part = cv2.resize(ink[y : y + h, x : x + w], size, interpolation=method)
    top, left = (CANVAS - size[1]) // 2, (CANVAS - size[0]) // 2
    canvas[top : top + size[1], left : left + size[0]] = part
    return canvas


def enlarge(glyph: NDArray[np.uint8]) -> Ink:
    """One glyph of MNIST, `[28, 28]`, on the canvas."""
    return fit(glyph)


def bent(ink: Ink, rng: np.random.Generator, bend: Bend) -> Ink:
    """Turned, slanted, stretched and waved, around the middle of the canvas.

    Args:
        ink: `[CANVAS, CANVAS]`.
        rng: every choice.
        bend: how far.
    """
    turn = np.deg2rad(np.clip(rng.normal(0, bend.turn), -2.5 * bend.turn, 2.5 * bend.turn))
    lean, stretch = rng.normal(0, bend.lean), np.exp(rng.normal(0, bend.stretch) / 2)
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1 / stretch, lean], [0, stretch]])
    grid = rng.normal(0, bend.wave, (GRID, GRID, 2)).astype(np.float32)
    wave = cv2.resize(grid, (CANVAS, CANVAS), interpolation=cv2.INTER_CUBIC)
    affine = np.concatenate([matrix, [[CANVAS / 2], [CANVAS / 2]]], axis=1)
    places = cv2.add(cv2.transform(_PLACES, affine), wave)
    warped: Ink = cv2.remap(ink, places, None, cv2.INTER_LINEAR)
    return warped


_PLACES: Final = np.stack(
    np.meshgrid(*[np.arange(CANVAS, dtype=np.float32) - CANVAS / 2] * 2), axis=-1
)


def photograph(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    """What is left of the ink after a pen, a camera, a file and the search for ink.

    Args:
        ink: `[CANVAS, CANVAS]`.
        rng: every choice; each of the troubles comes in a part of the pictures only.

    Returns:
        `[h, w]`, 12 to `CANVAS` pixels on a side, ink bright on a ground of exactly 0.
    """
    if rng.random() < 0.6:
        ink = _another_pen(ink, rng)
    paper = _poor(ink, rng) if rng.random() < 0.75 else ink.astype(np.float32)
    found = _found(paper, rng)
    left = cv2.countNonZero(found) / found.size
    return found if left > 0.5 * cv2.countNonZero(ink) / ink.size else ink


def _poor(ink: Ink, rng: np.random.Generator) -> NDArray[np.float32]:
    """A poor picture of ink: uneven, small, blurred, noisy or compressed."""
    paper = ink.astype(np.float32)
    if rng.random() < 0.25:
        paper *= _uneven(rng, 0.55, 1.0)
    if rng.random() < 0.5:
        side = round(float(np.exp(rng.uniform(np.log(18), np.log(60)))))
        paper = cv2.resize(paper, (side, side), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.3:
        sigma = float(rng.uniform(0.4, 0.028 * len(paper)))
        paper = cv2.GaussianBlur(paper, (0, 0), max(sigma, 0.4))
    if rng.random() < 0.35:
        paper = cv2.scaleAdd(_grain(len(paper), rng), rng.uniform(4, 26), paper)
    return _as_jpeg(paper, rng) if rng.random() < 0.2 else paper


def _another_pen(ink: Ink, rng: np.random.Generator) -> Ink:
    """Thicker or thinner strokes, and edges that are ragged as on rough paper."""
    kind = rng.random()
    if kind < 0.35:
        size = int(rng.integers(2, 5))
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        thicker: Ink = cv2.dilate(ink, kernel)
        return thicker
    if kind < 0.65:
        size = int(rng.integers(2, 4))
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        thinner: Ink = cv2.erode(ink, kernel)
        return thinner if cv2.countNonZero(thinner) * 5 > cv2.countNonZero(ink) else ink
    grain = cv2.resize(_grain(CANVAS // 2, rng), (CANVAS, CANVAS), interpolation=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(ink, (0, 0), 1.5)
    rough = cv2.scaleAdd(grain, rng.uniform(20, 90), soft.astype(np.float32))
    ragged: Ink = cv2.compare(rough, 110, cv2.CMP_GT) & cv2.compare(soft, 30, cv2.CMP_GT)
    return ragged


_NOISE: Final = np.random.default_rng(28).normal(0, 1, (256, 256)).astype(np.float32)


def _grain(side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Noise of standard deviation 1, `[side, side]`, from one large field to save its making."""
    y, x = rng.integers(0, len(_NOISE) - side, 2)
    return _NOISE[y : y + side, x : x + side]


def _uneven(rng: np.random.Generator, low: float, high: float) -> NDArray[np.float32]:
    """A pressure of the pen that changes over the canvas."""
    grid = rng.uniform(low, high, (5, 5)).astype(np.float32)
    field: NDArray[np.float32] = cv2.resize(grid, (CANVAS, CANVAS), interpolation=cv2.INTER_LINEAR)
    return field


def _as_jpeg(paper: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """As dark ink on light paper, saved and opened again."""
    contrast = rng.uniform(0.3, 0.85)
    light = (235 - np.minimum(np.maximum(paper, 0), 255) * contrast).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 85))]
    saved = cv2.imencode(".jpg", light, quality)[1]
    opened = np.asarray(cv2.imdecode(saved, cv2.IMREAD_GRAYSCALE), np.float32)
    return (235 - opened) / np.float32(contrast)


def _found(paper: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.uint8]:
    """What a search for ink keeps: soft edges, or everything above a level, and nothing else."""
    low, high = rng.uniform(45, 100), rng.uniform(130, 230)
    if rng.random() < 0.3:
        low = high = rng.uniform(80, 150)
    gain = 255 / max(high - low, 1)
    soft: NDArray[np.uint8] = cv2.addWeighted(paper, gain, paper, 0, -low * gain, dtype=cv2.CV_8U)
    specks, parts, stats, _ = cv2.connectedComponentsWithStats((soft > 0).view(np.uint8))
    if specks > 2:
        area = stats[:, cv2.CC_STAT_AREA]
        small = area < max(3, 0.02 * area[1:].max())
        small[0] = False
        if small.any():
            soft[small[parts]] = 0
    return soft
