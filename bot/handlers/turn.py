"""The button "Turn the picture?": the same picture, read another way up.

Each press turns it by a quarter more. Nothing is kept: the picture is fetched and read once more,
and the button that turns it further tells how the answer above it was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.documents.read import Pages
from bot.handlers.answered import explained
from bot.handlers.picture import answer_of, look, showing_work
from bot.handlers.responses import edit, say, tell
from bot.handlers.sources import picture_asked_for
from bot.handlers.writers import writer_of
from bot.replies import answers, buttons, tables, turning
from bot.tables.typed_table import typed

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def press_turn(update: Update, context: Context) -> None:
    """Put into the answer what the picture says when it is turned."""
    query = update.callback_query
    assert query is not None
    degrees = turning.turn_in(query.data or "")
    assert degrees is not None, "the routing lets only these through"
    found = await picture_asked_for(query)
    if found is None:
        return
    answered, source = found
    picture = answered.reply_to_message
    assert picture is not None, "that is where the source was found"
    await tell(query)
    work = look(context, source, writer_of(picture), degrees)
    reading = await showing_work(answered, work)
    if isinstance(reading, str):
        await say(answered, answers.sentence(reading))
        return
    assert not isinstance(reading, Pages), "what is turned is read as one picture"
    shown = explained(answered.chat.id, answered.message_id, degrees) in context.services.shown
    answer = answer_of(picture, reading.text, shown=shown, turned=degrees)
    extra = [*tables.buttons(typed(reading)), *turning.to_turn(reading, degrees)]
    below = buttons.under_reading(context.services.keys, answer, extra)
    await edit(answered, answers.turned(reading, degrees), below)
