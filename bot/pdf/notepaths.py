"""The paths of notes, which PDF 2.0 has and PDFium does not tell.

A `/Path` is an array of arrays: two numbers begin a line or go on with it, six are a curve. What
PDFium tells of a note are numbers, strings and `/Vertices`; so the array becomes a string, in the
place that it has.

Source: ISO 32000-2, 12.5.6.9 (polygon and polyline annotations).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

Point = tuple[float, float]

PATH: Final = re.compile(rb"/Path\s*\[((?:\s*\[[-+.0-9\s]*\])+)\s*\]")
"""Is in the text of each note that has one, and of each page that has such a note in itself."""
_AS_TEXT: Final = bytes.maketrans(b"[]", b", ")
_STEPS: Final = 12
"""Straight pieces that a curve is drawn as."""


def told(text: bytes) -> bytes:
    """An object, as long as before, in which the paths of notes are strings."""

    def as_string(path: re.Match[bytes]) -> bytes:
        name, _, inner = path[0].partition(b"[")
        return name + b"(" + inner[:-1].translate(_AS_TEXT) + b")"

    return PATH.sub(as_string, text)


def points_of(path: str) -> list[Point]:
    """The points of a path that was made a string; none where it is another one."""
    points: list[Point] = []
    for part in path.split(",")[1:]:
        try:
            numbers = [float(word) for word in part.split()]
        except ValueError:
            return []
        corners = list(zip(numbers[::2], numbers[1::2], strict=False))
        if len(numbers) == 6 and points:
            points += _curve([points[-1], *corners])
        elif len(numbers) == 2:
            points += corners
    return points


def _curve(corners: list[Point]) -> list[Point]:
    """Points of a Bézier curve behind the first of its corners."""
    return [_between(corners, step / _STEPS) for step in range(1, _STEPS + 1)]


def _between(corners: list[Point], share: float) -> Point:
    """The point of the curve at a share of it, as de Casteljau finds it."""
    while len(corners) > 1:
        corners = [
            (x + share * (to_x - x), y + share * (to_y - y))
            for (x, y), (to_x, to_y) in pairwise(corners)
        ]
    return corners[0]
