"""The colours of the pictures that the bot makes for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.drawing.canvas import Colour

GROUND: Final[Colour] = (238, 241, 245)
CARD: Final[Colour] = (255, 255, 255)
TEXT: Final[Colour] = (28, 36, 48)
FAINT: Final[Colour] = (110, 120, 134)
GOOD: Final[Colour] = (22, 135, 96)
DOUBT: Final[Colour] = (200, 112, 0)
