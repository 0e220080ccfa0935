"""Numbers in one person's hand, as strokes: characters in a row, and what is drawn around them.

Lengths are in heights of that hand's digits; y is down and 0 on the line that is written on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.process.errors import TrainingError
from training.synthesis.characters import LONGER, Characters

Stroke = NDArray[np.float64]
"""`[n, 2]`."""
Rng = np.random.Generator

DIGITS: Final = "0123456789"
GAP: Final = " "
"""A gap so wide that it parts two numbers."""
_DOT: Final = 0.04
"""Of a dot that the tablet took for a point."""
_LOW: Final = frozenset(".,")
_HALFWAY: Final = frozenset("-+=:/()%×")  # noqa: RUF001 - a sign
_WRITTEN_AS: Final = {"×": "x"}  # noqa: RUF001 - a sign
"""Signs of which UNIPEN has none, and the letters that they are written as."""
_DIVIDED: Final = "÷"
_DOTS: Final = (0.2, 0.35)
"""How far the dots of a division stand above and below its stroke."""
_DESCENDING: Final = frozenset("gjpqy")
_FEWEST: Final = 4
"""A hand with fewer different digits is not drawn with."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One writer's characters.

    Attributes:
        name: `contributor/writer`.
        height: the median of its digits' longer sides, in the tablet's units.
        places: for each character, where it stands in the set.
    """

    name: str
    height: float
    places: dict[str, list[int]]

    @property
    def contributor(self) -> str:
        """Who collected it."""
        return self.name.split("/")[0]

    @property
    def digits(self) -> str:
        """Which digits there are of it."""
        return "".join(digit for digit in DIGITS if digit in self.places)

    @property
    def letters(self) -> str:
        """Which letters there are of it."""
        return "".join(c for c in self.places if c.isalpha())


class Hands:
    """The hands that are drawn with."""

    def __init__(self, characters: Characters) -> None:
        self.characters = characters
        found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, (hand, label) in enumerate(zip(characters.hand, characters.label, strict=True)):
            found[str(hand)][str(label)].append(place)
        self.every: list[Hand] = []
        for name, places in sorted(found.items()):
            digits = [place for digit in DIGITS for place in places.get(digit, ())]
            if sum(digit in places for digit in DIGITS) >= _FEWEST:
                self.every.append(Hand(name, float(np.median(characters.size[digits])), places))

    def choose(self, rng: Rng, fits: Callable[[Hand], object]) -> Hand:
        """One of those that fit, of every contributor as often.

        Raises:
            TrainingError: none fits.
        """
        fitting = [hand for hand in self.every if fits(hand)]
        if not fitting:
            raise TrainingError(
                "Nobody's hand among the strokes has the characters that are needed. Name "
                "UNIPEN's strokes too."
            )
        contributor = rng.choice(sorted({hand.contributor for hand in fitting}))
        own = [hand for hand in fitting if hand.contributor == contributor]
        return own[int(rng.integers(len(own)))]

    def character(self, hand: Hand, label: str, rng: Rng) -> list[Stroke]:
        """A character of a hand, from `x` 0 on; a sign that it lacks is another's.

        Raises:
            TrainingError: nobody has it.
        """
        if label == _DIVIDED:
            return self._divided(hand, rng)
        stands, label = _stands(label), _WRITTEN_AS.get(label, label)
        if label not in hand.places:
            hand = self.choose(rng, lambda other: label in other.places)
        place = hand.places[label][int(rng.integers(len(hand.places[label])))]
        long = float(np.clip(self.characters.size[place] / hand.height, _DOT, 2.2))
        strokes = [stroke / LONGER * long for stroke in self.characters[place]]
        low = min(float(stroke[:, 0].min()) for stroke in strokes)
        high = max(float(stroke[:, 1].max()) for stroke in strokes)
        middle = high / 2
        down = (
            rng.normal(0, 0.03)
            + {
                "low": -middle + 0.02,
                "halfway": -0.5 - middle,
                "descending": -high + 0.35,
                "standing": -high,
            }[stands]
        )
        return [stroke + np.array([-low, down]) for stroke in strokes]

    def _divided(self, hand: Hand, rng: Rng) -> list[Stroke]:
        """A stroke between two dots."""
        bar = self.character(hand, "-", rng)
        left, top, right, bottom = _bounds(bar)
        found = list(bar)
        for side in (-1, 1):
            dot = self.character(hand, ".", rng)
            x, y, end, foot = _bounds(dot)
            away = rng.uniform(*_DOTS) + (bottom - top + foot - y) / 2
            middle = np.array([(left + right - x - end) / 2, (top + bottom - y - foot) / 2])
            found += [stroke + middle + np.array([0, side * away]) for stroke in dot]
        return found

    def write(self, hand: Hand, text: str, rng: Rng) -> list[Stroke]:
        """A line of text; see `GAP`."""
        gap, spread = rng.uniform(0.08, 0.4), rng.uniform(0.0, 0.08)
        right, found = 0.0, list[Stroke]()
        for label in text:
            if label == GAP:
                right += rng.uniform(1.5, 3.5)
                continue
            strokes = self.character(hand, label, rng)
            found += [stroke + np.array([right, 0]) for stroke in strokes]
            right = max(float(stroke[:, 0].max()) for stroke in found)
            right += max(gap + rng.normal(0, spread), 0.03)
        return found

    def page(self, hand: Hand, lines: Sequence[str], rng: Rng) -> list[Stroke]:
        """Lines below each other, none of them quite straight below the one before."""
        step, found = rng.uniform(1.5, 2.6), list[Stroke]()
        for place, text in enumerate(lines):
            corner = np.array([rng.uniform(0, 0.4), place * step + rng.normal(0, 0.05)])
            found += [stroke + corner for stroke in self.write(hand, text, rng)]
        return found

    def listed(
        self, hand: Hand, words: Sequence[str], numbers: Sequence[str], rng: Rng
    ) -> list[Stroke]:
        """Words below each other, and beside each a number, all of which begin in one column."""
        rows = [
            (self.write(hand, word, rng), self.write(hand, number, rng))
            for word, number in zip(words, numbers, strict=True)
        ]
        column = max(_bounds(word)[2] for word, _ in rows) + rng.uniform(0.8, 1.6)
        step, found = rng.uniform(1.6, 2.4), list[Stroke]()
        for place, (word, number) in enumerate(rows):
            found += [stroke + np.array([0, place * step]) for stroke in word]
            found += [stroke + np.array([column, place * step]) for stroke in number]
        return found

    def comb(self, hand: Hand, text: str, rng: Rng) -> list[Stroke]:
        """A digit a cell, in a frame with bars between the cells."""
        wide, above, below = rng.uniform(1.1, 1.6), rng.uniform(1.3, 1.7), rng.uniform(0.25, 0.5)
        found = []
        for place, label in enumerate(text):
            strokes = self.character(hand, label, rng)
            right = max(float(stroke[:, 0].max()) for stroke in strokes)
            start = (place + 0.5) * wide - right / 2 + rng.normal(0, 0.06)
            found += [stroke + np.array([start, 0]) for stroke in strokes]
        found += rectangle(0, -above, len(text) * wide, below, rng)
        for place in range(1, len(text)):
            found.append(straight((place * wide, -above), (place * wide, below), rng))
        return found


def boxed(strokes: Sequence[Stroke], rng: Rng) -> list[Stroke]:
    """Strokes in a box."""
    left, top, right, bottom = _bounds(strokes)
    x, y = rng.uniform(0.2, 0.6, 2)
    return [*strokes, *rectangle(left - x, top - y, right + x, bottom + y, rng)]


def circled(strokes: Sequence[Stroke], rng: Rng) -> list[Stroke]:
    """Strokes in a circle, or an ellipse, that is not closed exactly."""
    left, top, right, bottom = _bounds(strokes)
    # An ellipse around a rectangle is wider by the root of two.
    across = ((right - left) / 2 + rng.uniform(0.1, 0.3)) * np.sqrt(2)
    down = ((bottom - top) / 2 + rng.uniform(0.1, 0.3)) * np.sqrt(2)
    turn = np.linspace(0, 2 * np.pi + rng.uniform(-0.15, 0.5), 90) + rng.uniform(0, 2 * np.pi)
    wave = 1 + 0.03 * np.sin(2 * turn + rng.uniform(0, 6)) + np.linspace(0, rng.normal(0, 0.04), 90)
    centre = ((left + right) / 2, (top + bottom) / 2)
    ring = np.stack([across * np.cos(turn) * wave, down * np.sin(turn) * wave], axis=1)
    return [*strokes, ring + centre]


def rectangle(left: float, top: float, right: float, bottom: float, rng: Rng) -> list[Stroke]:
    """Four sides, drawn one by one."""
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return [straight(a, b, rng) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]


def straight(start: tuple[float, float], end: tuple[float, float], rng: Rng) -> Stroke:
    """A line as straight as a hand draws one, a little too long or too short."""
    a, b = np.array(start), np.array(end)
    along = (b - a) / max(float(np.hypot(*(b - a))), 1e-6)
    a, b = a - along * rng.normal(0.02, 0.03), b + along * rng.normal(0.02, 0.03)
    share = np.linspace(0, 1, 12)[:, None]
    bend = np.sin(np.pi * share) * rng.normal(0, 0.02) * np.array([-along[1], along[0]])
    return np.asarray(a + (b - a) * share + bend)


def _stands(label: str) -> str:
    if label in _LOW:
        return "low"
    if label in _HALFWAY:
        return "halfway"
    return "descending" if label in _DESCENDING else "standing"


def _bounds(strokes: Sequence[Stroke]) -> tuple[float, float, float, float]:
    every = np.concatenate(list(strokes))
    (left, top), (right, bottom) = every.min(axis=0), every.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
