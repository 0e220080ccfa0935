"""Whose hand a line is written in: characters of real writers, with any pen.

Digits come from UNIPEN's and UCI's pen strokes and from MNIST's skeletons; letters and signs from
UNIPEN alone. One writer's characters keep that writer's relative sizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.synthesis.skeletons import Fields

Rng = np.random.Generator

UNIT: Final = 48
"""Height of a usual digit on the canvas that lines are written on, in pixels."""

FLAT: Final = 0.45
"""What is much wider than tall counts as so much of its width tall."""

DIGITS: Final = "0123456789"

OWN: Final = 0.55
"""How often all characters of a line that one writer has are that writer's."""

ODD: Final = 0.15
"""How often a hand has manners of writing a digit that few have."""

MANNER: Final = (0.0, 0.02, 0.045)
"""How strongly a hand bends all its strokes alike: standard deviations of `Hand.manner`."""


@dataclass(frozen=True)
class StrokeBank:
    """Pen strokes of many characters, flat, so that a process takes them over at once.

    Attributes:
        label: `[N]`, the character.
        group: `[N]`, number of the writer.
        points: `[P, 2]` float32, x right and y down; the longer side of a character is 1.
        first: `[N + 1]`, where a character's strokes begin in `ends`.
        ends: `[S]`, where each stroke ends in `points`.
        tall: `[N]`, height, see `FLAT`, in heights of that writer's usual digit; 0 where it is not
            known.
        slant: `[N]`, see `training.synthesis.slant`.
    """

    label: NDArray[np.str_]
    group: NDArray[np.int32]
    points: NDArray[np.float32]
    first: NDArray[np.int64]
    ends: NDArray[np.int64]
    tall: NDArray[np.float32]
    slant: NDArray[np.float32]

    def strokes(self, at: int) -> list[NDArray[np.float32]]:
        """The strokes of a character, each `[n, 2]`."""
        found, start = [], int(self.ends[self.first[at] - 1]) if self.first[at] else 0
        for end in self.ends[self.first[at] : self.first[at + 1]].tolist():
            found.append(self.points[start:end])
            start = end
        return found


class Hands:
    """All hands that lines may be written in.

    Args:
        characters: pen strokes.
        fields: MNIST's digits without their pens.
        foreign: `[M, S, S]`, the same of characters of other scripts.

    Attributes:
        heights: of each character, those that are known, as in `StrokeBank.tall`.
        slants: of each character the usual slant.
        writers_of: of each character, who has written it.
        leans: of each writer of digits, how much more slanted than usual they are.
    """

    def __init__(self, characters: StrokeBank, fields: Fields, foreign: NDArray[np.uint8]) -> None:
        self.characters, self.fields, self.foreign = characters, fields, foreign
        self.places: dict[str, NDArray[np.intp]] = {}
        for label in np.unique(characters.label).tolist():
            self.places[label] = np.flatnonzero(characters.label == label)
        self.heights = {
            label: tall[tall > 0]
            for label, places in self.places.items()
            if (tall := characters.tall[places]).any()
        }
        self.slants = {
            label: float(np.median(characters.slant[places]))
            for label, places in self.places.items()
        }
        self.of_writer: dict[int, dict[str, list[int]]] = {}
        for at, (label, group) in enumerate(
            zip(characters.label.tolist(), characters.group.tolist(), strict=True)
        ):
            self.of_writer.setdefault(group, {}).setdefault(label, []).append(at)
        self.writers_of = {
            label: np.unique(characters.group[places]) for label, places in self.places.items()
        }
        self.writers = [
            group
            for group, own in self.of_writer.items()
            if sum(label in own for label in DIGITS) >= 6
        ]
        self.leans = {
            writer: float(
                np.median([self.leaning(at) for label in DIGITS for at in own.get(label, ())])
            )
            for writer, own in self.of_writer.items()
            if not own.keys().isdisjoint(DIGITS)
        }

    def leaning(self, at: int) -> float:
        """How much more a character of `characters` is slanted than that character is usually."""
        return float(self.characters.slant[at]) - self.slants[str(self.characters.label[at])]


@dataclass(frozen=True)
class Hand:
    """What stays the same along a line: who writes, and with which pen.

    Attributes:
        writer: number of the writer whose characters are taken, or -1 for anybody's.
        mnist: share of the digits that are MNIST's.
        pen: width of the strokes, in pixels of the canvas.
        uneven: standard deviation of the logarithm of heights.
        aspect: how wide characters are, as a factor.
        lean: how much more slanted than usual its characters are, see `training.synthesis.slant`.
        zero: height of zeros, in heights of a digit.
        tail: how much longer 7 and 9 (and 4 and 1) are, downwards.
        nib: 0 a round pen, 1 one that is pressed unevenly, 2 a broad nib.
        angle: of the nib, in radians.
        odd: share of the digits that are written in a manner of `training.synthesis.digit_styles`.
        manner: `[2, 4]`, phases and sizes of the wave that bends all its strokes alike, in the
            longer side of a character; see `training.synthesis.pen`. It makes hands that nobody
            has of those that there are.
    """

    writer: int
    mnist: float
    pen: float
    uneven: float
    aspect: float
    lean: float
    zero: float
    tail: float
    nib: int
    angle: float
    odd: float
    manner: NDArray[np.float64]

    @classmethod
    def of(cls, hands: Hands, rng: Rng) -> Hand:
        """Any hand."""
        kind = rng.random()
        own = kind < OWN and bool(hands.writers)
        odd = rng.random() < 0.33
        writer = int(rng.choice(hands.writers)) if own else -1
        return cls(
            writer=writer,
            mnist=0.0 if own else float(rng.choice([0.0, 0.5, 1.0], p=[0.4, 0.25, 0.35])),
            pen=float(np.exp(rng.uniform(np.log(1.0), np.log(14))) if rng.random() < 0.75
                      else rng.uniform(3, 6)),
            uneven=float(rng.choice([0.04, 0.1, 0.2], p=[0.5, 0.35, 0.15])),
            aspect=float(np.exp(rng.normal(0, 0.18))),
            lean=hands.leans[writer] if own else float(np.clip(rng.normal(0.03, 0.2), -0.4, 0.6)),
            zero=float(rng.uniform(0.35, 0.8)) if odd and rng.random() < 0.7 else 1.0,
            tail=float(rng.uniform(1.1, 1.8)) if odd and rng.random() < 0.6 else 1.0,
            nib=int(rng.choice([0, 1, 2], p=[0.7, 0.2, 0.1])),
            angle=float(rng.uniform(0, np.pi)),
            odd=float(rng.uniform(0.1, 0.7)) if rng.random() < ODD else 0.0,
            manner=np.stack([rng.uniform(0, 6.28, 4), rng.normal(0, rng.choice(MANNER), 4)]),
        )  # fmt: skip
