"""/read, or the bot's name, as a reply to somebody's picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handlers.picture import answer, say
from bot.handlers.sources import picture_in
from bot.replies import answers

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def read_command(update: Update, context: Context) -> None:
    """Read the picture that /read answers; the reply goes to the picture."""
    message = update.message
    assert message is not None
    original = message.reply_to_message
    if original is None:
        await say(message, answers.READ_WHAT)
        return
    source = picture_in(original)
    if source is None:
        await say(message, answers.NO_PICTURE_THERE)
        return
    await answer(context, original, source)


async def read_when_named(update: Update, context: Context) -> None:
    """Read the picture that a text with the bot's name answers; other texts are for people."""
    message = update.message
    assert message is not None
    original = message.reply_to_message
    if original is not None and (source := picture_in(original)) is not None:
        await answer(context, original, source)
