"""Several pictures sent at once: one reply that lists their numbers in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.handlers.files import pages_of
from bot.handlers.groups import is_addressed
from bot.handlers.picture import answer, look, showing_work, writer_of
from bot.handlers.responses import say
from bot.handlers.sources import picture_in
from bot.replies import answers, buttons, pages

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.context import Context
    from bot.pdf.read import Pages
    from bot.reading import Reading


async def read_album(update: Update, context: Context) -> None:
    """Collect an album; who brings its first picture answers for all.

    Runs outside of the chat's order while it waits (see `bot.app.turn_of`), and takes its turn
    when the album is complete.
    """
    message = update.message
    assert message is not None
    services = context.services
    addressed = is_addressed(message, context.bot)
    album = await services.albums.gather(message, addressed=addressed)
    if album is None or not album.addressed:
        return
    async with services.order.turn(message.chat.id):
        await _answer(context, album.messages)


async def _answer(context: Context, album: list[Message]) -> None:
    first = album[0]
    sources = [picture_in(item) for item in album]
    if not any(sources):
        await say(first, answers.HINT)
    elif len(album) == 1 and sources[0] is not None:
        await answer(context, first, sources[0])
    else:
        # One after another: ten large files at once would take a lot of memory.
        async def look_at_all() -> list[Reading | Pages | str]:
            return [
                await look(context, source, writer_of(item)) if source else answers.NOT_A_PICTURE
                for item, source in zip(album, sources, strict=True)
            ]

        outcomes = await showing_work(first, look_at_all())
        found = pages_of(outcomes)
        said = await say(first, pages.album(outcomes), buttons.under_album(found))
        context.services.tables[said.chat.id, said.message_id] = found
