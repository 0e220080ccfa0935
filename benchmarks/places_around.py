"""What surrounds numbers in pictures: notes on tables, lamps, shadows, turns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from benchmarks.papers import (
    BALLPOINT,
    HEIGHT,
    WHITE,
    WIDTH,
    Colour,
    Floats,
    Number,
    Rng,
    extent,
    paper,
    taken,
    write,
)


def _note_on(table: Floats, one: Number, colour: Colour, rng: Rng) -> Floats:
    """A note with the number on a table."""
    left, top, right, foot = extent(one)
    wide = (right - left) * (1 + 2 * rng.uniform(0.15, 0.4)) + 100
    tall = (foot - top) * (1 + 2 * rng.uniform(0.5, 1.2)) + 100
    middle = ((left + right) / 2, (top + foot) / 2)
    corners = cv2.boxPoints((middle, (wide, tall), rng.normal(0, 5)))
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.fillConvexPoly(mask, corners.astype(np.int32), 1, cv2.LINE_AA)
    shadow = cv2.GaussianBlur(np.roll(mask, (8, 8), (0, 1)), (0, 0), 9)[..., None]
    page = table * (1 - np.float32(0.35) * shadow)
    page = page * (1 - mask[..., None]) + paper(rng, colour) * mask[..., None]
    return write(page, one.ink)


def _note(one: Number, rng: Rng) -> bytes:
    grain = cv2.resize(rng.normal(0, 10, (HEIGHT // 3, 12)).astype(np.float32), (WIDTH, HEIGHT))
    table = np.array((70, 95, 130), np.float32) + grain[..., None]
    return taken(_note_on(table, one, (90, 225, 245), rng), rng)


def _cloth(one: Number, rng: Rng) -> bytes:
    checks = ((np.mgrid[0:HEIGHT, 0:WIDTH] // 60).sum(0) % 2)[..., None]
    table = np.where(checks, (60, 60, 200), (225, 225, 230)).astype(np.float32)
    return taken(_note_on(table, one, WHITE, rng), rng)


def _holes(one: Number, rng: Rng) -> bytes:
    page = paper(rng)
    for y in (120, 480, 840):
        cv2.circle(page, (45, y), 24, (60, 70, 80), -1, cv2.LINE_AA)
    page[60::62] = page[61::62] = (215, 190, 170)
    page[:, 110:113] = (120, 110, 230)
    return taken(write(page, one.ink), rng)


def _underlined(one: Number, rng: Rng) -> bytes:
    left, _, right, foot = extent(one)
    line = np.zeros((HEIGHT, WIDTH), np.float32)
    ends = (left - 20, foot + 18), (right + 25, foot + 14 + round(rng.normal(0, 8)))
    cv2.line(line, *ends, 1, int(rng.uniform(5, 12)), cv2.LINE_AA)
    return taken(write(paper(rng), np.maximum(one.ink, line)), rng)


def _turned(degrees: float) -> Callable[[Number, Rng], bytes]:
    def turned(one: Number, rng: Rng) -> bytes:
        page = write(paper(rng), one.ink)
        turn = degrees * rng.choice([-1, 1])
        matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), turn, 0.8)
        seen = cv2.warpAffine(page, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
        return taken(seen.astype(np.float32), rng)

    return turned


def _lamp(one: Number, rng: Rng) -> bytes:
    page = write(paper(rng, (150, 155, 160)), one.ink)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    away = (x - rng.uniform(0.2, 0.8) * WIDTH) ** 2 + (y - rng.uniform(0.2, 0.8) * HEIGHT) ** 2
    page += (150 * np.exp(-away / (2 * 140.0**2))).astype(np.float32)[..., None]
    return taken(page, rng)


def _shadow(one: Number, rng: Rng) -> bytes:
    shares = rng.uniform((-0.2, 0.2, 0.5, 0.8), (0.5, 0.6, 0.9, 1.3))
    heights = (1.0, *rng.uniform((0.1, 0.2), (0.5, 0.6)), 1.0)
    corners = np.stack([shares * WIDTH, np.array(heights) * HEIGHT], 1).astype(np.int32)
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.fillPoly(mask, [corners], 1)
    dark = 1 - np.float32(0.5) * cv2.GaussianBlur(mask, (0, 0), 10)[..., None]
    return taken(write(paper(rng), one.ink) * dark, rng)


def _across(one: Number, rng: Rng) -> bytes:
    left, top, right, foot = extent(one)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    lean = np.tan(rng.uniform(-0.6, 0.6))
    edge = (x - rng.uniform(left, right)) + lean * (y - (top + foot) / 2)
    mask = (edge * rng.choice([-1, 1]) > 0).astype(np.float32)
    dark = 1 - np.float32(0.45) * cv2.GaussianBlur(mask, (0, 0), rng.uniform(2, 9))[..., None]
    return taken(write(paper(rng), one.ink) * dark, rng)


def _afar(one: Number, rng: Rng) -> bytes:
    left, top, right, foot = extent(one)
    ink = one.ink[top : foot + 1, left : right + 1]
    tall = max(1, round(rng.uniform(0.16, 0.24) * len(ink)))
    small = cv2.resize(
        ink, (round(tall * ink.shape[1] / len(ink)), tall), interpolation=cv2.INTER_AREA
    )
    whole = np.zeros((HEIGHT, WIDTH), np.float32)
    y, x = (int(rng.uniform(0.1, 0.7) * side) for side in (HEIGHT, WIDTH))
    whole[y : y + tall, x : x + small.shape[1]] = small
    return taken(write(paper(rng), whole), rng)


def _blinds(one: Number, rng: Rng) -> bytes:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    angle = rng.uniform(-0.6, 0.6)
    bars = ((x * np.sin(angle) + y * np.cos(angle)) % 170 < 80).astype(np.float32)
    dark = 1 - np.float32(0.45) * cv2.GaussianBlur(bars, (0, 0), 4)[..., None]
    return taken(write(paper(rng), one.ink) * dark, rng)


def _yellow(one: Number, rng: Rng) -> bytes:
    return taken(write(paper(rng), one.ink, (90, 215, 250), 0.85), rng)


def _marker(one: Number, rng: Rng) -> bytes:
    bled = cv2.GaussianBlur(cv2.dilate(one.ink, np.ones((7, 7), np.uint8)), (0, 0), 2.5)
    return taken(write(paper(rng), bled.astype(np.float32), BALLPOINT), rng)


AROUND: Final[dict[str, Callable[[Number, Rng], bytes]]] = {
    "note": _note,
    "cloth": _cloth,
    "holes": _holes,
    "underlined": _underlined,
    "turned-20": _turned(20),
    "turned-35": _turned(35),
    "lamp": _lamp,
    "shadow": _shadow,
    "across": _across,
    "afar": _afar,
    "blinds": _blinds,
    "marker": _marker,
    "yellow": _yellow,
}
