"""A picture comes, its number goes back. What every conversation about a picture shares."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import TYPE_CHECKING, Final, TypeVar

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.documents.read import Pages, read_file
from bot.handlers.files import send_file
from bot.handlers.responses import edit, say
from bot.handlers.sources import Source, Unavailable, fetch, picture_in
from bot.handlers.writers import is_of_one, owner_of, writer_of
from bot.reading.open.errors import PictureError
from bot.replies import answers, buttons, pages, presses, single, tables, turning
from bot.tables.pages import Page
from bot.tables.typed_table import typed
from bot.worker import Busy

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from telegram import InlineKeyboardMarkup

    from bot.context import Context
    from bot.reading import Reader
    from bot.reading.result import Reading
    from bot.tables.typed_table import TypedTable

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE: Final = 1.0
"""Seconds that a picture, once it is here, waits for what is known of its writer's hand."""
LONG: Final = 1.0
"""Seconds after which somebody who waits is told that it is being worked on."""


async def read_picture(update: Update, context: Context) -> None:
    """Answer a picture that was sent, or put in the place of another by editing."""
    message = update.effective_message
    assert message is not None
    source = picture_in(message)
    assert source is not None, "the routing lets only pictures through"
    if note_answered(context, message, source):  # else only its caption was edited
        await answer(context, message, source)


def note_answered(context: Context, message: Message, source: Source) -> bool:
    """Notes that a picture is answered; whether that was not known before."""
    return context.services.pictures.add((message.chat.id, message.message_id, source.unique))


async def answer(context: Context, message: Message, source: Source) -> None:
    """Read the picture `source` of `message`, and reply to the message."""
    outcome = await showing_work(message, look(context, source, writer_of(message)))
    if isinstance(outcome, str):
        await say(message, answers.sentence(outcome))
        return
    if isinstance(outcome, Pages):
        await _give_pages(context, message, outcome)
        return
    start = time.perf_counter()
    await give(context, message, outcome)
    context.services.counters.stages["reply"].add(time.perf_counter() - start)


async def give(context: Context, message: Message, reading: Reading) -> None:
    """Reply with what was read: with a file where it is a table too large for a message."""
    table = typed(reading)
    if tables.is_file(table):
        below = buttons.under_file(tables.buttons(table, sent=tables.XLSX))
        await _send(context, message, reading, table, below)
        return
    answered = answer_of(message, reading.text)
    extra = [*tables.buttons(table), *turning.to_turn(reading)]
    markup = buttons.under_reading(context.services.keys, answered, extra)
    await say(message, answers.reading(reading, table), markup)


async def _give_pages(context: Context, message: Message, read: Pages) -> None:
    """Reply with what was read of a PDF; of a single page as `give` does."""
    alone, only = is_of_one(message), read.only
    if only is not None and tables.is_file(table := typed(only)):
        below = single.under_pages(read, alone=alone, sent=tables.XLSX)
        await _send(context, message, only, table, below)
    else:
        await say(message, pages.answer(read), single.under_pages(read, alone=alone))


async def _send(
    context: Context,
    message: Message,
    reading: Reading,
    table: TypedTable,
    below: InlineKeyboardMarkup | None,
) -> None:
    """Reply with a table as a file."""
    words = answers.in_file(reading)
    await send_file(context, message, [Page("", table)], tables.XLSX, words, below)


async def give_in(
    context: Context, said: Message, picture: Message, outcome: Reading | Pages | str
) -> None:
    """Put what was read of `picture` into `said`, a reply to it, as `answer` would say it."""
    if isinstance(outcome, str):
        await edit(said, answers.sentence(outcome))
    elif isinstance(outcome, Pages):
        below = single.under_pages(outcome, alone=is_of_one(picture))
        await edit(said, pages.answer(outcome), below)
    else:
        table = typed(outcome)
        if tables.is_file(table):
            await give(context, picture, outcome)
            return
        answered = answer_of(picture, outcome.text)
        extra = [*tables.buttons(table), *turning.to_turn(outcome)]
        markup = buttons.under_reading(context.services.keys, answered, extra)
        await edit(said, answers.reading(outcome, table), markup)


def answer_of(
    picture: Message, text: str, *, shown: bool = False, turned: int | None = None
) -> presses.Answer:
    """What the buttons under an answer depend on.

    Args:
        picture: the message with the picture.
        text: the number that was read.
        shown: whether it has been shown how.
        turned: by how much the picture was turned because somebody asked for it.
    """
    place = picture.chat.id, picture.message_id
    return presses.Answer(*place, owner_of(picture), text, shown, turned=turned)


async def look(
    context: Context, source: Source, writer: int | None, turned: int | None = None
) -> Reading | Pages | str:
    """Fetch and read a picture, or the pages of a PDF.

    Args:
        context: the bot's.
        source: the picture.
        writer: whose hand is in it, as of `bot.handlers.writers.writer_of`.
        turned: by how much it is turned first, where somebody asked for it.

    Returns:
        What was read, or, in plain words, why it could not be.
    """
    start = time.perf_counter()
    services = context.services
    try:
        data, reader = await fetch_for(context, source, writer)
        fetched = time.perf_counter()
        async with services.files if source.is_file else contextlib.nullcontext():
            read = await services.worker.run(read_file, reader, data, turned, services.worker.stop)
    except (PictureError, Unavailable) as error:
        log.info("not read", extra={"why": type(error.__cause__ or error).__name__})
        services.counters.pictures["unreadable"] += 1
        return answers.unread(error)
    except Busy:
        log.warning("too much to read at once")
        services.counters.pictures["busy"] += 1
        return answers.BUSY
    done = time.perf_counter()
    readings = read.readings if isinstance(read, Pages) else [read]
    for reading in readings:
        services.counters.pictures["read" if reading.reason is None else "refused"] += 1
    services.counters.stages["fetch"].add(fetched - start)
    services.counters.stages["read"].add(done - fetched)
    log.info(
        "read",
        extra={
            "digits": sum(len(reading.digits) for reading in readings),
            "reason": next((r.reason.value for r in readings if r.reason is not None), None),
            "confidence": round(min((r.confidence for r in readings), default=0.0), 3),
            "bytes": len(data),
            "fetch_ms": round(1000 * (fetched - start)),
            "read_ms": round(1000 * (done - fetched)),
        },
    )
    return read


async def fetch_for(context: Context, source: Source, writer: int | None) -> tuple[bytes, Reader]:
    """Get a picture, and meanwhile what reads it: a reader that knows the hand of its writer.

    Raises:
        Unavailable: as of `fetch`.
    """
    services, model = context.services, context.services.models.current
    if writer is None:
        return await fetch(context, source), model.reader
    knowing = asyncio.create_task(services.hands.of(services.keys.user(writer), model))
    try:
        data = await fetch(context, source)
        # A database that is slow, or being opened, keeps nobody waiting.
        await asyncio.wait([knowing], timeout=PATIENCE)
        return data, model.reader.knowing(knowing.result() if knowing.done() else None)
    finally:
        knowing.cancel()


async def showing_work(
    message: Message, work: Coroutine[object, object, T], action: ChatAction = ChatAction.TYPING
) -> T:
    """Await `work`; when it takes long, show once that something is going on."""

    async def act() -> None:
        await asyncio.sleep(LONG)
        with contextlib.suppress(TelegramError):
            await message.reply_chat_action(action)

    acting = asyncio.create_task(act())  # the answer does not wait for it
    try:
        return await work
    finally:
        acting.cancel()
