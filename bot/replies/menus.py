"""What Telegram offers to people who type a slash."""

from __future__ import annotations

from typing import Final

from telegram import BotCommand

EVERYBODY: Final = (
    BotCommand("help", "what to send, and what works best"),
    BotCommand("read", "as a reply to a picture: read it"),
    BotCommand("stats", "what you told me, and how right I was"),
    BotCommand("privacy", "what happens to your pictures"),
    BotCommand("forget", "delete what I keep of you"),
    BotCommand("id", "your number on Telegram, and a group's"),
)
DRAW: Final = BotCommand("draw", "draw a number here")
"""Only where the page for it is served."""
ADMINS: Final = (
    *EVERYBODY,
    BotCommand("corrections", "look at what people corrected"),
    BotCommand("train", "make the model better: fine-tune, quick or full"),
    BotCommand("cancel", "stop the training"),
    BotCommand("models", "versions of the model: figures, choose, roll back"),
)


def commands(*, drawing: bool, admin: bool = False) -> list[BotCommand]:
    """What is offered.

    Args:
        drawing: whether the page for drawing is served.
        admin: whether to an admin, in private.
    """
    offered = ADMINS if admin else EVERYBODY
    return [*([DRAW] if drawing else []), *offered]
