"""What Telegram offers to people who type a slash."""

from __future__ import annotations

from typing import Final

from telegram import BotCommand

from bot.speech import N_

EVERYBODY: Final = (
    BotCommand("help", N_("what to send, and what works best")),
    BotCommand("read", N_("as a reply to a picture: read it")),
    BotCommand("stats", N_("what you told me, and how right I was")),
    BotCommand("privacy", N_("what happens to your pictures")),
    BotCommand("forget", N_("delete what I keep of you")),
    BotCommand("id", N_("your number on Telegram, and a group's")),
)
ADMINS: Final = (
    *EVERYBODY,
    BotCommand("corrections", "look at what people corrected"),
    BotCommand("train", "make the model better: fine-tune, quick or full"),
    BotCommand("cancel", "stop the training"),
    BotCommand("models", "versions of the model: figures, choose, roll back"),
)
