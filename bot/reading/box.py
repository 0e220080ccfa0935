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


def within(box: Box, size: tuple[int, int]) -> Box:
    """The part of a box that lies in a picture of some width and height, at least a pixel."""
    left, top = (min(max(a, 0), most - 1) for a, most in zip(box[:2], size, strict=True))
    right, bottom = min(box.x + box.w, size[0]), min(box.y + box.h, size[1])
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def union(boxes: list[Box]) -> Box:
    """The least box around all of `boxes`.

    Raises:
        IndexError: there are none.
    """
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
