"""What goes into the database and comes out of it: questions that people are to reply to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

MOST: Final = 20
"""Questions that are kept of a person: the newest."""


@dataclass(frozen=True, slots=True)
class Question:
    """A message of the bot that asks somebody for the right number.

    Attributes:
        chat: where it is.
        message: its number in the chat.
        answer: the number of the message that is to be corrected.
        user: keyed hash of who may reply.
        about: what is needed to take the reply; JSON.
    """

    chat: int
    message: int
    answer: int
    user: str
    about: Mapping[str, Any]
