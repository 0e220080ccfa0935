"""An answer that somebody judges: what it shows, what was read, and what is kept of it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import MessageEntity

from bot.handlers.picture import answer_of
from bot.handlers.sources import Source, fetch, picture_behind
from bot.replies import tables
from bot.replies.turning import turned_in
from bot.storage.correction_values import Kept, NewCorrection

if TYPE_CHECKING:
    from collections.abc import Hashable

    from telegram import Message

    from bot.context import Context
    from bot.lifecycle.loader import Model
    from bot.reading.digits.hand import Hand
    from bot.reading.result import Reading
    from bot.replies.presses import Answer


def numbers_in(message: Message) -> tuple[str, str]:
    """The number that an answer shows, and the one that was read, where it was corrected later.

    Both are empty where there is none; what was read is, too, where the picture was refused first.
    """
    kinds: list[str | None] = [MessageEntity.CODE, MessageEntity.PRE]
    found = message.parse_entities(kinds) if message.text else {}
    numbers = [tables.number_of(text) for text in found.values()] or [""]
    refused = any(entity.type == MessageEntity.ITALIC for entity in message.entities)
    # Corrected to no number, an answer has only what was read, below its first paragraph.
    first = len((message.text or "").partition("\n\n")[0])
    shown = numbers[0] if any(entity.offset < first for entity in found) else ""
    return shown, "" if refused else numbers[-1]


def answered_by(message: Message, context: Context) -> tuple[Source, Answer]:
    """The picture of an answer that replies to one, and the answer as its buttons know it."""
    picture = message.reply_to_message
    assert picture is not None, "questions are asked of answers to pictures"
    source = picture_behind(picture)
    assert source is not None, "questions are asked of answers to pictures"
    (says, read), turned = numbers_in(message), turned_in(message.reply_markup)
    shown = explained(message.chat.id, message.message_id, turned) in context.services.shown
    answer = answer_of(picture, read, shown=shown, turned=turned)
    return source, replace(answer, corrected=says != read)


def explained(chat: int, message: int, turned: int | None) -> Hashable:
    """What is remembered once it was shown how an answer was come to, so `turned`."""
    answer = ("explained", chat, message)
    return answer if turned is None else (*answer, turned)


def key_of(context: Context, answer: Answer, source: Source, user: int) -> str:
    """Stands for an answer, as one user judges it, in the database."""
    # What was said of the picture before it was turned is about other digits.
    way = "" if answer.turned is None else f" turned by {answer.turned}"
    place = answer.chat, answer.picture
    return context.services.keys.answer(*place, source.unique + way, answer.text, user)


async def as_answered(context: Context, source: Source, answer: Answer, model: Model) -> Reading:
    """What the picture says, if it can be as it was answered: without what was learnt since.

    Raises:
        Unavailable, PictureError, Busy: it cannot be had, or read, or not now.
    """
    services = context.services
    data = await fetch(context, source)
    hands: list[Hand | None] = [None]
    if answer.owner > 0:
        user = services.keys.user(answer.owner)
        key = key_of(context, answer, source, answer.owner)
        if (now := await services.hands.of(user, model)) is not None:
            before = await services.hands.of(user, model, but=key)
            hands = [None, now] if before is None else [before, None, now]
    async with services.files if source.is_file else contextlib.nullcontext():
        for hand in hands:
            reader = model.reader.knowing(hand)
            if answer.turned is None:
                reading = await services.worker.run(reader.read, data)
            else:
                reading = await services.worker.run(reader.read_turned, data, answer.turned)
            if reading.text == answer.text:
                break
    return reading


async def keep(context: Context, new: NewCorrection, *, own: bool) -> Kept:
    """Keeps a correction, if its giver has not given as many today as one may.

    Args:
        context: the bot's.
        new: the correction.
        own: whether its giver has written it, whose hand it teaches then.
    """
    services = context.services
    most = None if new.trusted else services.settings.corrections_per_day or None
    kept = await services.database.corrections.keep(new, most)
    if kept is not Kept.FULL and own:
        await services.hands.learn(new, services.models.current)
    return kept
