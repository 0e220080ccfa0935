"""Strokes and fields to write with, from pen strokes and MNIST."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.data import Digits
from training.synthesis import letters
from training.synthesis.characters import LONGER, Characters
from training.synthesis.handwriting import FLAT, Hands, StrokeBank
from training.synthesis.skeletons import STEPS, fields_of, thin
from training.synthesis.slant import parts, slant_of

COARSE: Final = frozenset({"apa", "app"})
"""Contributors of UNIPEN whose tablets left staircases; their strokes are smoothed twice."""

MOST_POINTS: Final = 60
"""Points of a stroke that are kept."""

LEAST_DIGITS: Final = 5
"""A writer of fewer digits does not say how tall they usually are."""

SKELETON: Final = 100
"""A pixel of a typeface's letter is ink from this level on."""

DRAWN: Final[tuple[tuple[str, tuple[str, ...], int], ...]] = (
    (letters.GREEK, ("DejaVuSans", "STIXGeneral", "STIXGeneralItalic", "DejaVuSerif-Italic"), 3),
    (letters.CYRILLIC, ("DejaVuSans", "STIXGeneralItalic"), 1),
    (letters.MARKS, ("DejaVuSans",), 1),
    (letters.OTHERS, ("DejaVuSans",), 1),
    (letters.PICTURES, ("DejaVuSans",), 1),
)
"""Characters of other scripts, their typefaces, and how often each is taken."""

KNOWN: Final = frozenset("+=%×÷<>")  # noqa: RUF001 - signs that the network reads
"""Characters of these that are symbols of their own."""


def hands_of(characters: Characters, digits: Digits) -> Hands:
    """All hands of some writers.

    Args:
        characters: pen strokes; who may not be trained on has been left out before.
        digits: of MNIST.
    """
    return Hands(bank_of(characters), fields_of(digits), foreign_fields())


def bank_of(characters: Characters) -> StrokeBank:
    """Pen strokes, smoothed and flat, with what each writer's sizes are."""
    points, counts, tall = [], [], np.zeros(len(characters), np.float32)
    slant = np.zeros(len(characters), np.float32)
    coarse = np.isin(characters.contributor, sorted(COARSE))
    for place, strokes in enumerate(characters):
        own = [_smoothed(stroke / LONGER, 2 if coarse[place] else 1) for stroke in strokes]
        points += own
        counts.append(len(own))
        wide, high = np.ptp(np.concatenate(own), axis=0)
        tall[place] = max(high, FLAT * wide) * characters.size[place]
        slant[place] = slant_of(*parts(own))
    _, group = np.unique(characters.hand, return_inverse=True)
    return StrokeBank(
        characters.label,
        group.astype(np.int32),
        np.concatenate(points).astype(np.float32),
        np.append(0, np.cumsum(counts)).astype(np.int64),
        np.cumsum([len(stroke) for stroke in points]).astype(np.int64),
        _relative(tall, group, np.char.isdigit(characters.label)),
        slant,
    )


def _smoothed(stroke: NDArray[np.float64], times: int) -> NDArray[np.float64]:
    if len(stroke) > 4:
        for _ in range(times):
            inner = (stroke[:-2] + 2 * stroke[1:-1] + stroke[2:]) / 4
            stroke = np.concatenate([stroke[:1], inner, stroke[-1:]])
    if len(stroke) > MOST_POINTS:
        stroke = stroke[np.linspace(0, len(stroke) - 1, MOST_POINTS).astype(int)]
    return stroke


def _relative(
    tall: NDArray[np.float32], group: NDArray[np.intp], is_digit: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Heights in heights of their writer's usual digit; 0 where that is not known."""
    relative = np.zeros_like(tall)
    for writer in np.unique(group[is_digit]):
        own = group == writer
        digits = tall[own & is_digit]
        usual = float(np.median(digits))
        if len(digits) >= LEAST_DIGITS and usual > 0:
            relative[own] = tall[own] / usual
    return relative


def foreign_fields() -> NDArray[np.uint8]:
    """Skeleton distances of characters of other scripts, from typefaces, `[M, S, S]`."""
    drawn: list[NDArray[np.uint8]] = []
    for alphabet, fonts, times in DRAWN:
        for letter in alphabet:
            for font in fonts if letter not in KNOWN else ():
                ink = letters.letter(letter, font)
                drawn += [ink] * times if ink.any() else []
    bones = thin((np.stack(drawn) > SKELETON).astype(np.uint8))
    fields = np.empty(bones.shape, np.uint8)
    for place, bone in enumerate(bones):
        far = cv2.distanceTransform(1 - bone, cv2.DIST_L2, 5)
        fields[place] = np.clip(cv2.GaussianBlur(far, (0, 0), 0.8) * STEPS - 3, 0, 255)
    return fields
