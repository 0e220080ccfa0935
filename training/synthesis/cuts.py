"""What a search for digits cuts out of a line of writing: whole digits, pieces, pairs and mixes.

Touching digits are read by cutting a line in several ways and asking the network which pieces are
digits, so it has to know both the cut that is right but leaves a bit of the neighbour, and the cut
that is wrong. Both come from lines that are written here and cut at random.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.reading.digits.normalise import INK_LEVEL, SIDE, normalise
from training.augment import CANVAS, REACH, Bend, Ink, bent, enlarge, fit, photograph
from training.data import MISCUT, Digits
from training.synthesis.cutter import cut, slant_of
from training.synthesis.strokes import is_bar

WHOLE: Final = 0.94
"""A digit of which at least this share of the ink is kept is a digit, and below `BROKEN` none."""
BROKEN: Final = 0.62

PURE: Final = 0.08
"""A piece with at most this share of ink from neighbours is a digit, from `MIXED` on none."""
MIXED: Final = 0.2
MARKED: Final = 0.04
"""From this share on, a dot, comma or dash beside a digit does not belong to it."""

SLIM: Final = 3.2
"""Pieces that are a bar, this many times as long as wide, are not called anything."""

MARK: Final = -1
"""Stands for a dot, comma or dash where the digits of a line are listed."""

BEND: Final = Bend(turn=5, lean=0.1, stretch=0.1, wave=1.2)

LIKE_A_ONE: Final = {1, 4, 7, 9}
"""Digits with a stem at their right, which is a 1 when it stands alone."""


def draw(count: int, rng: np.random.Generator, digits: Digits) -> Digits:
    """Draws pieces of lines, as if photographed and normalised.

    Args:
        count: how many.
        rng: every choice.
        digits: MNIST's, of which the lines are made.

    Returns:
        The pieces, those that are digits with their label, the others with `MISCUT`.
    """
    images = np.zeros((count, SIDE, SIDE), np.uint8)
    labels = np.zeros(count, np.uint8)
    found: list[tuple[Ink, int]] = []
    for index in range(count):
        while not found:
            chosen = rng.integers(0, len(digits), 3 if rng.random() < 0.3 else 2)
            inks = [enlarge(glyph) for glyph in digits.images[chosen]]
            says = digits.labels[chosen].tolist()
            if rng.random() < 0.2:
                place = int(rng.integers(0, len(inks) + 1))
                inks.insert(place, _mark(rng))
                says.insert(place, MARK)
            found = (runs if rng.random() < 0.3 else window)(inks, says, rng)
        piece, labels[index] = found.pop()
        images[index] = normalise(photograph(bent(piece, rng, BEND), rng))
    return Digits(images, labels)


def _mark(rng: np.random.Generator) -> Ink:
    """A dot, a comma or a dash."""
    ink = np.zeros((CANVAS, CANVAS), np.uint8)
    wide, tilt = int(rng.integers(6, 16)), int(rng.integers(-6, 7))
    ends = ((20, 32 + tilt), (44, 32 - tilt)) if rng.random() < 0.3 else ((32, 24), (28 + tilt, 40))
    cv2.line(ink, *ends, 255, wide, cv2.LINE_AA)
    return ink


def written(
    inks: list[Ink], digits: list[int], rng: np.random.Generator
) -> list[NDArray[np.uint8]]:
    """Writes digits next to each other, so close that some of them touch.

    Args:
        inks: the digits, each on a ground of 0.
        digits: what they are; marks are written smaller, and lower.
        rng: sizes, heights and gaps.

    Returns:
        One layer `[h, w]` for each digit, all of the same size, with the digit in its place.
    """
    parts: list[NDArray[np.uint8]] = []
    tops: list[int] = []
    lefts: list[int] = []
    at = 0
    for ink, digit in zip(inks, digits, strict=True):
        x, y, w, h = cv2.boundingRect(ink)
        tall = REACH * (rng.uniform(0.8, 1.1) if digit != MARK else rng.uniform(0.1, 0.3))
        scale = tall / max(h, 1, 0.6 * w)
        size = (max(2, round(w * scale)), max(2, round(h * scale)))
        part = cv2.resize(ink[y : y + h, x : x + w], size, interpolation=cv2.INTER_LINEAR)
        gap = round(REACH * float(np.clip(rng.normal(-0.02, 0.09), -0.25, 0.2)))
        lefts.append(max(0, at + gap) if parts else 0)
        top = rng.uniform(0.21, 0.39) + (0 if digit != MARK else rng.uniform(0.4, 0.8))
        tops.append(round(REACH * top))
        parts.append(part)
        at = lefts[-1] + size[0]
    wide = max(left + part.shape[1] for left, part in zip(lefts, parts, strict=True))
    layers = []
    for part, top, left in zip(parts, tops, lefts, strict=True):
        layer = np.zeros((round(1.8 * REACH), wide), np.uint8)
        layer[top : top + part.shape[0], left : left + part.shape[1]] = part[: layer.shape[0] - top]
        layers.append(layer)
    return layers


def window(inks: list[Ink], digits: list[int], rng: np.random.Generator) -> list[tuple[Ink, int]]:
    """Writes a line and cuts one piece out of it, at slanted lines, near its gaps or anywhere.

    Args:
        inks: the digits of the line, two at least.
        digits: what they are.
        rng: the line and the cuts.

    Returns:
        The piece on a canvas and its label; nothing where nobody could say whether it is a digit.
    """
    layers = written(inks, digits, rng)
    wide = layers[0].shape[1]
    spans = [cv2.boundingRect(layer) for layer in layers]
    borders = [0.0, *[(a[0] + a[2] + b[0]) / 2 for a, b in pairwise(spans)]]
    borders.append(float(wide))
    if rng.random() < 0.5:
        first = int(rng.integers(0, len(inks)))
        last = first + (1 if rng.random() < 0.6 else 2)
        left, right = borders[first], borders[min(last, len(inks))]
        left, right = left + rng.normal(0, 3), right + rng.normal(0, 3)
    else:
        left, right = sorted(rng.uniform(-5, wide + 5, 2))
        if rng.random() < 0.5:
            left = borders[int(np.argmin([abs(left - border) for border in borders]))]
    if right - left < 0.12 * REACH:
        return []
    return _called(layers, digits, _between(layers[0].shape, left, right, rng))


def runs(
    inks: list[Ink], digits: list[int], rng: np.random.Generator, most: int = 4
) -> list[tuple[Ink, int]]:
    """Writes a line and cuts it as the bot does, into atoms of which up to three make a piece.

    Args:
        inks: the digits of the line, two at least.
        digits: what they are.
        rng: the line, and which pieces.
        most: pieces to take.
    """
    layers = written(inks, digits, rng)
    mask = (np.max(layers, axis=0) >= INK_LEVEL).view(np.uint8)
    atoms = cut(mask, REACH, slant_of(mask))
    last = int(atoms.max())
    found: list[tuple[Ink, int]] = []
    for first in rng.permutation(last)[:most] + 1:
        end = min(int(first) + int(rng.integers(0, 3)), last)
        found += _called(layers, digits, ((atoms >= first) & (atoms <= end)).view(np.uint8))
    return found


def _called(
    layers: list[NDArray[np.uint8]], digits: list[int], mask: NDArray[np.uint8]
) -> list[tuple[Ink, int]]:
    """The piece of a line where `mask` is 1, with its label, if it has one."""
    full = np.array([int(layer.sum()) for layer in layers], np.float64)
    kept = np.array([int((layer * mask).sum()) for layer in layers], np.float64)
    if kept.sum() < 255 * 20:
        return []
    label = _label(kept / np.maximum(full, 1), kept / kept.sum(), digits)
    piece = np.max(layers, axis=0) * mask
    if label is None or (label == MISCUT and is_bar(piece, slim=SLIM)):
        return []
    return [(fit(piece), label)]


def _between(
    shape: tuple[int, ...], left: float, right: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """1 between two slanted lines that cross the middle of the line at `left` and `right`."""
    height, wide = shape
    leans = rng.normal(-0.08, 0.15, 2)
    if left <= 0:
        left = -1e3
    if right >= wide:
        right = 1e3
    down = np.arange(height)[:, None] - height / 2
    across = np.arange(wide)[None, :]
    inside = (across >= left + down * leans[0]) & (across < right + down * leans[1])
    return np.asarray(inside, np.uint8)


def _label(whole: NDArray[np.float64], share: NDArray[np.float64], digits: list[int]) -> int | None:
    """What a piece is.

    Args:
        whole: for each digit of the line, how much of its ink is in the piece.
        share: for each digit, how much of the piece's ink is its.
        digits: what they are.
    """
    main = int(np.argmax(share))
    if digits[main] == MARK:
        return None
    if any(digit == MARK and part > MARKED for digit, part in zip(digits, share, strict=True)):
        return MISCUT
    if whole[main] >= WHOLE and share[main] >= 1 - PURE:
        return digits[main]
    if share[main] <= 1 - MIXED:
        return MISCUT
    if whole[main] < BROKEN and digits[main] not in LIKE_A_ONE:
        return MISCUT
    return None
