"""An answer that somebody judges: what it shows, what was read, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import MessageEntity

from bot.handlers.picture import answer_of
from bot.handlers.sources import Source, picture_behind
from bot.replies import tables
from bot.storage.values import Kept, NewCorrection

if TYPE_CHECKING:
    from telegram import Message

    from bot.context import Context
    from bot.replies.buttons import Answer


def numbers_in(message: Message) -> tuple[str, str]:
    """The number that an answer shows, and the one that was read, where it was corrected later.

    Both are empty where there is none; what was read is, too, where the picture was refused first.
    """
    kinds: list[str | None] = [MessageEntity.CODE, MessageEntity.PRE]
    found = message.parse_entities(kinds) if message.text else {}
    numbers = [tables.number_of(text) for text in found.values()] or [""]
    refused = any(entity.type == MessageEntity.ITALIC for entity in message.entities)
    return numbers[0], "" if refused else numbers[-1]


def answered_by(message: Message, context: Context) -> tuple[Source, Answer]:
    """The picture of an answer that replies to one, and the answer as its buttons know it."""
    picture = message.reply_to_message
    assert picture is not None, "questions are asked of answers to pictures"
    source = picture_behind(picture)
    assert source is not None, "questions are asked of answers to pictures"
    explained = ("explained", message.chat.id, message.message_id) in context.services.shown
    return source, answer_of(picture, numbers_in(message)[1], shown=explained)


def key_of(context: Context, answer: Answer, source: Source, user: int) -> str:
    """Stands for an answer, as one user judges it, in the database."""
    return context.services.keys.answer(answer.chat, answer.picture, source.unique, user)


async def keep(context: Context, new: NewCorrection) -> Kept:
    """Keeps a correction, if its giver has not given as many today as one may."""
    services = context.services
    most = None if new.trusted else services.settings.corrections_per_day or None
    return await services.database.corrections.keep(new, most)
