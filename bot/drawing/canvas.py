"""What a picture for people is drawn with: text, smooth round corners, bars, enlarged arrays."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from bot.drawing import signs

if TYPE_CHECKING:
    from numpy.typing import NDArray

Colour = tuple[int, int, int]
Kind = Literal["jpeg", "png"]

WIDTH: Final = 1080
"""Of a phone's screen, in pixels."""

_SMOOTH = 4
"""Corners are drawn this much larger and then reduced."""
_LINE = 0.065
"""How thick the font's lines are, in its heights."""
_AS_WIDE = str.maketrans(dict.fromkeys(signs.SIGNS, "+"))


class Canvas:
    """A picture to draw on; all measures are in its pixels, from the upper left corner."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.image = Image.new("RGB", (width, height), ground)
        self._draw = ImageDraw.Draw(self.image)

    def text(
        self,
        at: tuple[float, float],
        text: str,
        size: int,
        colour: Colour,
        anchor: str = "ls",
        *,
        bold: bool = False,
    ) -> None:
        """Writes one line.

        Args:
            at: where the anchor comes to be.
            text: without line breaks.
            size: height of the font.
            colour: of the letters.
            anchor: two letters as in Pillow; `ls` is left, on the base line.
            bold: with thicker strokes.
        """
        stroke = size / 36 if bold else 0
        x = at[0] - {"l": 0.0, "m": 0.5, "r": 1.0}[anchor[0]] * text_width(text, size)
        anchor = "l" + anchor[1]
        for part in re.split(f"([{signs.SIGNS}])", text):
            if part and part in signs.SIGNS:
                self._sign((x, at[1]), part, size, colour, anchor, stroke)
            elif part:
                self._draw.text(
                    (x, at[1]), part, colour, font(size), anchor=anchor, stroke_width=stroke
                )
            x += text_width(part, size)

    def _sign(
        self,
        at: tuple[float, float],
        sign: str,
        size: int,
        colour: Colour,
        anchor: str,
        stroke: float,
    ) -> None:
        """Draws a sign that the font lacks, at the height of the middle of digits."""
        _, top, _, bottom = font(size).getbbox("0", anchor=anchor)
        mask = signs.drawn(sign, size, size * _LINE + 2 * stroke)
        x = round(at[0] + (text_width(sign, size) - size) / 2)
        self.image.paste(colour, (x, round(at[1] + (top + bottom - size) / 2)), mask)

    def panel(self, box: tuple[int, int, int, int], radius: int, colour: Colour) -> None:
        """Fills a rectangle `(x, y, width, height)` with round corners."""
        x, y, width, height = box
        if width > 0 and height > 0:
            self.image.paste(colour, (x, y), _rounded(width, height, radius))

    def frame(self, box: tuple[int, int, int, int], radius: int, line: int, colour: Colour) -> None:
        """Draws the border of a rectangle `(x, y, width, height)`, `line` wide, inside of it."""
        x, y, width, height = box
        mask = _rounded(width, height, radius)
        if min(width, height) > 2 * line:
            hole = Image.new("L", (width, height))
            inner = _rounded(width - 2 * line, height - 2 * line, max(0, radius - line))
            hole.paste(inner, (line, line))
            mask = ImageChops.subtract(mask, hole)
        self.image.paste(colour, (x, y), mask)

    def picture(self, at: tuple[int, int], pixels: NDArray[np.uint8], radius: int) -> None:
        """Puts gray or colour pixels, `[H, W]` or `[H, W, 3]`, with round corners."""
        height, width = pixels.shape[:2]
        self.image.paste(
            Image.fromarray(pixels).convert("RGB"), at, _rounded(width, height, radius)
        )

    def encoded(self, kind: Kind) -> bytes:
        """The picture as a file."""
        stream = io.BytesIO()
        if kind == "png":
            self.image.save(stream, "PNG", compress_level=3)
        else:
            self.image.save(stream, "JPEG", quality=88, subsampling=0)
        return stream.getvalue()


@lru_cache(maxsize=16)
def font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own font, which needs no file."""
    default = ImageFont.load_default(size)
    assert isinstance(default, ImageFont.FreeTypeFont)  # every wheel of Pillow has FreeType
    return default


def text_width(text: str, size: int) -> float:
    """How wide one line is, in pixels."""
    return font(size).getlength(text.translate(_AS_WIDE))


def wrapped(text: str, size: int, width: float) -> list[str]:
    """Words in lines that are at most `width` pixels wide, where words allow."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def resized(gray: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Reduces by area; enlarges smoothly, or, where a pixel becomes many, as squares."""
    ratio = width / gray.shape[1]
    way = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC if ratio < 4 else cv2.INTER_NEAREST
    return np.asarray(cv2.resize(gray, (width, height), interpolation=way), np.uint8)


def tinted(gray: NDArray[np.uint8], dark: Colour, light: Colour) -> NDArray[np.uint8]:
    """Gray `[H, W]` as colours between two, `[H, W, 3]`."""
    steps = np.linspace(dark, light, 256).astype(np.uint8)
    return np.asarray(steps[gray], np.uint8)


def _rounded(width: int, height: int, radius: int) -> Image.Image:
    """A mask of a rectangle whose corners are smooth quarters of a circle."""
    mask = Image.new("L", (width, height), 255)
    radius = min(radius, width // 2, height // 2)
    if radius < 1:
        return mask
    side = 2 * radius * _SMOOTH
    disc = Image.new("L", (side, side))
    ImageDraw.Draw(disc).ellipse((0, 0, side - 1, side - 1), fill=255)
    disc = disc.reduce(_SMOOTH)
    for x in (0, 1):
        for y in (0, 1):
            quarter = disc.crop((x * radius, y * radius, (x + 1) * radius, (y + 1) * radius))
            mask.paste(quarter, (x * (width - radius), y * (height - radius)))
    return mask
