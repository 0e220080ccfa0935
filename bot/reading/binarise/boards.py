"""A picture of something dark to write on, around which it is light: a blackboard, a screen.

It is a sheet of the negative. Several, as of a figure with several pictures, stay where they are.
"""

from __future__ import annotations

from bot.reading.binarise.background import Gray
from bot.reading.binarise.rectify import FINE_SIDE, alone
from bot.reading.binarise.sheets import find_sheets


def boards_alone(gray: Gray) -> Gray | None:
    """The picture with the boards' colour around them; `None` where there is no board.

    Args:
        gray: `[H, W]`, 0 black to 255 white.
    """
    negative = 255 - gray
    boards = find_sheets(negative, close=True)
    return 255 - alone(negative, boards, FINE_SIDE) if boards else None
