"""Handwritten characters as pen strokes, and whose of them are held back from training."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from training.synthesis.penarchives import Character

LONGER: Final = 1000
"""Longer side of a character, in the unit of its points."""

NEVER_TRAINED: Final = frozenset({"art", "imp", "uqb", *(f"pen/{n}" for n in range(101, 115))})
"""Contributors, and `contributor/writer`, of what no model trains on: reports are drawn with it."""
HELD_FOR_CHOOSING: Final = frozenset({"tos", "gmd", "lav", *(f"pen/{n}" for n in range(25, 31))})
"""Those that are not trained on either: to choose and to calibrate by."""

CUT_BY: Final = "ibm"
"""A contributor whose characters often lack a stroke: a + without its upright is a dash, a k
without its arms a 1."""
SOUND: Final = frozenset("02356789")
"""Characters of that contributor's that are themselves without the stroke that they may lack."""
_WHOLE_FOUR: Final = 2
"""Strokes of a four that are enough: with fewer, its upright may be what is missing."""

_UNIPEN: Final = (
    "UNIPEN project (International Unipen Foundation), doi:10.5281/zenodo.1195803, CC BY 4.0; "
    "Guyon et al., ICPR 1994, doi:10.1109/ICPR.1994.576870"
)
_PENDIGITS: Final = (
    "Pen-Based Recognition of Handwritten Digits (Alpaydin, Alimoglu 1996), UCI Machine Learning "
    "Repository, doi:10.24432/C5MG6K, CC BY 4.0"
)
STROKES_FROM: Final = (_UNIPEN, _PENDIGITS)
"""Where pen strokes come from, as their licence wants it said."""

_COLUMNS: Final = ("label", "contributor", "writer", "origin", "size", "first", "strokes")


@dataclass(frozen=True, slots=True)
class Ink:
    """The points of every stroke, one after another.

    Attributes:
        points: `[P, 2]`, x to the right, y down.
        starts: `[S + 1]`, where the points of each stroke begin, and where the last ones end.
    """

    points: NDArray[np.int16]
    starts: NDArray[np.int64]


@dataclass(frozen=True)
class Characters:
    """Handwritten characters. What is taken from them shares their ink.

    Attributes:
        label: `[N]`, which character it is.
        contributor: `[N]`, three letters: who collected it.
        writer: `[N]`, number of the writer among all of the contributor's.
        origin: `[N, 2]`, where it stood: x of its left, y of its top, y upwards, in the tablet's
            units. With `size` it says how a writer's characters stand to each other.
        size: `[N]`, its longer side in the tablet's units.
        first: `[N]`, the first of its strokes in `ink`.
        strokes: `[N]`, how many strokes it has.
        ink: the points.
    """

    label: NDArray[np.str_]
    contributor: NDArray[np.str_]
    writer: NDArray[np.int64]
    origin: NDArray[np.float32]
    size: NDArray[np.float32]
    first: NDArray[np.int64]
    strokes: NDArray[np.int64]
    ink: Ink

    def __len__(self) -> int:
        return len(self.label)

    def __getitem__(self, place: int) -> list[NDArray[np.float64]]:
        """The strokes of a character, points `[n, 2]`: its longer side `LONGER`, y down, from 0."""
        first = int(self.first[place])
        own = self.ink.starts[first : first + int(self.strokes[place]) + 1]
        return [self.ink.points[a:b].astype(np.float64) for a, b in itertools.pairwise(own)]

    def __iter__(self) -> Iterator[list[NDArray[np.float64]]]:
        return (self[place] for place in range(len(self)))

    @property
    def hand(self) -> NDArray[np.str_]:
        """`[N]`, `contributor/writer`: characters that have it in common are one person's."""
        return np.char.add(np.char.add(self.contributor, "/"), self.writer.astype(np.str_))

    def take(self, which: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Characters:
        """The characters at these places."""
        return replace(self, **{name: getattr(self, name)[which] for name in _COLUMNS})

    def by(self, hands: frozenset[str]) -> NDArray[np.bool_]:
        """`[N]`, whether it is by one of these contributors or `contributor/writer`."""
        names = sorted(hands)
        return np.isin(self.contributor, names) | np.isin(self.hand, names)

    @property
    def may_lack_a_stroke(self) -> NDArray[np.bool_]:
        """`[N]`, whether it may lack a stroke."""
        whole = np.isin(self.label, sorted(SOUND))
        whole |= (self.label == "4") & (self.strokes >= _WHOLE_FOUR)
        theirs: NDArray[np.bool_] = self.contributor == CUT_BY
        return theirs & ~whole

    def for_training(self) -> Characters:
        """What may be trained on: nothing of who is held back, nothing that is not what it says."""
        return self.take(~self.by(NEVER_TRAINED | HELD_FOR_CHOOSING) & ~self.may_lack_a_stroke)

    def for_choosing(self) -> Characters:
        """What is chosen and calibrated by."""
        return self.take(self.by(HELD_FOR_CHOOSING))

    def for_reporting(self) -> Characters:
        """What reports are drawn with."""
        return self.take(self.by(NEVER_TRAINED))


def from_characters(found: Sequence[Character]) -> Characters:
    """Characters in one unit, without points that repeat the one before.

    Raises:
        ValueError: there are none.
    """
    if not found:
        raise ValueError("no characters are in it")
    points: list[NDArray[Any]] = []
    places, sizes = [], []
    for character in found:
        every = np.concatenate(character.strokes)
        low, high = every.min(axis=0), every.max(axis=0)
        size = max(float((high - low).max()), 1e-6)
        corner = np.array([low[0], high[1]])
        places.append(corner)
        sizes.append(size)
        for stroke in character.strokes:
            own = stroke[np.append(True, np.diff(stroke, axis=0).any(axis=1))]
            points.append(np.rint((own - corner) * (LONGER, -LONGER) / size))
    strokes = np.array([len(character.strokes) for character in found], np.int64)
    return Characters(
        np.array([character.label for character in found]),
        np.array([character.contributor for character in found]),
        np.array([character.writer for character in found], np.int64),
        np.array(places, np.float32),
        np.array(sizes, np.float32),
        starts(strokes)[:-1],
        strokes,
        Ink(
            np.concatenate(points).astype(np.int16),
            starts(np.array([len(own) for own in points], np.int64)),
        ),
    )


def joined(parts: Sequence[Characters]) -> Characters:
    """All of them, one after another."""
    before = np.cumsum([0, *(len(part.ink.starts) - 1 for part in parts)])
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS
    }
    columns["first"] += np.repeat(before[:-1], [len(part) for part in parts])
    lengths = np.concatenate([np.diff(part.ink.starts) for part in parts])
    points = np.concatenate([part.ink.points for part in parts])
    return Characters(**columns, ink=Ink(points, starts(lengths)))


def starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """`[N + 1]`, where each of so many begins, and where the last ends."""
    return np.append(np.int64(0), np.cumsum(counts))
