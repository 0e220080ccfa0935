"""The button that turns a picture, and how the answer below which it is was come to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton

from bot.replies import answers
from bot.speech import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardMarkup

    from bot.reading.result import Reading

TURN: Final = r"turn:(on:)?(0|90|180|270)"
"""Presses of the button: it turns by so many degrees, clockwise; `on`, a picture turned before."""


def to_turn(
    reading: Reading, asked: int | None = None, *, told: bool = False
) -> list[list[InlineKeyboardButton]]:
    """A row with the button, where the picture may not be the right way up.

    Args:
        reading: what was read.
        asked: by how much it was turned because somebody asked for it: they may go on.
        told: whether somebody has said what is written in it, the way up that it was read.
    """
    if asked is not None:
        return [[_button(f"turn:on:{(asked + 90) % 360}", tr("Turn it further"))]]
    if told or not answers.may_be_turned(reading):
        return []
    return [[_button(f"turn:{(reading.turned + 90) % 360}", tr("Turn the picture?"))]]


def is_offered(row: Sequence[InlineKeyboardButton]) -> bool:
    """Whether a row of buttons offers to turn a picture that nobody has asked to be turned."""
    found = (re.fullmatch(TURN, str(button.callback_data)) for button in row)
    return any(one is not None and not one[1] for one in found)


def turn_in(data: str) -> int | None:
    """By how much callback data asks to turn a picture; `None` if it does not."""
    found = re.fullmatch(TURN, data)
    return None if found is None else int(found[2])


def turned_in(markup: InlineKeyboardMarkup | None) -> int | None:
    """By how much the picture was turned because somebody asked, as the buttons tell."""
    for row in markup.inline_keyboard if markup is not None else ():
        for button in row:
            found = re.fullmatch(TURN, str(button.callback_data))
            if found is not None and found[1]:
                return (int(found[2]) - 90) % 360
    return None


def _button(data: str, label: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)
