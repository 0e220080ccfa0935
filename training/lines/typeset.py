"""Printed words, as forms and documents have them beside what is written by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Rng = np.random.Generator

FONTS: Final = (
    *("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSerif", "DejaVuSerif-Bold"),
    *("DejaVuSansMono", "STIXGeneral", "STIXGeneralItalic", "STIXGeneralBol", "cmr10", "cmss10"),
)
"""Typefaces that come with matplotlib."""


def typeset(text: str, height: float, rng: Rng) -> tuple[NDArray[np.uint8], list[float]]:
    """Prints a text in any typeface.

    Args:
        text: without line breaks.
        height: of its capitals, in pixels.
        rng: every choice.

    Returns:
        Ink `[h, w]`, 0 to 255, whose rows reach from the ascenders to the descenders; and the
        middle of each character that is not a blank, in columns.
    """
    font = _font(FONTS[int(rng.integers(len(FONTS)))], max(6, round(height / 0.72)))
    wide = float(rng.uniform(0, 0.12)) * height if rng.random() < 0.3 else 0.0
    starts = [font.getlength(text[:place]) + place * wide for place in range(len(text) + 1)]
    field = Image.new("L", (int(starts[-1]) + round(height) + 4, round(1.7 * height) + 4))
    pen = ImageDraw.Draw(field)
    for mark, x in zip(text, starts, strict=False):
        pen.text((x + 0.3 * height, 0), mark, fill=255, font=font)
    middles = [
        (first + end - wide) / 2 + 0.3 * height
        for mark, first, end in zip(text, starts, starts[1:], strict=False)
        if mark != " "
    ]
    return np.asarray(field, np.uint8), middles


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    import matplotlib as mpl

    return ImageFont.truetype(Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf", size)
