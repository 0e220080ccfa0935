"""A picture with the writing that was found in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bot.reading.decode import decode
from bot.reading.ground import Gray, find_ground
from bot.reading.ink import DETECT_SIDE, Ink, find_ink, reduced
from bot.reading.segment import Segments, segment

COARSE_SIDE: Final = 400
"""Longer side, in pixels, at which a large picture is searched first."""
_LARGE: Final = 14
"""Writing this tall, in pixels at the coarse size, needs no finer look."""
_SMALL: Final = 14
"""Writing that is lower than this, in pixels, is looked at in the whole picture."""


@dataclass(frozen=True, slots=True)
class Page:
    """A picture, and the ink and the lines in it.

    Attributes:
        gray: `[H, W]`, upright as far as its file says.
        scale: pixels of the full picture to a pixel of `gray`.
        size: width and height of the full picture, in pixels.
        ink: of `gray`.
        segments: of the ink.
        stretch: what made the file's pixels square, across and down; `scale` and `size` are of
            square ones.
    """

    gray: Gray
    scale: float
    size: tuple[int, int]
    ink: Ink
    segments: Segments
    stretch: tuple[float, float] = (1.0, 1.0)

    @property
    def lowest(self) -> float:
        """Height of the lowest line, in pixels of the ink's arrays; 0 where there is no line."""
        return min((line.height for line in self.segments.lines), default=0.0)

    def turned(self, degrees: int) -> Page:
        """The page after a turn by 90, 180 or 270 degrees, clockwise."""
        quarters = -degrees // 90
        ink = self.ink.turned(quarters)
        gray = np.ascontiguousarray(np.rot90(self.gray, quarters))
        size = self.size if degrees == 180 else self.size[::-1]
        return Page(gray, self.scale, size, ink, segment(ink))


def open_page(data: bytes) -> Page:
    """Decodes a picture file and finds the writing.

    A large picture is decoded at half its size, and decoded whole only where the writing is small.

    Args:
        data: the whole file, in any of the formats that `decode` knows.

    Raises:
        PictureError: the file cannot be decoded; its text is for the person who sent it.
    """
    picture = decode(data, DETECT_SIDE)
    stretch = picture.stretch
    size = round(picture.size[0] * stretch[0]), round(picture.size[1] * stretch[1])
    page = find_page(picture.gray, picture.scale, size, coarsely=picture.halved)
    page = replace(page, stretch=stretch)
    if picture.halved and 0 < page.lowest * page.ink.factor < _SMALL:
        whole = decode(data)
        ink = replace(page.ink, factor=2 * page.ink.factor)
        return replace(page, gray=whole.gray, scale=whole.scale, ink=ink)
    return page


def find_page(gray: Gray, scale: float, size: tuple[int, int], *, coarsely: bool) -> Page:
    """Finds the writing of a picture.

    Args:
        gray: `[H, W]`.
        scale: pixels of the full picture to a pixel of `gray`.
        size: width and height of the full picture, in pixels.
        coarsely: look for large writing first.
    """
    ground = None
    if coarsely:
        ground = find_ground(reduced(gray, COARSE_SIDE)[0])
        ink = find_ink(gray, COARSE_SIDE, ground)
        page = Page(gray, scale, size, ink, segment(ink))
        if page.lowest >= _LARGE:
            return page
    ink = find_ink(gray, ground=ground)
    return Page(gray, scale, size, ink, segment(ink))
