"""The contact sheet: what people say that digits are, at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.drawing import palette
from bot.drawing.canvas import WIDTH, Canvas, Colour, resized, tinted
from bot.storage.correction_values import NOT_A_DIGIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.storage.correction_values import Correction

COLUMNS: Final = 4

_EDGE: Final = 28
_GAP: Final = 20
_CARD: Final = (WIDTH - 2 * _EDGE - (COLUMNS - 1) * _GAP) // COLUMNS
_CROP: Final = 28 * 6
_TOP: Final = 52
_HEIGHT: Final = _TOP + _CROP + 80
_PAPER: Final[Colour] = (246, 248, 250)
_WAS: Final[Colour] = (150, 158, 170)


def draw(items: Sequence[Correction]) -> bytes:
    """Draws corrections as numbered cards: the crop, what was read, and what it is said to be.

    Args:
        items: at least one.

    Returns:
        A JPEG file, 1080 pixels wide.
    """
    columns = min(COLUMNS, len(items))
    rows = -(-len(items) // COLUMNS)
    # A few cards stand in the middle, as large as on a full sheet.
    left = (WIDTH - columns * _CARD - (columns - 1) * _GAP) // 2
    canvas = Canvas(WIDTH, 2 * _EDGE + rows * _HEIGHT + (rows - 1) * _GAP, palette.GROUND)
    for place, item in enumerate(items):
        row, column = divmod(place, COLUMNS)
        x, y = left + column * (_CARD + _GAP), _EDGE + row * (_HEIGHT + _GAP)
        _card(canvas, x, y, place + 1, item)
    return canvas.encoded("jpeg")


def _card(canvas: Canvas, x: int, y: int, number: int, item: Correction) -> None:
    canvas.panel((x, y, _CARD, _HEIGHT), 18, palette.CARD)
    canvas.text((x + 18, y + 36), str(number), 26, palette.TEXT, bold=True)
    # The same for all corrections of one person, so that a prankster stands out.
    canvas.text((x + _CARD - 18, y + 36), f"by {item.user[:4]}", 20, palette.FAINT, "rs")
    crop = resized(item.crop, _CROP, _CROP)
    canvas.picture((x + (_CARD - _CROP) // 2, y + _TOP), tinted(crop, _PAPER, palette.TEXT), 10)
    middle, base = x + _CARD // 2, y + _HEIGHT - 24
    if item.actual == NOT_A_DIGIT:
        canvas.text((x + 34, base), str(item.said), 46, _WAS, "ms", bold=True)
        _arrow(canvas, x + 60, base - 16, 40)
        canvas.text((x + 108, base - 5), "no digit", 30, palette.DOUBT, bold=True)
        return
    canvas.text((middle - 62, base), str(item.said), 46, _WAS, "ms", bold=True)
    _arrow(canvas, middle - 26, base - 16, 52)
    canvas.text((middle + 62, base), str(item.actual), 46, palette.GOOD, "ms", bold=True)


def _arrow(canvas: Canvas, x: int, y: int, length: int) -> None:
    """An arrow to the right; Pillow's own font has none."""
    for step in range(9):
        half = 9 - step
        canvas.panel((x + length - 10 + step, y - half, 1, 2 * half), 0, palette.FAINT)
    canvas.panel((x, y - 2, length - 8, 4), 2, palette.FAINT)
