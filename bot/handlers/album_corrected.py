"""A picture of an album was corrected: its album's answer and files say so, too.

Only the process that answered the album knows of it. Where that is another one, or too long ago,
the answer to the picture alone is what shows the correction.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.handlers.responses import edit
from bot.mending.number import checked, mended
from bot.reading.cells.table import table_of
from bot.replies import answers, buttons, pages
from bot.speech import speaking, tr
from bot.tables.typed_table import typed_table

if TYPE_CHECKING:
    from bot.albums.answered import AnsweredAlbum
    from bot.context import Context
    from bot.handlers.sources import Source
    from bot.reading.result import Reading
    from bot.replies.presses import Answer
    from bot.tables.pages import Page

log = logging.getLogger(__name__)


async def show_in_album(
    context: Context,
    source: Source,
    answer: Answer,
    reading: Reading,
    number: str,
    *,
    right: bool = False,
) -> None:
    """Show in an album what one picture of it was corrected to; nothing where it was in none.

    Args:
        context: the bot's.
        source: the picture.
        answer: the answer to the picture alone.
        reading: of the picture.
        number: what it says; empty for no number.
        right: whether somebody says that all of it is right now.
    """
    found = context.services.answered.of_picture(answer.chat, answer.picture, source.unique)
    if found is None:
        return
    album, place = found
    with speaking(album.language):
        if not _correct(album, place, answer, reading, number, right):
            return
        rows = album.all_pages
        below = buttons.under_album(context.services.keys, answer.chat, album.messages, rows)
        try:
            await edit(album.answer, album.listing.text(), below)
        except TelegramError as error:  # the correction itself is kept, and shown where it was made
            log.info("an album's answer is not edited", extra={"why": type(error).__name__})


def _correct(
    album: AnsweredAlbum, place: int, answer: Answer, reading: Reading, number: str, right: bool
) -> bool:
    """Corrects what is remembered of an album; whether it can be: of a file of pages it cannot."""
    if not album.listing.has(place) or len(album.pages[place]) != 1:
        return False
    page = _page(album.pages[place][0], reading, number, right)
    as_read = number == answer.text
    said = pages.entry_as(page.table, number, album.listing.of, as_read=as_read)
    album.listing = album.listing.with_entry(place, said)
    album.pages[place] = [page]
    album.changes += 1
    return True


def _page(page: Page, reading: Reading, number: str, right: bool) -> Page:
    rows = mended(reading, number)
    table = typed_table(table_of(checked(rows) if right else rows))
    return replace(page, table=table, note="" if number else tr(answers.NO_NUMBER))
