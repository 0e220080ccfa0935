"""The signs of multiplication and division, drawn by lines: Pillow's own font has neither."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageDraw

SIGNS: Final = "\u00d7\u00f7"

_SMOOTH: Final = 4
"""They are drawn this much larger and then reduced."""
_HALF: Final = {"\u00d7": 0.18, "\u00f7": 0.22}
"""How far the lines go from the middle, in heights of the font."""
_DOTS: Final = 0.24
"""How far the dots are above and below the middle."""


def drawn(sign: str, size: int, line: float) -> Image.Image:
    """A mask, as wide and high as the font, with one sign in its middle.

    Args:
        sign: one of `SIGNS`.
        size: height of the font, in pixels.
        line: how thick its lines are.
    """
    side, wide = size * _SMOOTH, line * _SMOOTH
    image = Image.new("L", (side, side))
    pen, middle = ImageDraw.Draw(image), side / 2
    low, high = middle - _HALF[sign] * side, middle + _HALF[sign] * side
    if sign == SIGNS[0]:
        pen.line((low, low, high, high), fill=255, width=round(wide))
        pen.line((low, high, high, low), fill=255, width=round(wide))
    else:
        pen.rectangle((low, middle - wide / 2, high, middle + wide / 2), fill=255)
        for y in (middle - _DOTS * side, middle + _DOTS * side):
            pen.circle((middle, y), 0.7 * wide, fill=255)
    return image.reduce(_SMOOTH)
