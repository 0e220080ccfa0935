"""Several pictures sent at once: one reply that lists their numbers in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import ReplyParameters

from bot.albums.answered import AnsweredAlbum
from bot.handlers.files import pages_by_picture
from bot.handlers.groups import is_addressed
from bot.handlers.language import speak_with
from bot.handlers.once import once
from bot.handlers.picture import answer, give_in, look, note_answered, showing_work
from bot.handlers.responses import edit, message_of, say, tell
from bot.handlers.sources import picture_in
from bot.handlers.writers import writer_of
from bot.replies import answers, buttons, pages, tables
from bot.speech import spoken, tr

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.context import Context
    from bot.documents.read import Pages
    from bot.handlers.sources import Source
    from bot.reading import Reading


async def read_album(update: Update, context: Context) -> None:
    """Collect an album; who brings its first picture answers for all.

    Runs outside of the chat's order while it waits (see `bot.handlers.arrival.turn_of`), and takes
    its turn when the album is complete.
    """
    message = update.message
    assert message is not None
    services = context.services
    addressed = is_addressed(message, context.bot)
    if addressed and (source := picture_in(message)) is not None:
        note_answered(context, message, source)  # its caption may be edited meanwhile
    gathering = services.albums.gather(message, addressed=addressed)
    # Seconds where it is full; but where nobody has called the bot, it is not to be noticed.
    album = await (showing_work(message, gathering) if addressed else gathering)
    if album is None or not album.addressed:
        return
    async with services.order.turn(message.chat.id):
        if message.from_user is not None and message.sender_chat is None:
            await speak_with(message.from_user, context)
        await _answer(context, album.messages, services.left_out.take(album.messages))


async def _answer(context: Context, read: list[Message], left_out: list[Message]) -> None:
    album = sorted([*read, *left_out], key=lambda item: item.message_id)
    first = album[0]
    sources = [picture_in(item) for item in album]
    for item, source in zip(album, sources, strict=True):
        if source is not None and item not in left_out:
            note_answered(context, item, source)
    if not any(sources):
        await say(first, answers.HINT)
    elif len(album) == 1 and sources[0] is not None:
        await answer(context, first, sources[0])
    else:
        # One after another: ten large files at once would take a lot of memory.
        async def look_at_all() -> list[Reading | Pages | str]:
            return [
                await _outcome(context, item, source, left_out=item in left_out)
                for item, source in zip(album, sources, strict=True)
            ]

        outcomes = await showing_work(first, look_at_all())
        found, listing = pages_by_picture(outcomes), pages.album(outcomes)
        pictures = [
            (item.message_id, source.unique) if source else None
            for item, source in zip(album, sources, strict=True)
        ]
        ids = [picture and picture[0] for picture in pictures]
        rows = [page for own in found for page in own]
        below = buttons.under_album(context.services.keys, first.chat.id, ids, rows)
        said = await say(first, listing.text(), below)
        answered = AnsweredAlbum(said, spoken(), pictures, listing, found)
        context.services.answered.add(answered)


async def _outcome(
    context: Context, item: Message, source: Source | None, *, left_out: bool
) -> Reading | Pages | str:
    if source is None:
        return answers.NOT_A_PICTURE
    return pages.LEFT_OUT if left_out else await look(context, source, writer_of(item))


async def press_see(update: Update, context: Context) -> None:
    """Answer one picture of an album on its own, with buttons to correct it.

    Telegram shows a message to a bot once the bot replies to it, so nothing is kept for this.
    """
    query = update.callback_query
    assert query is not None
    answered = message_of(query)
    chat = answered.chat.id if answered is not None else 0
    wanted = buttons.picture_in_album(context.services.keys, chat, query.data or "")
    if answered is None or wanted is None:
        await tell(query, answers.OUT_OF_DATE)
        return
    press = ("alone", chat, wanted)
    if not context.services.shown.add(press):
        await tell(query, tables.SENT_ALREADY)
        return
    await tell(query)
    await once(context, press, _see(answered, wanted, context))


async def _see(answered: Message, wanted: int, context: Context) -> bool:
    """Answer the picture `wanted` of an album; `False` where it may go better another time."""
    chat = answered.chat.id
    topic = answered.message_thread_id if answered.is_topic_message else None
    there = ReplyParameters(wanted, allow_sending_without_reply=True)
    said = await context.bot.send_message(
        chat, tr(pages.ONE_OF_ALBUM), reply_parameters=there, message_thread_id=topic
    )
    picture = said.reply_to_message
    source = picture_in(picture) if picture is not None else None
    if picture is None or source is None:
        await edit(said, answers.PICTURE_DELETED)
        return True
    outcome = await showing_work(picture, look(context, source, writer_of(picture)))
    await give_in(context, said, picture, outcome)
    return not isinstance(outcome, str)
