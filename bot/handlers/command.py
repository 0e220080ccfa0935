"""/start, /help and /privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telegram import BotCommand

from bot.replies import answers

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context

MENU: Final = (
    BotCommand("help", "what to send, and what works best"),
    BotCommand("read", "as an answer to a picture: read it"),
    BotCommand("privacy", "what happens to your pictures"),
)
"""What Telegram offers to people who type a slash."""

ADMIN_MENU: Final = (
    BotCommand("train", "make the model better: fine-tune, quick or full"),
    BotCommand("cancel", "stop the training"),
    BotCommand("models", "versions of the model: figures, choose, roll back"),
)
"""What it offers to the bot's admins besides."""


async def start(update: Update, context: Context) -> None:
    """Greet somebody new."""
    del context
    assert update.message is not None
    await update.message.reply_html(answers.START)


async def tell_help(update: Update, context: Context) -> None:
    """Say what the bot can do."""
    del context
    assert update.message is not None
    await update.message.reply_html(answers.HELP)


async def privacy(update: Update, context: Context) -> None:
    """Say what happens to pictures."""
    del context
    assert update.message is not None
    await update.message.reply_html(answers.PRIVACY)
