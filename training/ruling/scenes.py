"""Sheets as a camera or a scanner shows them, with what is a rule in them and what is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from bot.reading.binarise.ink import find_ink
from training.lines.textures import nothing
from training.ruling.layouts import LAYOUTS, OFTEN, free
from training.ruling.sheet import FINE, Layer, Sheet
from training.synthesis.backgrounds import cloud, paper
from training.synthesis.camera import Floats, Gray, taken
from training.synthesis.handwriting import Hand, Hands

Rng = np.random.Generator

SIDE: Final = 256
"""Of what is learnt from at once, in pixels."""

SIZES: Final = (9.0, 100.0)
"""Least and largest height of a digit, in pixels."""

LARGER: Final = 2.5
"""Without rules it may be so many times the latter."""

FREE: Final = 0.3
"""How often a sheet has no rules."""

TEXTURED: Final = 0.06
"""How often there is no sheet at all."""

SEEN: Final = 0.13
"""What has this share of a layer's ink, blurred as in the picture, is of that layer."""


SOFT: Final = 0.8
"""How much further than the picture's blur an edge may reach: standard deviation, in pixels."""

FAINTEST: Final = 16
"""Ink that is no stronger, of 255, may be seen by nobody."""


@dataclass(frozen=True)
class Scene:
    """What is learnt from; all `[SIDE, SIDE]`.

    Attributes:
        strength: uint8, of the ink, as the bot finds it.
        mask: uint8, 1 where the bot finds ink.
        rules: uint8, 1 where a rule is,
        writing: and where writing is: both where they cross.
    """

    strength: Gray
    mask: Gray
    rules: Gray
    writing: Gray


def draw(rng: Rng, hands: Hands) -> Scene:
    """Draws any scene."""
    if rng.random() < TEXTURED:
        ink = find_ink(cv2.resize(nothing(rng), (SIDE, SIDE)).astype(np.uint8))
        empty = np.zeros((SIDE, SIDE), np.uint8)
        return Scene(ink.strength, ink.mask, empty, empty)
    least, most = SIZES
    is_free = rng.random() < FREE
    unit = float(np.exp(rng.uniform(np.log(least), np.log(LARGER * most if is_free else most))))
    hand = Hand.of(hands, rng)
    sheet = Sheet(FINE * SIDE, FINE * unit, hands, hand, rng)
    (free if is_free else LAYOUTS[int(rng.choice(len(LAYOUTS), p=OFTEN))])(sheet)
    rules, writing = _turned(sheet, rng)
    rules = _worn(rules, unit, rng, 0.3)
    writing = _worn(writing, unit, rng, 0.12)
    gray, blur = _seen(rules, writing, unit, rng)
    ink = find_ink(gray)
    visible = ink.strength > min(ink.floor, FAINTEST)
    both = [cv2.GaussianBlur(layer, (0, 0), blur) > SEEN for layer in (rules, writing)]
    # What else the bot takes for ink is the soft edge of what is nearer.
    edge = (ink.mask > 0) & ~(both[0] | both[1])
    soft = [cv2.GaussianBlur(layer, (0, 0), blur + SOFT) for layer in (rules, writing)]
    both[0] |= edge & (soft[0] > soft[1])
    both[1] |= edge & (soft[1] > soft[0])
    return Scene(ink.strength, ink.mask, *((layer & visible).view(np.uint8) for layer in both))


def draw_scenes(count: int, rng: Rng, hands: Hands) -> list[Scene]:
    """Draws so many."""
    return [draw(rng, hands) for _ in range(count)]


def _turned(sheet: Sheet, rng: Rng) -> tuple[Floats, Floats]:
    """Both layers as large as they are seen, turned a little, or by quarters."""
    side = sheet.side
    angle = rng.normal(0, 1.2) if rng.random() < 0.9 else rng.uniform(-14, 14)
    zoom = 1 + abs(np.sin(np.radians(angle)))
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), angle, zoom)
    turn[0, 1] += rng.normal(0, 0.02)
    quarters = int(rng.choice(4, p=[0.7, 0.1, 0.1, 0.1]))

    def seen(layer: Layer) -> Floats:
        turned = cv2.warpAffine(layer, turn, (side, side), borderMode=cv2.BORDER_REPLICATE)
        small = cv2.resize(turned, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        upright: Layer = np.ascontiguousarray(np.rot90(small, quarters)).astype(np.uint8)
        shares: Floats = np.divide(upright, 255, dtype=np.float32)
        return shares

    return seen(sheet.rules), seen(sheet.writing)


def _worn(layer: Floats, unit: float, rng: Rng, often: float) -> Floats:
    """Ink that lacks in places, or is weaker there."""
    if rng.random() >= often:
        return layer
    grain = float(rng.uniform(1.5, 0.6 * unit + 2))
    field = cloud(layer.shape, rng, grain, 1.0)
    left = field > rng.uniform(-2, -0.7) if rng.random() < 0.6 else np.clip(1 + 0.5 * field, 0.1, 1)
    worn: Floats = layer * left.astype(np.float32)
    return worn


def _seen(rules: Floats, writing: Floats, unit: float, rng: Rng) -> tuple[Gray, float]:
    """The picture, and the standard deviation of its blur, in pixels, at least 0.5."""
    shape = rules.shape
    plain = rng.random() < 0.55
    ground = np.full(shape, rng.uniform(0.75, 1), np.float32)
    if not plain:
        ground = paper(shape[0], shape[1], rng, max(unit, 14.0))
    pen = rng.uniform(0.35, 0.97)
    print_ = pen * rng.uniform(0.8, 1.2) if rng.random() < 0.4 else rng.uniform(0.15, 0.97)
    gray = ground * (1 - np.float32(min(print_, 0.98)) * rules) * (1 - np.float32(pen) * writing)
    if rng.random() < 0.1:
        gray = ground.max() * (1.02 - gray)
    blur = float(rng.uniform(0.3, 1.1)) if rng.random() < 0.6 else 0.0
    if blur:
        gray = cv2.GaussianBlur(gray, (0, 0), blur)
    if rng.random() < 0.15:
        level = float(gray.max()) * rng.uniform(0.55, 0.8)
        gray = np.where(gray < level, 0.05, 0.98).astype(np.float32)
        gray = cv2.GaussianBlur(gray, (0, 0), 0.4)
    return taken(gray.astype(np.float32), 8.0, rng), max(blur, 0.5)
