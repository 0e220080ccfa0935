"""A picture of something dark to write on, around which it is light: a blackboard, a screen.

It is a sheet of the negative. Several, as of a figure with several pictures, stay where they are.
"""

from __future__ import annotations

from bot.reading.binarise.background import Gray
from bot.reading.binarise.rectify import FINE_SIDE, Sheet, alone
from bot.reading.binarise.sheets import find_sheets


def find_boards(gray: Gray) -> list[Sheet]:
    """The boards in a picture, the largest first.

    Args:
        gray: `[H, W]`, 0 black to 255 white.
    """
    return find_sheets(255 - gray, close=True)


def boards_alone(gray: Gray) -> Gray:
    """The picture with the boards' colour around them, or as it is where there is no board."""
    boards = find_boards(gray)
    return 255 - alone(255 - gray, boards, FINE_SIDE) if boards else gray
