"""Grounds to write on: security prints, hatching, lattices, small print, grain and shadow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
Floats = NDArray[np.float32]


def paper(height: int, width: int, rng: Rng, unit: float) -> Floats:
    """Any ground.

    Args:
        height: in pixels.
        width: in pixels.
        rng: every choice.
        unit: height of a digit, in pixels; patterns and shadows are in proportion to it.

    Returns:
        `[height, width]`, brightness; 1 is white.
    """
    shape = (height, width)
    ground = np.full(shape, rng.uniform(0.55, 1.0), np.float32)
    if rng.random() < 0.6:
        for _ in range(int(rng.choice([1, 2], p=[0.75, 0.25]))):
            print_ = PRINTS[int(rng.choice(len(PRINTS), p=OFTEN))](shape, rng, unit)
            contrasts = [rng.uniform(0.02, 0.12), rng.uniform(0.1, 0.32), rng.uniform(0.3, 0.55)]
            contrast = rng.choice(contrasts, p=[0.5, 0.42, 0.08])
            if rng.random() < 0.4:  # it comes and goes
                print_ = print_ * np.clip(
                    0.5 + cloud(shape, rng, unit * rng.uniform(0.6, 3), 0.6), 0, 1
                )
            ground *= 1 - np.float32(contrast) * print_
    if rng.random() < 0.5:
        ground *= 1 + np.clip(cloud(shape, rng, unit * rng.uniform(2, 6), 0.1), -0.35, 0.35)
    if rng.random() < 0.12:
        ground *= _shadow(shape, rng, unit)
    return ground


def cloud(shape: tuple[int, int], rng: Rng, cell: float, size: float) -> Floats:
    """Smooth noise `[h, w]` around 0: `size` is its standard deviation, `cell` its grain."""
    height, width = shape
    coarse = (max(2, int(height / cell) + 2), max(2, int(width / cell) + 2))
    noise = rng.standard_normal(coarse).astype(np.float32)
    smooth: Floats = cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) * size
    return smooth


def _grid(shape: tuple[int, int]) -> tuple[Floats, Floats]:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    return y, x


def _wave(phase: Floats, power: int) -> Floats:
    """Lines of a period of 1 in `phase`; the higher the power, the thinner."""
    wave: Floats = (0.5 + 0.5 * np.cos(2 * np.pi * phase)) ** power
    return wave


def waves(shape: tuple[int, int], rng: Rng, unit: float) -> Floats:
    """A guilloche: one to three families of wavy lines, side by side or around a point."""
    y, x = _grid(shape)
    drawn = np.zeros(shape, np.float32)
    round_, level = rng.random() < 1 / 3, rng.random() < 2 / 3
    period = unit * rng.uniform(0.05, 0.25)
    direction = 0.0 if level else rng.uniform(0, np.pi)
    for _ in range(int(rng.integers(1, 4))):
        step = period * rng.uniform(0.8, 1.25)
        if round_:
            cx, cy = rng.uniform(-1, 2) * shape[1], rng.uniform(-3, 4) * shape[0]
            far = np.hypot(x - cx, y - cy)
            petals = np.arctan2(y - cy, x - cx) * rng.integers(2, 12)
            phase = far / step + rng.uniform(0, 0.6) * np.sin(far / (0.7 * unit) + petals)
        else:
            turn = direction + rng.normal(0, 0.35)
            across = y * np.cos(turn) + x * np.sin(turn)
            along = x * np.cos(turn) - y * np.sin(turn)
            swing = 2 * np.pi * along / (unit * rng.uniform(0.4, 3)) + rng.uniform(0, 6)
            phase = across / step + rng.uniform(0, 1.5) * np.sin(swing)
        drawn = np.maximum(drawn, _wave(phase + rng.uniform(), int(rng.choice([1, 3, 6]))))
    return drawn


def hatching(shape: tuple[int, int], rng: Rng, unit: float) -> Floats:
    """Straight lines in one direction or two."""
    y, x = _grid(shape)
    period, turn = unit * rng.uniform(0.07, 0.3), rng.uniform(0, np.pi)
    turns = [turn] if rng.random() < 0.4 else [turn, turn + np.pi / 2 + rng.normal(0, 0.2)]
    drawn = np.zeros(shape, np.float32)
    for turn in turns:
        across = (y * np.cos(turn) + x * np.sin(turn)) / period
        drawn = np.maximum(drawn, _wave(across, int(rng.choice([2, 5, 9]))))
    return drawn


def lattice(shape: tuple[int, int], rng: Rng, unit: float) -> Floats:
    """Dots in rows, as in a half-tone."""
    y, x = _grid(shape)
    period = unit * rng.uniform(0.06, 0.3)
    turn = float(rng.choice([0, np.pi / 4, rng.uniform(0, 3)]))
    across, along = y * np.cos(turn) + x * np.sin(turn), x * np.cos(turn) - y * np.sin(turn)
    power = int(rng.choice([1, 2, 4]))
    dots: Floats = _wave(across / period, power) * _wave(along / period, power)
    return dots


def small_print(shape: tuple[int, int], rng: Rng, unit: float) -> Floats:
    """Rows of one small word over and over."""
    height, width = shape
    size = unit * rng.uniform(0.006, 0.014)
    step = max(5, int(40 * size))
    word = "".join(rng.choice(list("ABCDEGHIKLNOPRSTUV 0123456789"), size=8))
    text = word * (1 + int(width / (140 * size + 1)))
    face = int(rng.choice([0, 1, 2]))
    drawn = np.zeros(shape, np.uint8)
    for y in range(0, height + step, step):
        at = (int(rng.integers(-40, 1)), y)
        cv2.putText(drawn, text, at, face, size, 255, 1, cv2.LINE_AA)
    print_: Floats = drawn.astype(np.float32) / np.float32(255)
    return print_


def grain(shape: tuple[int, int], rng: Rng, unit: float) -> Floats:
    """The fibres of rough paper."""
    noise: Floats = np.clip(cloud(shape, rng, unit * rng.uniform(0.02, 0.15), 0.6), -1, 1)
    return noise


def _shadow(shape: tuple[int, int], rng: Rng, unit: float) -> Floats:
    """The soft edge of a shadow."""
    y, x = _grid(shape)
    turn, edge = rng.uniform(0, 2 * np.pi), unit * rng.uniform(0.03, 0.5)
    away = (x - rng.uniform(0, shape[1])) * np.cos(turn) + (y - rng.uniform(0, shape[0])) * np.sin(
        turn
    )
    dark = 1 / (1 + np.exp(-np.clip(away / edge, -30, 30)))
    shadow: Floats = (1 - rng.uniform(0.15, 0.5) * dark).astype(np.float32)
    return shadow


PRINTS: Final[tuple[Callable[[tuple[int, int], Rng, float], Floats], ...]] = (
    waves, hatching, lattice, small_print, grain,
)  # fmt: skip
OFTEN: Final = (0.42, 0.2, 0.16, 0.1, 0.12)
