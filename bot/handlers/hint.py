"""Whatever is not a picture gets a friendly hint, in private chats only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handlers.responses import say
from bot.replies import answers

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def hint(update: Update, context: Context) -> None:
    """Say what to send instead."""
    del context
    message = update.message
    assert message is not None
    if message.document is not None and message.animation is None:
        await say(message, answers.NOT_A_PICTURE)
    elif message.animation or message.video or message.video_note or message.sticker:
        await say(message, answers.MOVING)
    else:
        await say(message, answers.HINT)
