"""Where thin level pieces of ink lie, and which of them are bits of one rule."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.reading.layout.lines import MOST

COVERED: Final = 0.85
"""A rule is seen along this share of its length, at least."""
STEEPEST: Final = 0.1
"""A rule leans by so much at most, from level or upright: a sheet that is not held straight."""
_BENT: Final = 0.01
"""It strays from its course by no more than this share of its length."""

Integers = NDArray[np.intp]
Floats = NDArray[np.float64]


class Pixels(NamedTuple):
    """The pixels of ridges, each `[m]`: which ridge, from 0, and in which row and column."""

    own: Integers
    rows: Integers
    columns: Integers


class Measures(NamedTuple):
    """Where level ridges lie, each `[n]`, in pixels.

    Attributes:
        starts: the column that it begins in.
        ends: the column after its last.
        middles, at: column and row of its middle.
        slopes: rise over run of the straight line through it, downwards.
        pixels: how many there are, at least 1.
        covered: in so many columns it is seen.
    """

    starts: Floats
    ends: Floats
    middles: Floats
    at: Floats
    slopes: Floats
    pixels: Integers
    covered: Integers

    @property
    def lengths(self) -> Floats:
        """From end to end."""
        return self.ends - self.starts

    @property
    def thickness(self) -> Floats:
        """On the mean."""
        return self.pixels / np.maximum(self.lengths, 1)

    @property
    def courses(self) -> Floats:
        """How far the ink of a rule may lie from the straight line through it."""
        return self.thickness / 2 + 1 + _BENT * self.lengths


def measured(pixels: Pixels, count: int) -> Measures:
    """Measures so many ridges by their pixels."""
    own, rows, columns = pixels
    starts, ends = np.full(count, np.inf), np.zeros(count)
    np.minimum.at(starts, own, columns)
    np.maximum.at(ends, own, columns + 1.0)
    starts = np.minimum(starts, ends)
    many = np.maximum(np.bincount(own, minlength=count), 1)
    at = np.bincount(own, rows, count) / many
    middles = np.bincount(own, columns, count) / many
    across, along = rows - at[own], columns - middles[own]
    spread = np.bincount(own, along * along, count)
    slopes = np.bincount(own, along * across, count) / np.maximum(spread, 1)
    width = np.int64(columns.max(initial=0) + 1)
    covered = np.bincount(np.unique(own * width + columns) // width, minlength=count)
    return Measures(starts, ends, middles, at, slopes, many, covered)


def joined(ridges: Measures) -> Integers:
    """For each ridge the first of those that lie on one line with it, hardly apart, `[n]`.

    A stroke beside a rule, or a corner, hides where its bits hang together.
    """
    first = np.arange(len(ridges.at))
    if len(first) > MOST:
        return first
    x, y, half = ridges.middles, ridges.at, ridges.lengths / 2
    run = x - x[:, None]
    after = (run > 0) & (ridges.starts >= ridges.ends[:, None])
    slope = (y - y[:, None]) / np.where(after, run, np.inf)
    on_course = np.abs(slope - ridges.slopes) * half <= ridges.courses
    level = np.abs(slope - ridges.slopes[:, None]) * half[:, None] <= ridges.courses[:, None]
    together = ridges.covered + ridges.covered[:, None]
    whole = ridges.ends - ridges.starts[:, None]
    near = (together >= COVERED * whole) & (ridges.covered > 0) & (ridges.covered[:, None] > 0)
    one = after & on_course & level & near & (np.abs(slope) <= STEEPEST)
    for left, right in np.argwhere(one).tolist():
        pair = first[left], first[right]
        first[first == max(pair)] = min(pair)
    return first
