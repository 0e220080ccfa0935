"""The picture that was read, at a size for people, with boxes and labels on what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.drawing.canvas import Canvas, Colour, resized, text_width
from bot.reading.box import Box, union
from bot.reading.cells.cell import DOUBTFUL

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from bot.reading.open.decode import Picture
    from bot.reading.result import Digit, Reading, Sign, Symbol

_TALLEST: Final = 1000
"""Most of a phone's screen, so that the cards below begin on it."""

_ENLARGED: Final = 20
_SMALL_DIGIT: Final = 56
"""Digits that would be lower than this are shown larger, without the picture's empty parts."""

_LABEL_SIZES: Final = (22, 44)


@dataclass(frozen=True, slots=True)
class View:
    """A part of the picture as it is shown.

    Attributes:
        gray: `[H, W]`, as many pixels as are drawn.
        digits: with their boxes, in pixels of `gray`.
        signs: those that are doubted, with theirs.
    """

    gray: NDArray[np.uint8]
    digits: list[tuple[Digit, Box]]
    signs: list[tuple[Sign, Box]]

    @property
    def marked(self) -> list[tuple[Symbol, Box]]:
        """Whatever has a box."""
        return [*self.digits, *self.signs]


def view_of(picture: Picture, reading: Reading, width: int) -> View:
    """Chooses what to show of a picture, and how large.

    Args:
        picture: what was read, not turned yet.
        reading: its boxes are in pixels of the full picture, turned.
        width: the most that there is room for.
    """
    gray = np.rot90(picture.gray, -reading.turned // 90)
    scale = reading.size[0] / gray.shape[1], reading.size[1] / gray.shape[0]
    doubted = [sign for sign in reading.signs if sign.confidence < DOUBTFUL]
    marked: list[Symbol] = [*reading.digits, *doubted]
    boxes = [_inside(symbol.box, scale, gray.shape) for symbol in marked]
    count = len(reading.digits)
    part = _part(gray, boxes, count, width)
    gray = np.ascontiguousarray(gray[part.y : part.y + part.h, part.x : part.x + part.w])
    zoom = _zoom(part.w, part.h, width)
    gray = resized(gray, max(1, round(part.w * zoom)), max(1, round(part.h * zoom)))
    shown = [
        Box(
            round((box.x - part.x) * zoom),
            round((box.y - part.y) * zoom),
            max(1, round(box.w * zoom)),
            max(1, round(box.h * zoom)),
        )
        for box in boxes
    ]
    digits = list(zip(reading.digits, shown[:count], strict=True))
    return View(gray, digits, list(zip(doubted, shown[count:], strict=True)))


def _inside(box: Box, scale: tuple[float, float], shape: tuple[int, ...]) -> Box:
    """A box in pixels of the gray picture, at least one pixel of it."""
    height, width = shape
    across, down = scale
    x0 = min(max(0, round(box.x / across)), width - 1)
    y0 = min(max(0, round(box.y / down)), height - 1)
    x1 = min(max(x0 + 1, round((box.x + box.w) / across)), width)
    y1 = min(max(y0 + 1, round((box.y + box.h) / down)), height)
    return Box(x0, y0, x1 - x0, y1 - y0)


def _zoom(part_width: int, part_height: int, width: int) -> float:
    return min(width / part_width, _TALLEST / part_height, _ENLARGED)


def _part(gray: NDArray[np.uint8], boxes: list[Box], digits: int, width: int) -> Box:
    """The whole picture, or, where digits would be too small in it, what is around the boxes.

    The first `digits` of these are those of digits: how large a sign is tells nothing.
    """
    height, full = gray.shape
    whole = Box(0, 0, full, height)
    if not digits:
        return whole
    tall = float(np.median([box.h for box in boxes[:digits]]))
    if tall * _zoom(full, height, width) >= _SMALL_DIGIT:
        return whole
    around, margin = union(boxes), round(2 * tall)
    left, top = max(0, around.x - margin), max(0, around.y - margin)
    right = min(full, around.x + around.w + margin)
    bottom = min(height, around.y + around.h + margin)
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def draw_view(
    canvas: Canvas, view: View, at: tuple[int, int], colour_of: Callable[[Symbol], Colour]
) -> None:
    """Draws the picture, a frame around each symbol, and above it a label with what it is read as.

    Args:
        canvas: is drawn on.
        view: what is drawn.
        at: where its upper left corner comes to be.
        colour_of: the colour of a symbol's frame and label.
    """
    left, top = at
    height, width = view.gray.shape
    canvas.picture(at, view.gray, 20)
    for symbol, box in view.marked:
        colour = colour_of(symbol)
        size = int(np.clip(box.h * 0.4, *_LABEL_SIZES))
        margin = max(3, size // 5)
        x = max(0, min(box.x - margin, width - 2 * margin))
        y = max(0, min(box.y - margin, height - 2 * margin))
        right = min(width, box.x + box.w + margin)
        bottom = min(height, box.y + box.h + margin)
        line = 3 if size < 30 else 4
        frame = (left + x, top + y, max(1, right - x), max(1, bottom - y))
        canvas.frame(frame, min(12, size // 3), line, colour)
        text = symbol.text
        label = round(text_width(text, size) + size * 0.7), round(size * 1.15)
        label_x = int(np.clip(x, 0, max(0, width - label[0])))
        label_y = y - label[1] + line if y + line >= label[1] else y
        canvas.panel((left + label_x, top + label_y, *label), size // 4, colour)
        centre = (left + label_x + label[0] / 2, top + label_y + label[1] / 2)
        canvas.text(centre, text, size, (255, 255, 255), "mm", bold=True)
