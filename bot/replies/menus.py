"""What Telegram offers to people who type a slash."""

from __future__ import annotations

from typing import Final

from telegram import BotCommand

from bot.speech import N_

EVERYBODY: Final = (
    # Translators: at most 60 characters, no capital at the beginning.
    BotCommand("help", N_("what to send, and what works best")),
    # Translators: at most 60 characters, no capital at the beginning.
    BotCommand("read", N_("as a reply to a picture: read it")),
    # Translators: at most 60 characters, no capital at the beginning.
    BotCommand("stats", N_("what you told me, and how right I was")),
    # Translators: at most 60 characters, no capital at the beginning.
    BotCommand("language", N_("choose the language that I speak with you")),
    # Translators: at most 60 characters, no capital at the beginning.
    BotCommand("privacy", N_("what happens to your pictures")),
    # Translators: at most 60 characters, no capital at the beginning.
    BotCommand("forget", N_("delete what I keep of you")),
    # Translators: at most 60 characters, no capital at the beginning.
    BotCommand("id", N_("your number on Telegram, and a group's")),
)
# Translators: at most 60 characters, no capital at the beginning.
DRAW: Final = BotCommand("draw", N_("draw a number here"))
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
