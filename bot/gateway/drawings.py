"""Drawings that come from the page for drawing, not from Telegram: they wait in the same queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telegram import Message


@dataclass(slots=True, eq=False)
class Drawing:
    """A drawing, from a person whom Telegram vouched for and who was let in.

    Attributes:
        person: who drew it; also the number of their chat with the bot.
        language: that is spoken with them.
        png: the picture as a file.
        shown: the message with the drawing, once it is in the chat.
    """

    person: int
    language: str
    png: bytes = field(repr=False)
    shown: Message | None = None
