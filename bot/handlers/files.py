"""Tables as files: made in a thread, and sent where files may be sent."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final

from telegram.error import TelegramError

from bot.documents.read import Pages
from bot.handlers.responses import hand_over, say
from bot.replies import answers, tables
from bot.speech import tr
from bot.tables.pages import Page
from bot.tables.typed_table import TypedTable, typed
from bot.worker import Busy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardMarkup, Message

    from bot.context import Context
    from bot.reading.result import Reading

log = logging.getLogger(__name__)

NO_FILES: Final = re.compile(r"ot enough rights to send documents|CHAT_SEND_(DOCS|MEDIA)")
"""What Telegram says where members may write, but not send files."""


async def send_file(
    context: Context,
    message: Message,
    pages: Sequence[Page],
    what: str,
    said: str = "",
    markup: InlineKeyboardMarkup | None = None,
) -> bool:
    """Reply with a table as a file; where files may not be sent, say so.

    Args:
        context: the bot's.
        message: is replied to.
        pages: what was read.
        what: kind of file, `tables.CSV` or `tables.XLSX`.
        said: HTML, under the file.
        markup: the buttons under it.

    Returns:
        Whether it was sent.
    """
    try:
        content = await context.services.worker.run(content_of, pages, what)
    except Busy:
        await say(message, answers.BUSY)
        return False
    notes = tables.caption(pages, tables.MOST_CAPTION - len(said) - 2)
    caption = "\n\n".join(filter(None, [said, answers.sentence(notes)]))
    try:
        await hand_over(message, content, tables.FILE_NAMES[what], caption, markup)
    except TelegramError as error:
        if not NO_FILES.search(str(error)):
            raise
        log.info("files may not be sent in a group")
        await say(message, tables.NO_FILES_HERE)
        return False
    return True


def content_of(pages: Sequence[Page], what: str) -> bytes:
    """A table as a file; a CSV file begins with the mark by which Excel knows UTF-8."""
    named = len(pages) > 1
    if what == tables.CSV:
        from bot.tables.csv_file import csv_of

        return csv_of(pages, named=named).encode("utf-8-sig")
    from bot.tables.xlsx_file import xlsx_of

    return xlsx_of(pages, named=named)


def pages_of(outcomes: Sequence[Reading | Pages | str]) -> list[Page]:
    """What goes into a file of pictures, and pages of PDFs, in order."""
    return [page for pages in pages_by_picture(outcomes) for page in pages]


def pages_by_picture(outcomes: Sequence[Reading | Pages | str]) -> list[list[Page]]:
    """The same, of each of the pictures."""
    found: list[list[Page]] = []
    for place, outcome in enumerate(outcomes, 1):
        parts = outcome.outcomes if isinstance(outcome, Pages) else [outcome]
        own: list[Page] = []
        found.append(own)
        for number, part in enumerate(parts, 1):
            name = tr("picture {number}").format(number=place) if len(outcomes) > 1 else ""
            if len(parts) > 1:
                page = tr("page {number}").format(number=number)
                name = f"{name}, {page}" if name else page
            if isinstance(part, str | Exception):
                own.append(Page(name, TypedTable((), ()), _why_not(part)))
            else:
                note = "" if part.reason is None else answers.refusal(part.reason)
                own.append(Page(name, typed(part), note))
        if isinstance(outcome, Pages) and len(parts) < outcome.of:
            left = tr("pages {first} to {last}").format(first=len(parts) + 1, last=outcome.of)
            if len(outcomes) > 1:
                left = f"{tr('picture {number}').format(number=place)}, {left}"
            own.append(Page(left, TypedTable((), ()), tr(tables.NOT_LOOKED_AT)))
    return found


def _why_not(part: str | Exception) -> str:
    return tr(part) if isinstance(part, str) else answers.unread(part)
