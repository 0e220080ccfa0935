"""The buttons under a table: its file, and the sums of its columns.

Nothing is kept for this: the button's message replies to the picture, so the picture is fetched
and read once more. Only of albums it is remembered for a while, in memory, what was in them: their
answer replies to the first picture alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telegram.constants import ChatAction

from bot.documents.read import Pages
from bot.handlers.answered import numbers_in
from bot.handlers.files import pages_of, send_file
from bot.handlers.once import once
from bot.handlers.picture import look, showing_work
from bot.handlers.responses import message_of, say, tell
from bot.handlers.sources import picture_behind
from bot.handlers.writers import writer_of
from bot.mending.number import checked, mended
from bot.reading.cells.table import table_of
from bot.replies import answers, buttons, judged, tables
from bot.replies.turning import turned_in
from bot.speech import tr
from bot.tables.typed_table import TypedTable, sum_of, typed_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import CallbackQuery, Message, Update

    from bot.context import Context
    from bot.handlers.sources import Source
    from bot.reading.result import Reading
    from bot.tables.pages import Page


async def press_table(update: Update, context: Context) -> None:
    """Send what the button under an answer asks for."""
    query = update.callback_query
    assert query is not None
    data = query.data or ""
    answered = message_of(query)
    if answered is None:
        await tell(query, answers.OUT_OF_DATE)
        return
    if data in tables.OF_ALBUM:
        await _send_album(query, answered, tables.OF_ALBUM[data], context)
        return
    original = answered.reply_to_message
    source = picture_behind(original) if original is not None else None
    if original is None or source is None:
        await tell(query, answers.PICTURE_DELETED)
        return
    # Once it was judged, the same button gives something else.
    shown = numbers_in(answered)[0], judged.is_right(answered.text or "")
    press = (f"{data} {hash(shown)}", answered.chat.id, answered.message_id)
    if not context.services.shown.add(press):
        await tell(query, tables.SENT_ALREADY)
        return
    await tell(query)
    await once(context, press, _send(answered, original, source, data, context))


async def _send(
    answered: Message, original: Message, source: Source, data: str, context: Context
) -> bool:
    """Send the table of a picture, or a sum of it; whether it was sent."""
    turned = turned_in(answered.reply_markup)
    work = look(context, source, writer_of(original), turned)
    outcome = await showing_work(answered, work, ChatAction.UPLOAD_DOCUMENT)
    if isinstance(outcome, str):
        await say(answered, answers.sentence(outcome))
        return False
    pages = pages_of([outcome])
    reading = outcome.only if isinstance(outcome, Pages) else outcome
    if reading is not None:
        pages = [_as_shown(pages[0], reading, answered)]
    if not data.startswith(tables.SUM):
        return await send_file(context, answered, pages, data)
    await _tell_sum(answered, pages, int(data.removeprefix(tables.SUM)))
    return True


async def _send_album(query: CallbackQuery, answered: Message, what: str, context: Context) -> None:
    """Send what was read from an album, as long as it is remembered."""
    found = context.services.answered.of_answer(answered.chat.id, answered.message_id)
    if found is None:
        await tell(query, tables.ALBUM_GONE, alert=True)
        return
    # Once a picture was corrected, the same button gives something else.
    press = (what, found.changes, answered.chat.id, answered.message_id)
    if not context.services.shown.add(press):
        await tell(query, tables.SENT_ALREADY)
        return
    await tell(query)
    await once(context, press, send_file(context, answered, found.all_pages, what))


def _as_shown(page: Page, reading: Reading, answered: Message) -> Page:
    """The table that was read, or what somebody corrected it to, as the answer shows."""
    (shown, read), right = numbers_in(answered), judged.is_right(answered.text or "")
    if (shown == read and not right) or shown.endswith("…"):
        return page
    rows = mended(reading, shown)
    table = typed_table(table_of(checked(rows) if right else rows))
    return replace(page, table=table, note="" if shown else tr(answers.NO_NUMBER))


async def _tell_sum(answered: Message, pages: Sequence[Page], column: int) -> None:
    table = pages[0].table if len(pages) == 1 else TypedTable((), ())
    if column >= len(table.columns):
        await say(answered, tables.NO_TABLE)
        return
    found, judges = sum_of(table, column), buttons.may_be_judged(answered.reply_markup)
    await say(answered, tables.total(table, column, found, judges=judges))
