"""The button "Show how": the picture again, with what was seen in it.

Nothing is kept for this: the button's message replies to the picture, so the picture is fetched
and read once more.
"""

from __future__ import annotations

import contextlib
import logging
import re
from typing import TYPE_CHECKING, Final

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.handlers.answered import explained
from bot.handlers.once import once
from bot.handlers.picture import fetch_for, showing_work
from bot.handlers.responses import edit_buttons, say, show, tell
from bot.handlers.sources import Source, Unavailable, picture_asked_for
from bot.handlers.writers import writer_of
from bot.reading.open.errors import PictureError
from bot.replies import answers, buttons
from bot.replies.turning import turned_in
from bot.speech import ENGLISH, spoken
from bot.worker import Busy

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.context import Context
    from bot.reading import Reader

log = logging.getLogger(__name__)

NO_PICTURES: Final = re.compile(r"ot enough rights to send photos|CHAT_SEND_(PHOTOS|MEDIA)")
"""What Telegram says where members may write, but not send photos."""


async def show_how(update: Update, context: Context) -> None:
    """Send the picture that explains the answer under which the button is."""
    query = update.callback_query
    assert query is not None
    found = await picture_asked_for(query)
    if found is None:
        return
    answered, source = found
    press = explained(answered.chat.id, answered.message_id, turned_in(answered.reply_markup))
    if not context.services.shown.add(press):
        await tell(query, answers.SHOWN_ALREADY)
        return
    await tell(query)
    if await once(context, press, _answered(context, source, answered)):
        await edit_buttons(answered, buttons.without_show_how(answered.reply_markup))


async def outdated(update: Update, context: Context) -> None:
    """A button that no version of the bot knows any more, or that somebody made up."""
    del context
    assert update.callback_query is not None
    await tell(update.callback_query, answers.OUT_OF_DATE)


async def _answered(context: Context, source: Source, answered: Message) -> bool:
    """Answer with the picture that explains, or with why there is none; whether it was sent."""
    try:
        work = _explain(context, source, answered)
        drawn = await showing_work(answered, work, ChatAction.UPLOAD_PHOTO)
    except (PictureError, Unavailable) as error:
        await say(answered, answers.sentence(answers.unread(error)))
        return False
    except Busy:
        await say(answered, answers.BUSY)
        return False
    try:
        await show(answered, drawn, "seen.jpg", answers.SHOWN)
    except TelegramError as error:
        if not NO_PICTURES.search(str(error)):
            raise
        log.info("pictures may not be sent in a group")
        await say(answered, answers.NO_PICTURES_HERE)
        return False
    return True


async def _explain(context: Context, source: Source, answered: Message) -> bytes:
    """The picture that explains, as a JPEG file."""
    services, picture = context.services, answered.reply_to_message
    writer = writer_of(picture) if picture is not None else None
    data, reader = await fetch_for(context, source, writer)
    async with services.files if source.is_file else contextlib.nullcontext():
        return await services.worker.run(
            explanation, reader, data, turned_in(answered.reply_markup)
        )


def explanation(reader: Reader, data: bytes, turned: int | None = None) -> bytes:
    """Read a picture, turned where somebody asked for it, and draw how; for a thread."""
    from bot.drawing.explain import explain
    from bot.reading.open.decode import decode

    reading = reader.read(data) if turned is None else reader.read_turned(data, turned)
    return explain(decode(data), reading, words=spoken() == ENGLISH)
