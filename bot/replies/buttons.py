"""The inline buttons under an answer, and the callback data that they carry."""

from __future__ import annotations

from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

SHOW_HOW: Final = "how"
"""Nothing else is needed: the answer with this button replies to the picture itself."""


def under_reading() -> InlineKeyboardMarkup:
    """The buttons under the answer to one picture."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("Show how", callback_data=SHOW_HOW)]])
