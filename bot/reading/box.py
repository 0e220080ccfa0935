"""Rectangles of a picture."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in pixels of the upright picture; `x`, `y` is its upper left corner."""

    x: int
    y: int
    w: int
    h: int

    @property
    def window(self) -> tuple[slice, slice]:
        """Its rows and columns, of an array `[H, W]`."""
        return slice(self.y, self.y + self.h), slice(self.x, self.x + self.w)


def divided(box: Box, across: float, down: float) -> Box:
    """A box in a picture that is so many times as small."""
    width, height = max(1, round(box.w / across)), max(1, round(box.h / down))
    return Box(round(box.x / across), round(box.y / down), width, height)


def union(boxes: list[Box]) -> Box:
    """The least box around all of `boxes`."""
    x, y, w, h = boxes[0]
    right, bottom = x + w, y + h
    for left, top, w, h in boxes[1:]:
        x, y = min(x, left), min(y, top)
        right, bottom = max(right, left + w), max(bottom, top + h)
    return Box(x, y, right - x, bottom - y)


def apart(a: Box, b: Box) -> tuple[int, int]:
    """Pixels between two boxes across and down; less than 0 where they share columns or rows."""
    across = max(a.x - (b.x + b.w), b.x - (a.x + a.w))
    down = max(a.y - (b.y + b.h), b.y - (a.y + a.h))
    return across, down


def gap(a: Box, b: Box) -> int:
    """Pixels between two boxes along the axis on which they are further apart."""
    return max(apart(a, b))
