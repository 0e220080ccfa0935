"""What an answer shows while somebody judges it, and once they have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.handlers.album_corrected import show_in_album
from bot.handlers.answered import as_answered
from bot.handlers.responses import edit, edit_buttons
from bot.handlers.sources import Unavailable
from bot.reading.open.errors import PictureError
from bot.replies import answers, buttons, judged, presses, tables, turning
from bot.tables.typed_table import typed
from bot.worker import Busy

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup

    from bot.context import Context
    from bot.handlers.pressed import Case
    from bot.reading.result import Reading


async def cells_of(case: Case, context: Context) -> Reading | None:
    """The reading of an answer with cells, which are no longer doubtful once it is right.

    `None` where they are in no file and no sum, or the picture cannot be read so any more, or not
    now.
    """
    place, source = (case.answer.chat, case.answer.picture), case.source
    in_album = context.services.answered.of_picture(*place, source.unique) is not None
    if not case.shown or not (in_album or buttons.has_table(case.message.reply_markup)):
        return None
    model = context.services.models.current
    try:
        reading = await as_answered(context, source, case.answer, model)
    except (PictureError, Unavailable, Busy):
        return None
    return reading if reading.text == case.answer.text else None


async def show_reading(case: Case, context: Context, reading: Reading) -> None:
    """Shows what is read, of which nothing was said yet."""
    answer, table = presses.read_now(case.answer, reading.text), typed(reading)
    extra = [*tables.buttons(table), *turning.to_turn(reading, answer.turned)]
    markup = buttons.under_reading(context.services.keys, answer, extra)
    await edit(case.message, answers.reading(reading, table), markup)


async def show_judged(case: Case, context: Context, *, right: bool = False) -> None:
    """Shows the answer's buttons, with what was corrected so far."""
    services = context.services
    given = await services.database.corrections.given(case.key)
    answer = replace(case.answer, given=given, right=right)
    await show_buttons(case, buttons.under_reading(services.keys, answer))


async def show_corrected(
    case: Case, context: Context, reading: Reading, number: str, *, right: bool = False
) -> None:
    """Shows what the number is now, in the place of what was read; `right` once all of it is."""
    services = context.services
    given = await services.database.corrections.given(case.key)
    answer = replace(case.answer, given=given, right=right)
    extra = buttons.extra_in(case.message.reply_markup)
    extra = [row for row in extra if not turning.is_offered(row)]  # it is the right way up
    markup = buttons.with_rows(buttons.under_reading(services.keys, answer), extra)
    if number == reading.text:
        text = judged.as_read(reading)
    else:
        text = judged.corrected(reading, number, right=right)
    await edit(case.message, text, markup)
    await show_in_album(context, case.source, answer, reading, number, right=right)


async def show_buttons(case: Case, markup: InlineKeyboardMarkup | None) -> None:
    """Shows other buttons about what is right; those for the table stay below them."""
    extra = buttons.extra_in(case.message.reply_markup)
    await edit_buttons(case.message, buttons.with_rows(markup, extra))
