"""/read, or the bot's name, as a reply to somebody's picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handlers.groups import replied_to
from bot.handlers.picture import answer
from bot.handlers.responses import say
from bot.handlers.sources import Source, picture_behind, picture_in
from bot.replies import answers

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.context import Context


async def read_command(update: Update, context: Context) -> None:
    """Read the picture that /read answers; the reply goes to the picture."""
    message = update.message
    assert message is not None
    if (found := _asked_for(message)) is not None:
        await answer(context, *found)
    elif replied_to(message) is None and message.external_reply is None:
        await say(message, answers.READ_WHAT)
    else:
        await say(message, answers.NO_PICTURE_THERE)


async def read_when_named(update: Update, context: Context) -> None:
    """Read the picture that a text with the bot's name answers; other texts are for people."""
    message = update.message
    assert message is not None
    if (found := _asked_for(message)) is not None:
        await answer(context, *found)


def _asked_for(message: Message) -> tuple[Message, Source] | None:
    """The picture that a message replies to, and the message that the answer is a reply to.

    That of another chat or topic is shown with the message itself: there is no answering there.
    """
    original = replied_to(message)
    if original is not None:
        source = picture_in(original)
        return (original, source) if source is not None else None
    source = picture_behind(message)
    return (message, source) if source is not None else None
