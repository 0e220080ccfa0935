"""A rule of a frame, a box, a comb field or a table."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """A straight rule.

    Attributes:
        level: it is horizontal; else vertical.
        start, end: where it begins and ends along its course, in pixels of the ink's arrays.
        at: where it lies across, in its middle.
        thickness: in pixels.
        slope: by how much `at` grows for each pixel of its course.
    """

    level: bool
    start: float
    end: float
    at: float
    thickness: float
    slope: float

    def course(self, along: float) -> float:
        """Where it lies across, or would if it went on, at a place along its course."""
        return self.at + self.slope * (along - (self.start + self.end) / 2)
