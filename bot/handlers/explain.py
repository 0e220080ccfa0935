"""The button "Show how": the picture again, with what was seen in it.

Nothing is kept for this: the button's message replies to the picture, so the picture is fetched
and read once more.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from telegram import CallbackQuery, Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.handlers.picture import say, showing_work
from bot.handlers.sources import Source, Unavailable, fetch, picture_in
from bot.reading.errors import PictureError
from bot.replies import answers, buttons
from bot.worker import Busy

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from bot.reading import Reader

log = logging.getLogger(__name__)


async def show_how(update: Update, context: Context) -> None:
    """Send the picture that explains the answer under which the button is."""
    query = update.callback_query
    assert query is not None
    answered = query.message
    original = answered.reply_to_message if isinstance(answered, Message) else None
    source = picture_in(original) if original is not None else None
    if not isinstance(answered, Message) or source is None:
        await tell(query, answers.PICTURE_DELETED)
        return
    press = ("explained", answered.chat.id, answered.message_id)
    if not context.services.shown.add(press):
        await tell(query, answers.SHOWN_ALREADY)
        return
    await tell(query)
    try:
        work = _explain(context, source)
        drawn = await showing_work(answered, work, ChatAction.UPLOAD_PHOTO)
    except (PictureError, Unavailable) as error:
        context.services.shown.forget(press)
        await say(answered, answers.sentence(str(error)))
        return
    except Busy:
        context.services.shown.forget(press)
        await say(answered, answers.BUSY)
        return
    try:
        await answered.reply_photo(
            drawn,
            caption=answers.SHOWN,
            filename="seen.jpg",
            do_quote=True,
            allow_sending_without_reply=True,
        )
    except TelegramError:
        context.services.shown.forget(press)
        raise
    with contextlib.suppress(BadRequest):  # deleted in between, or pressed twice
        await answered.edit_reply_markup(buttons.without_show_how(answered.reply_markup))


async def outdated(update: Update, context: Context) -> None:
    """A button that no version of the bot knows any more, or that somebody made up."""
    del context
    assert update.callback_query is not None
    await tell(update.callback_query, answers.OUT_OF_DATE)


async def _explain(context: Context, source: Source) -> bytes:
    """The picture that explains, as a JPEG file."""
    services = context.services
    data = await fetch(context, source)
    async with services.files if source.is_file else contextlib.nullcontext():
        return await services.worker.run(explanation, services.models.reader, data)


def explanation(reader: Reader, data: bytes) -> bytes:
    """Read a picture, and draw how; for a thread."""
    from bot.reading.decode import decode
    from bot.reading.explain import explain

    return explain(decode(data), reader.read(data))


async def tell(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answer a press, so that the button stops waiting.

    Args:
        query: the press.
        text: is shown over the chat; at most 200 characters.
        alert: whether the text stays until it is put away.
    """
    try:
        await query.answer(text, show_alert=alert or None)
    except TelegramError as error:  # pressed while the bot, or Telegram, was away
        log.info("a press was not answered in time", extra={"why": type(error).__name__})
