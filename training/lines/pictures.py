"""A written line -> the strip that the network reads, as if found in a photograph or a scan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.binarise.ink import find_ink
from bot.reading.line.strip import strip_of
from bot.reading.line.symbols import DIGITS
from training.lines.frames import without_frame
from training.lines.line_canvas import BASE
from training.lines.textures import nothing
from training.lines.writing import Written, write
from training.synthesis.backgrounds import cloud
from training.synthesis.camera import Gray, photograph
from training.synthesis.handwriting import UNIT, Hands
from training.synthesis.pen import tight

Rng = np.random.Generator
Floats = NDArray[np.float32]


TEXTURED: Final = 0.03
"""How often a line is a part of a picture of no writing."""

RULED: Final = 0.06
"""How often a rule went through the writing and was taken out."""

UNFRAMED: Final = 0.7
"""How often a frame is taken out as far as the bot finds it; else a part of a picture shows it."""

LEGIBLE: Final = 0.88
"""Lines of whose ink less than this is found are left out: nobody could read them."""

SHEAR: Final = 0.1
"""Standard deviation of how much more a whole line is slanted than it was written."""

CUT: Final = 0.07
"""How often the picture's edge cuts something of the writing off."""

BAR: Final = 2.5
"""A part of a texture that is so many times as tall as wide may look like a one: it is left out."""


@dataclass(frozen=True)
class Line:
    """A line to learn from.

    Attributes:
        pixels: the strip, uint8 `[32, W]`.
        labels: its symbols, as places in the alphabet.
        middles: of each symbol, in pixels of the strip from its left edge.
    """

    pixels: Gray
    labels: list[int]
    middles: NDArray[np.float32]


def draw(rng: Rng, hands: Hands) -> Line:
    """Draws any line."""
    while True:
        if rng.random() < TEXTURED:
            found = _texture(rng)
            if found is not None:
                return Line(strip_of(found).pixels, [], np.zeros(0, np.float32))
        line = write(rng, hands)
        whole, unit, middles = _taken(line, rng)
        ink = _pressed(whole, unit, rng)
        found = _photographed(ink, unit, rng) if rng.random() < 0.45 else _scanned(ink, unit, rng)
        if share_found(whole, found) < LEGIBLE:
            continue
        if line.framed and rng.random() < UNFRAMED:
            found = without_frame(found, unit)
        if rng.random() < RULED:
            found = _without_a_rule(found, unit, rng)
        if line.labels and rng.random() < CUT:
            found = cut(found, line, middles, unit, rng)
        rows, columns = np.flatnonzero(found.max(axis=1)), np.flatnonzero(found.max(axis=0))
        if rows.size < 3 or not columns.size:
            continue
        left, right = int(columns[0]), int(columns[-1]) + 1
        strip = strip_of(found[:, left:right])
        places = ((middles - left) / strip.scale).astype(np.float32)
        return Line(strip.pixels, line.labels, places)


def _without_a_rule(found: Gray, unit: float, rng: Rng) -> Gray:
    """The ink after a rule through it was taken out: with gaps where strokes crossed the rule."""
    wide = max(1, round(unit * rng.uniform(0.03, 0.09)))
    row = int(rng.uniform(0.1, 1.0) * found.shape[0])
    lean = rng.normal(0, 0.01) * found.shape[1]
    mask = np.full(found.shape, 255, np.uint8)
    cv2.line(mask, (0, row), (found.shape[1], round(row + lean)), 0, wide)
    for _ in range(int(rng.integers(0, 6))):  # strokes that were known to cross it
        x = int(rng.integers(found.shape[1]))
        mask[:, x : x + int(unit * rng.uniform(0.1, 0.8)) + 1] = 255
    whole: Gray = cv2.bitwise_and(found, mask)
    return whole if whole.any() else found


def share_found(ink: Floats, found: Gray) -> float:
    """How much of the ink was found."""
    there = ink > 0.4
    near = cv2.dilate(found, np.ones((3, 3), np.uint8)) > 0
    return float((there & near).sum() / max(int(there.sum()), 1))


def cut(found: Gray, line: Written, middles: NDArray[np.float64], unit: float, rng: Rng) -> Gray:
    """The ink without what lies beyond one side of the picture: a little of a digit, at most."""
    rows, columns = np.flatnonzero(found.max(axis=1)), np.flatnonzero(found.max(axis=0))
    if not rows.size or max(line.labels) >= len(DIGITS):  # a point would be gone
        return found
    kept = found.copy()
    side, share = int(rng.integers(4)), rng.uniform(0.02, 0.15) * unit
    if side == 0:
        kept[: int(rows[0] + share)] = 0
    elif side == 1:
        kept[int(rows[-1] - share) + 1 :] = 0
    elif side == 2:
        kept[:, : int(columns[0] + min(share, 0.5 * (middles[0] - columns[0])))] = 0
    else:
        kept[:, int(columns[-1] - min(share, 0.5 * (columns[-1] - middles[-1]))) + 1 :] = 0
    return kept


def _texture(rng: Rng) -> Gray | None:
    """A part of what is taken for ink in a picture of no writing; None where there is none."""
    pixels = nothing(rng)
    found = find_ink(pixels, max(pixels.shape))
    ink: Gray = found.strength * found.mask
    rows, columns = np.nonzero(ink)
    if not rows.size:
        return None
    at = int(rng.integers(rows.size))
    tall = float(np.exp(rng.uniform(np.log(12), np.log(150))))
    wide = tall * float(np.exp(rng.uniform(np.log(0.3), np.log(7))))
    top, left = max(0, int(rows[at] - tall / 2)), max(0, int(columns[at] - wide / 2))
    part = tight(ink[top : top + int(tall) + 1, left : left + int(wide) + 1])
    if min(part.shape) < 3 or part.shape[0] > BAR * part.shape[1]:
        return None
    return part


def _taken(line: Written, rng: Rng) -> tuple[Floats, float, NDArray[np.float64]]:
    """The ink at some resolution, turned and bent a little; digit height; middles."""
    unit = float(np.exp(rng.uniform(np.log(13), np.log(60))))
    scale = unit / UNIT
    slant, turn = rng.normal(0, SHEAR), rng.normal(0, 0.015)
    columns = np.flatnonzero(line.ink.max(axis=0))
    rows = np.flatnonzero(line.ink.max(axis=1))
    if not columns.size:
        return np.zeros((8, 8), np.float32), unit, np.zeros(0)
    x0, x1 = float(columns[0]) - 20, float(columns[-1]) + 20
    y0, y1 = float(rows[0]) - 14, float(rows[-1]) + 14
    cx = (x0 + x1) / 2
    matrix = np.array([[1, -slant, slant * BASE], [turn, 1, -turn * cx]])
    corners = matrix @ np.array([[x0, x1, x0, x1], [y0, y0, y1, y1], [1, 1, 1, 1.0]])
    low, high = corners.min(axis=1), corners.max(axis=1)
    matrix[:, 2] -= low
    matrix *= scale
    size = tuple(int(v) for v in np.maximum((high - low) * scale, 8))
    ink = line.ink
    if scale < 0.75:
        ink = cv2.GaussianBlur(ink, (0, 0), 0.45 / scale)
    placed = cv2.warpAffine(ink, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32)
    placed *= np.float32(1 / 255)
    middles = np.array(line.middles) * matrix[0, 0] + BASE * matrix[0, 1] + matrix[0, 2]
    return placed, unit, middles


def _pressed(ink: Floats, unit: float, rng: Rng) -> Floats:
    """Ink as strong as the pen was pressed."""
    placed = ink.copy()
    if rng.random() < 0.4:  # the pen is pressed unevenly
        fade = cloud(placed.shape, rng, unit * rng.uniform(0.1, 0.8), 0.25)
        placed *= np.clip(1 - np.abs(fade), 0.3, 1)
    if rng.random() < 0.2:  # pencil
        rough = rng.standard_normal(placed.shape, dtype=np.float32) * np.float32(
            rng.uniform(0.1, 0.3)
        )
        placed *= np.clip(1 + rough, 0.2, 1.2)
    return placed


def _scanned(ink: Floats, unit: float, rng: Rng) -> Gray:
    """Ink as it is found on clean paper: blurred, cut off at some level."""
    if rng.random() < 0.7:
        ink = cv2.GaussianBlur(ink, (0, 0), float(rng.uniform(0.3, 0.6 + 0.03 * unit)))
    peak = max(float(ink.max()), 0.05)
    noise = np.float32(rng.choice([0.0, 0.01, 0.04]) * peak)
    if noise:
        ink = ink + noise * rng.standard_normal(ink.shape, dtype=np.float32)
    mask = (ink > peak * rng.uniform(0.25, 0.5)).astype(np.uint8)
    kept: Gray = (np.clip(ink / peak, 0, 1) * 255 * rng.uniform(0.4, 1)).astype(np.uint8)
    found: Gray = kept * cv2.dilate(mask, np.ones((3, 3), np.uint8))
    return found


def _photographed(ink: Floats, unit: float, rng: Rng) -> Gray:
    """Ink as the bot finds it in a picture of such paper."""
    room = int(unit * rng.uniform(0.4, 1.5))
    pixels = photograph(
        cv2.copyMakeBorder(ink, room, room, room, room, cv2.BORDER_CONSTANT, value=0), unit, rng
    )
    found = find_ink(pixels, max(pixels.shape))
    if found.light:
        return _scanned(ink, unit, rng)
    mask = cv2.dilate(found.mask, np.ones((3, 3), np.uint8))
    # Only what lies where the writing is belongs to the line.
    strength: Gray = (found.strength * mask)[room:-room, room:-room]
    return strength
