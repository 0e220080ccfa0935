"""The button "Turn the picture?": the same picture, read another way up.

Each press turns it by a quarter more. Nothing is kept: the picture is fetched and read once more.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from bot.handlers.picture import fetch_for, picture_asked_for, showing_work, writer_of
from bot.handlers.responses import edit, say, tell
from bot.handlers.sources import Source, Unavailable
from bot.reading.open.errors import PictureError
from bot.replies import answers, buttons
from bot.worker import Busy

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.context import Context
    from bot.reading.result import Reading


async def press_turn(update: Update, context: Context) -> None:
    """Put into the answer what the picture says when it is turned."""
    query = update.callback_query
    assert query is not None
    degrees = buttons.turn_in(query.data or "")
    assert degrees is not None, "the routing lets only these through"
    found = await picture_asked_for(query)
    if found is None:
        return
    answered, source = found
    await tell(query)
    try:
        reading = await showing_work(answered, _read(context, source, answered, degrees))
    except (PictureError, Unavailable) as error:
        await say(answered, answers.sentence(answers.unread(error)))
    except Busy:
        await say(answered, answers.BUSY)
    else:
        await edit(answered, answers.turned(reading, degrees), buttons.under_turned(degrees))


async def _read(context: Context, source: Source, answered: Message, degrees: int) -> Reading:
    services, picture = context.services, answered.reply_to_message
    writer = writer_of(picture) if picture is not None else None
    data, reader = await fetch_for(context, source, writer)
    async with services.files if source.is_file else contextlib.nullcontext():
        return await services.worker.run(reader.read_turned, data, degrees)
