"""One character -> ink: the strokes or the skeleton of a hand, drawn with its pen."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.digit_styles import STYLES, styled
from training.synthesis.handwriting import FLAT, Hand, Hands
from training.synthesis.skeletons import STEPS, bones
from training.synthesis.slant import slant_of

Rng = np.random.Generator
Patch = NDArray[np.uint8]
"""`[h, w]`, ink up to 255 on ground 0."""

STRAIGHT_ONES: Final = 0.2
"""How often a one is nothing but a straight stroke, as a side of a box would be."""

SLASH: Final = (0.08, 0.12)
"""By how much a slash leans more than that hand's ones, at least, and standard deviation of how
much more: of 69 writers of both 95 % lean it more than the first, the median by 0.2."""

FOLLOWS: Final = 0.5
"""How much of a hand's slant is that of its slashes too."""

MOST_CHANGED: Final = 0.6
"""A character's slant is changed by no more, or it would be another character."""

BY_WRITER: Final = 0.5
"""How often anybody's character is first anybody and then a character of theirs: most writers
left one of each, a few left eighty."""

STRAIGHT: Final = frozenset("-=_~")
"""Characters that no hand's manner bends: a long dash that is straight would be none."""

SHIFT: Final = 4
"""Fractional bits of the coordinates that OpenCV draws with."""


def character(
    label: str, height: float, hand: Hand, hands: Hands, rng: Rng, *, own: bool = True
) -> Patch | None:
    """Writes one character.

    Args:
        label: a digit, a letter or a sign of UNIPEN's.
        height: of its strokes, in pixels of the canvas; what is much wider than tall is scaled by
            its width instead.
        hand: whose, and with which pen.
        hands: all there are.
        rng: every choice.
        own: take the writer's own relative size.

    Returns:
        Ink, tight, or None where nobody has written it.
    """
    if label in STRAIGHT:
        hand = replace(hand, manner=np.zeros_like(hand.manner))
    if label in STYLES and rng.random() < hand.odd:
        return drawn(styled(label, rng), height, hand, rng, hand.lean)
    if label == "1" and rng.random() < STRAIGHT_ONES:
        upright = np.array([[0, 0], [0, 1]], np.float32)
        return drawn([upright], height, hand, rng, hands.slants.get("1", 0.0) + hand.lean)
    if label.isdigit() and rng.random() < hand.mnist:
        field = hands.fields.one(int(label), rng)
        lean = hand.lean + hands.slants.get(label, 0.0) - slant_of(*bones(field))
        patch = from_field(field, height, hand, rng, _limited(lean))
        if patch is not None:
            return patch
    at = _place(label, hand, hands, rng)
    if at is None:
        return None
    tall = float(hands.characters.tall[at])
    if own and hand.writer >= 0 and tall:
        height *= float(np.clip(tall, 0.4, 1.9))
    return drawn(
        hands.characters.strokes(at), height, hand, rng, _lean(label, at, hand, hands, rng)
    )


def _place(label: str, hand: Hand, hands: Hands, rng: Rng) -> int | None:
    if hand.writer >= 0 and rng.random() < 0.95:
        own = hands.of_writer[hand.writer].get(label)
        if own:
            return own[int(rng.integers(len(own)))]
    places = hands.places.get(label)
    if places is None:
        return None
    if rng.random() < BY_WRITER:
        writers = hands.writers_of[label]
        places = np.array(hands.of_writer[int(rng.choice(writers))][label])
    return int(places[int(rng.integers(len(places)))])


def _lean(label: str, at: int, hand: Hand, hands: Hands, rng: Rng) -> float:
    """By how much somebody's character is to lean more in a hand; not at all in their own."""
    if hands.characters.group[at] == hand.writer:
        return 0.0
    if label.isalnum():
        return _limited(hand.lean - hands.leaning(at))
    if label != "/":
        return 0.0
    slant = float(hands.characters.slant[at]) + FOLLOWS * hand.lean
    one = hands.slants.get("1", 0.0) + hand.lean
    least = one + SLASH[0] + abs(rng.normal(0, SLASH[1]))
    return _limited(max(slant, least) - float(hands.characters.slant[at]))


def _limited(lean: float) -> float:
    return float(np.clip(lean, -MOST_CHANGED, MOST_CHANGED))


def _bend(hand: Hand, rng: Rng, lean: float) -> NDArray[np.float32]:
    """How one character departs from the written one: turned, slanted, stretched."""
    turn, lean = rng.normal(0, 0.05), rng.normal(0, 0.05) - lean
    wide = hand.aspect * np.exp(rng.normal(0, 0.08))
    cos, sin = np.cos(turn), np.sin(turn)
    return np.array([[wide * cos, lean - sin], [sin, cos]], np.float32)


def drawn(
    strokes: list[NDArray[np.float32]], height: float, hand: Hand, rng: Rng, lean: float = 0.0
) -> Patch:
    """Draws strokes of any unit with a hand's pen, as tall as `height`, leaning so much more."""
    every = np.concatenate(strokes) @ _bend(hand, rng, lean).T
    low = every.min(axis=0)
    spread = np.maximum(every.max(axis=0) - low, 1e-3)
    # Smooth waves bend the strokes: one that all of the hand's share, and a little each its own.
    there = (every - low) / spread.max()
    own = np.stack([rng.uniform(0, 6.28, 4), rng.normal(0, 0.025, 4)])
    every = every + (_wave(there, *hand.manner) + _wave(there, *own)) * spread.max()
    low = every.min(axis=0)
    spread = every.max(axis=0) - low
    scale = height / max(float(spread[1]), FLAT * float(spread[0]), 1e-3)
    pen = hand.pen * float(rng.uniform(0.9, 1.1))
    edge = pen / 2 + 2
    every = (every - low) * scale + edge
    size_ = (int(spread[0] * scale + 2 * edge) + 1, int(spread[1] * scale + 2 * edge) + 1)
    patch = np.zeros((size_[1], size_[0]), np.uint8)
    fixed = np.round(every * (1 << SHIFT)).astype(np.int32)
    start = 0
    for stroke in strokes:
        part = fixed[start : start + len(stroke)]
        start += len(stroke)
        if len(part) == 1 or float(np.ptp(part, axis=0).max()) < 8:
            at = (int(part[0, 0]), int(part[0, 1]))
            cv2.circle(patch, at, int(pen * 0.55 * (1 << SHIFT)), 255, -1, cv2.LINE_AA, SHIFT)
        elif hand.nib == 0 or len(part) < 4:
            cv2.polylines(patch, [part], False, 255, max(1, round(pen)), cv2.LINE_AA, SHIFT)
        else:
            _nibbed(patch, part, pen, hand, rng)
    return tight(patch)


def _wave(
    there: NDArray[np.float32], phase: NDArray[np.float64], size: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far points `[n, 2]` are moved, all in longer sides of the character."""
    x, y = 4 * there[:, 0], 4 * there[:, 1]
    return np.stack(
        [
            size[0] * np.sin(y + phase[0]) + size[1] * np.sin(1.7 * x + phase[1]),
            size[2] * np.sin(x + phase[2]) + size[3] * np.sin(1.7 * y + phase[3]),
        ],
        axis=1,
    )


def _nibbed(patch: Patch, part: NDArray[np.int32], pen: float, hand: Hand, rng: Rng) -> None:
    """A stroke in pieces of some width each."""
    pieces = min(8, max(2, len(part) // 4))
    cuts = np.linspace(0, len(part) - 1, pieces + 1).astype(int)
    for first, end in pairwise(cuts.tolist()):
        if hand.nib == 1:
            wide = pen * rng.uniform(0.65, 1.25)
        else:
            dx, dy = (part[end] - part[first]).tolist()
            wide = pen * (0.5 + 0.8 * abs(np.sin(np.arctan2(dy, dx) - hand.angle)))
        piece = part[first : end + 1]
        cv2.polylines(patch, [piece], False, 255, max(1, round(wide)), cv2.LINE_AA, SHIFT)


def foreign(height: float, hand: Hand, hands: Hands, rng: Rng) -> Patch | None:
    """Writes a character of another script, bent more than a digit is."""
    field = hands.foreign[int(rng.integers(len(hands.foreign)))]
    if rng.random() < 0.7:
        side = field.shape[0]
        corners = np.array([(0, 0), (side, 0), (0, side)], np.float32)
        moved = corners + rng.normal(0, 0.06 * side, (3, 2)).astype(np.float32)
        matrix = cv2.getAffineTransform(corners, moved)
        field = cv2.warpAffine(
            field, matrix, (side, side), borderMode=cv2.BORDER_CONSTANT, borderValue=255
        ).astype(np.uint8)
    return from_field(field, height, hand, rng)


def from_field(
    field: NDArray[np.uint8], height: float, hand: Hand, rng: Rng, lean: float = 0.0
) -> Patch | None:
    """Writes a character with a hand's pen, by the distance of each pixel to its skeleton.

    Args:
        field: `[S, S]`, `STEPS` to a pixel of distance.
        height: in pixels of the canvas.
        hand: with which pen.
        rng: every choice.
        lean: by how much more it is slanted.
    """
    rows, columns = np.nonzero(field < STEPS)
    if len(rows) < 3:
        return None
    pen = hand.pen * float(rng.uniform(0.9, 1.1))
    tall, wide = float(np.ptp(rows)), float(np.ptp(columns))
    scale = height / max(tall, 0.4 * field.shape[0], 0.45 * wide)
    matrix = np.zeros((2, 3))
    matrix[:, :2] = _bend(hand, rng, lean) * scale
    spread = np.abs(matrix[:, :2]) @ [wide, tall]
    size = (int(spread[0] + pen) + 8, int(spread[1] + pen) + 8)
    middle = np.array([columns.min() + wide / 2, rows.min() + tall / 2])
    matrix[:, 2] = np.array(size) / 2 - matrix[:, :2] @ middle
    far = cv2.warpAffine(
        field, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    inside = pen / 2 - far.astype(np.float32) * np.float32(scale / STEPS) + 0.5
    return tight((np.clip(inside, 0, 1) * 255).astype(np.uint8))


def tight(ink: NDArray[np.uint8]) -> Patch:
    """The part that holds all ink, or one pixel of ground where there is none."""
    x, y, w, h = cv2.boundingRect((ink > 60).view(np.uint8))
    return ink[y : y + h, x : x + w] if w else np.zeros((1, 1), np.uint8)
