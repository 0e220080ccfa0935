"""The buttons ✎ under the answer to a PDF, or a TIFF of several pages: one page on its own.

A page is no message that an answer could reply to. So it is put into the chat as a picture, as what
is drawn on the bot's page is, and answered as any picture of who sent the file; nothing is kept.
"""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Final

from telegram.constants import ChatAction

from bot.handlers.once import once
from bot.handlers.picture import answer, showing_work
from bot.handlers.responses import say, show, tell
from bot.handlers.sources import Source, Unavailable, fetch, picture_asked_for, picture_in
from bot.handlers.writers import is_of_one
from bot.reading.open.errors import PictureError
from bot.replies import answers, single, tables
from bot.worker import Busy

if TYPE_CHECKING:
    from threading import Event

    from telegram import Message, Update

    from bot.context import Context

MOST_SIDE: Final = 2560
"""Pixels; Telegram keeps no photo that is larger."""
FILENAME: Final = "page.png"


async def press_page(update: Update, context: Context) -> None:
    """Put one page into the chat, and answer it."""
    query = update.callback_query
    assert query is not None
    number = single.page_in(query.data or "")
    assert number is not None, "the routing lets only these through"
    found = await picture_asked_for(query)
    if found is None:
        return
    answered, source = found
    file = answered.reply_to_message
    assert file is not None, "that is where the source was found"
    if not is_of_one(file):  # nobody could judge what is read
        await tell(query, answers.OUT_OF_DATE)
        return
    press = ("page", file.chat.id, file.message_id, number)
    if not context.services.shown.add(press):
        await tell(query, tables.SENT_ALREADY)
        return
    await tell(query)
    await once(context, press, _see(context, file, source, number))


async def _see(context: Context, file: Message, source: Source, number: int) -> bool:
    """Answer a page of a file on its own; `False` where it may go better another time."""
    work = _photo(context, source, number)
    try:
        photo = await showing_work(file, work, ChatAction.UPLOAD_PHOTO)
    except (PictureError, Unavailable) as error:
        await say(file, answers.sentence(answers.unread(error)))
        return False
    except Busy:
        await say(file, answers.BUSY)
        return False
    shown = await show(file, photo, FILENAME, "")
    page = picture_in(shown)
    assert page is not None, "it was sent as a photo"
    await answer(context, shown, page)
    return True


async def _photo(context: Context, source: Source, number: int) -> bytes:
    services = context.services
    data = await fetch(context, source)
    async with services.files if source.is_file else contextlib.nullcontext():
        return await services.worker.run(_drawn, data, number, services.worker.stop)


def _drawn(data: bytes, number: int, stop: Event) -> bytes:
    """A page as a PNG file; for a thread."""
    from PIL import Image

    from bot.documents.read import page_of

    image = Image.fromarray(page_of(data, number, stop).gray)
    image.thumbnail((MOST_SIDE, MOST_SIDE))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
