"""What stands around writing: frames, rules, other lines, specks; and ink that is no writing."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.lines.line_canvas import BASE, LEFT, Canvas
from training.synthesis.handwriting import UNIT, Hand, Hands
from training.synthesis.pen import character

Rng = np.random.Generator


def frame(canvas: Canvas, width: float, rng: Rng) -> None:
    """A box or a ring around everything, with the same pen or another."""
    x0, y0, x1, y1 = canvas.extent()
    pen = max(1, round(width * rng.uniform(0.4, 1.1)))
    room = UNIT * rng.uniform(0.08, 0.5, 4)
    if rng.random() < 0.55:
        corners = np.array([
            (x0 - room[0], y0 - room[1]), (x1 + room[2], y0 - room[1]),
            (x1 + room[2], y1 + room[3]), (x0 - room[0], y1 + room[3]),
        ]) + rng.normal(0, 0.04 * UNIT, (4, 2))  # fmt: skip
        closed = corners[[0, 1, 2, 3, 0]]
        closed[-1] += rng.normal(0, 0.08 * UNIT, 2)
        canvas.stroke(closed, pen)
        return
    turn = np.linspace(0, rng.uniform(5.9, 7.0), 48) + rng.uniform(0, 6.3)
    wide, tall = (x1 - x0) / 2 * 1.15 + room[0], (y1 - y0) / 2 * 1.15 + room[1]
    wobble = 1 + 0.05 * np.sin(2 * turn + rng.uniform(0, 6)) + 0.03 * np.sin(3 * turn)
    ring = np.stack([np.cos(turn) * wide, np.sin(turn) * tall], 1) * wobble[:, None]
    canvas.stroke(ring + np.array([(x0 + x1) / 2, (y0 + y1) / 2]), pen)


def rule(canvas: Canvas, width: float, rng: Rng, *, level: bool = False) -> None:
    """A rule under, over, through or beside the writing; `level` for none beside it."""
    x0, y0, x1, y1 = canvas.extent()
    pen = max(1, round(width * rng.uniform(0.25, 0.9)))
    kind = rng.random() * (0.72 if level else 1)
    if kind < 0.72:
        dotted = rng.random() < 0.2
        y = {0: y1, 1: y0}.get(int(kind > 0.55), y1) + UNIT * rng.normal(0.08, 0.12) * (
            1 if kind <= 0.55 else -1
        )
        ends = np.array(
            [
                (x0 - UNIT * rng.uniform(-0.3, 0.8), y),
                (x1 + UNIT * rng.uniform(-0.3, 0.8), y + rng.normal(0, 0.05) * UNIT),
            ]
        )
        if dotted:
            leader(canvas, ends, pen, rng)
            return
        canvas.stroke(ends, pen)
        if kind < 0.12:
            canvas.stroke(ends + np.array([0, pen + UNIT * rng.uniform(0.06, 0.2)]), pen)
    else:
        x = (
            x0 - UNIT * rng.uniform(0.15, 0.6)
            if rng.random() < 0.5
            else (x1 + UNIT * rng.uniform(0.15, 0.6))
        )
        long = UNIT * rng.uniform(0.7, 1.2)
        canvas.stroke(np.array([(x, y0 - long), (x + rng.normal(0, 1), y1 + long)]), pen)


def strike(canvas: Canvas, boxes: list[tuple[int, int, int, int]], width: float, rng: Rng) -> None:
    """A line through marks, or two, a cross over them, or a scribble."""
    x, y, w, h = np.array(boxes, float).T
    left, right = float(x.min()), float((x + w).max())
    top, foot = float(np.median(y)), float(np.median(y + h))
    tall = foot - top
    pen = max(1, round(width * rng.uniform(0.7, 1.2)))
    more = UNIT * rng.uniform(-0.1, 0.4, 2)
    first, last, kind = left - more[0], right + more[1], rng.random()
    if kind < 0.6:
        for _ in range(1 if kind < 0.4 else 2):
            ends = top + tall * rng.uniform(0.25, 0.75, 2)
            middle = ends.mean() + rng.normal(0, 0.05) * tall
            canvas.stroke(
                np.array([(first, ends[0]), ((first + last) / 2, middle), (last, ends[1])]), pen
            )
    elif kind < 0.75:
        canvas.stroke(np.array([(first, top), (last, foot)]) + rng.normal(0, 3, (2, 2)), pen)
        canvas.stroke(np.array([(first, foot), (last, top)]) + rng.normal(0, 3, (2, 2)), pen)
    else:
        count = max(4, int((last - first) / (UNIT * rng.uniform(0.08, 0.35))))
        zigzag = np.stack([np.linspace(first, last, count), np.arange(count) % 2 * tall + top], 1)
        canvas.stroke(zigzag + rng.normal(0, 0.06 * tall, zigzag.shape), pen)


def leader(canvas: Canvas, ends: NDArray[np.float64], pen: int, rng: Rng) -> None:
    """A rule of dots or of dashes from one end to the other."""
    (x0, y0), (x1, y1) = ends
    step = UNIT * rng.uniform(0.1, 0.35)
    dash = step * rng.choice([0.0, rng.uniform(0.2, 0.7)])
    for x in np.arange(x0, x1, step):
        y = y0 + (y1 - y0) * (x - x0) / max(x1 - x0, 1.0)
        canvas.stroke(np.array([(x, y), (x + dash, y)]), pen)


def neighbours(canvas: Canvas, hand: Hand, hands: Hands, rng: Rng) -> None:
    """The feet of digits of the line above, or the heads of those of the line below."""
    x0, y0, x1, y1 = canvas.extent()
    above = rng.random() < 0.5
    for _ in range(int(rng.integers(1, 4))):
        patch = character(str(rng.integers(10)), UNIT, hand, hands, rng)
        if patch is None:
            continue
        part = max(1, int(patch.shape[0] * rng.uniform(0.05, 0.3)))
        x = int(rng.uniform(x0, max(x0 + 1.0, x1 - patch.shape[1])))
        away = int(UNIT * rng.uniform(-0.05, 0.15))
        piece = patch[-part:] if above else patch[:part]
        y = y0 - away - part if above else y1 + away
        canvas.blit(piece, x, int(y))


def specks(canvas: Canvas, rng: Rng) -> None:
    """Dots of dirt."""
    x0, y0, x1, y1 = canvas.extent()
    for _ in range(int(rng.integers(1, 5))):
        at = (int(rng.uniform(x0, x1)), int(rng.uniform(y0, y1)))
        cv2.circle(canvas.ink, at, int(rng.integers(1, 3)), 255, -1, cv2.LINE_AA)


def nothing(canvas: Canvas, width: float, rng: Rng) -> None:
    """Rules, corners of frames, hatching, or noise: ink, but no writing."""
    if rng.random() < 0.5:
        rule(canvas, width, rng, level=True)  # an upright one alone would be a one
        for _ in range(int(rng.integers(0, 3))):
            rule(canvas, width, rng)
        return
    field = np.zeros((2 * UNIT, int(UNIT * rng.uniform(1, 6))), np.float32)
    for _ in range(2):
        grain = rng.normal(0, 1, rng.integers(4, 40, 2)).astype(np.float32)
        field += cv2.resize(grain, field.shape[::-1], interpolation=cv2.INTER_CUBIC)
    ink = (field > np.quantile(field, rng.uniform(0.5, 0.95))).astype(np.uint8) * 255
    if rng.random() < 0.4:
        ink = cv2.morphologyEx(ink, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    canvas.blit(ink, LEFT, BASE - ink.shape[0])


def remnants(
    canvas: Canvas, left: float, step: float, cells: int, pen: int, foot: float, rng: Rng
) -> None:
    """What is left of the partings of cells when most of them was taken out."""
    y = foot - UNIT * rng.choice([rng.uniform(0, 0.3), rng.uniform(0.9, 1.3)])
    long = UNIT * rng.uniform(0.0, 0.25)
    for place in range(cells + 1):
        at = np.array([left + place * step, y]) + rng.normal(0, 0.03 * UNIT, 2)
        if rng.random() < 0.85:
            canvas.stroke(np.stack([at, at + np.array([rng.normal(0, 1), long])]), pen)
