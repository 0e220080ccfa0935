"""The right number, typed: asked for by a button under an answer, laid beside what was seen.

Which answer a question is about is known for a while, as `bot.questions` has it; after that, who
replies to it is told to press the button again. What is typed is shown in the answer and goes
nowhere else: only the crops of digits that it labels are kept.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telegram import ForceReply, Message

from bot.handlers.admins import is_admin
from bot.handlers.album_corrected import show_in_album
from bot.handlers.answered import as_answered, keep, key_of
from bot.handlers.asked import Asked, as_question, asked_of, of_question
from bot.handlers.groups import names
from bot.handlers.hint import hint
from bot.handlers.read import read_when_named
from bot.handlers.responses import Edited, edit, say
from bot.handlers.senders import may_write_as_sender
from bot.handlers.sources import Source, Unavailable, fetch
from bot.mending.alignment import Alignment, align
from bot.mending.labels import clear, misread
from bot.mending.number import symbols_of
from bot.mending.written import MOST, as_written
from bot.reading.open.errors import PictureError
from bot.replies import answers, buttons, corrections, judged, presses, tables, turning
from bot.speech import tr
from bot.storage import StorageDown
from bot.storage.correction_values import Kept, NewCorrection
from bot.tables.typed_table import typed
from bot.worker import Busy

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context
    from bot.reading.reader import Reader
    from bot.reading.result import Reading
    from bot.replies.presses import Answer


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was typed, beside what was seen.

    Attributes:
        number: as it was typed.
        reading: of the picture; of a refused one as if it were a number.
        alignment: of both.
    """

    number: str
    reading: Reading
    alignment: Alignment


async def ask_for_number(context: Context, answered: Message, user: int, what: str) -> None:
    """Ask somebody to reply with the right number.

    Args:
        context: the bot's.
        answered: the answer that is wrong.
        user: who may reply.
        what: the button that was pressed.
    """
    picture = answered.reply_to_message
    assert picture is not None, "that is where the source was found"
    asked = asked_of(context, answered, user)
    await _ask(context, picture, corrections.question(what, asked.answer.text), asked)


async def _ask(context: Context, about: Message, text: str, asked: Asked) -> None:
    """Say something that is to be replied to with a number, and know it again."""
    force = ForceReply(selective=True, input_field_placeholder=tr(corrections.PLACEHOLDER))
    question = await say(about, text, force)
    await context.services.questions.keep(as_question(context, asked, question))


async def _refuse(context: Context, message: Message, why: str, asked: Asked) -> None:
    """Say why what was typed cannot be taken, and ask anew: an app shows a question once only."""
    await _ask(context, message, corrections.asked_anew(why), asked)


async def take_typed(update: Update, context: Context) -> None:
    """Correct an answer by the number that somebody replied with."""
    message = update.message
    assert message is not None
    if message.reply_to_message is None or message.text is None:
        return
    if not await _taken(context, message, message.reply_to_message):
        await _other(update, context, is_number=as_written(message.text) is not None)


async def take_retyped(update: Update, context: Context) -> None:
    """The same where somebody edits what they replied with; nothing else is answered to edits."""
    message = update.edited_message
    assert message is not None
    if message.reply_to_message is not None:
        await _taken(context, message, message.reply_to_message)


async def _taken(context: Context, message: Message, question: Message) -> bool:
    """Answers what replies to a question, by who was asked; `False` where it does not."""
    if not corrections.is_question(question.text or ""):
        return False
    try:
        found = await context.services.questions.of(message.chat.id, question.message_id)
    except StorageDown as down:
        await say(message, answers.sentence(str(down)))
        return True
    if found is None:
        await say(message, corrections.FOR_WHICH)
        return True
    asked = of_question(context, found)
    if not await _is_by(message, asked.user):
        return False
    await _take(context, message, asked)
    return True


async def _is_by(message: Message, person: int) -> bool:
    """Whether somebody has written a message, in their own name or in that of a chat of theirs."""
    if message.sender_chat is not None:
        return bool(await may_write_as_sender(message, person))
    return message.from_user is not None and message.from_user.id == person


async def _take(context: Context, message: Message, asked: Asked) -> None:
    number = as_written(tables.unmarked(message.text or ""))
    if number is None:
        await _refuse(context, message, corrections.NO_NUMBER_TYPED, asked)
        return
    if len(number) > MOST:
        await _refuse(context, message, corrections.too_long(MOST), asked)
        return
    try:
        await _correct(context, message, asked, number)
    except StorageDown as down:
        await say(message, answers.sentence(str(down)))
    except (PictureError, Unavailable):
        await say(message, corrections.NOT_READ_ANEW)
    except Busy:
        await say(message, answers.BUSY)


async def _other(update: Update, context: Context, *, is_number: bool) -> None:
    message = update.message
    assert message is not None
    if names(message, context.bot):
        await read_when_named(update, context)
    elif is_number:
        await say(message, corrections.FOR_WHICH)
    elif message.chat.type == message.chat.PRIVATE:
        await hint(update, context)


async def _correct(context: Context, message: Message, asked: Asked, number: str) -> None:
    services = context.services
    source, answer, user = asked.source, asked.answer, asked.user
    # Telegram edits a message by its number.
    answered = Message(asked.message, message.date, message.chat)
    answered.set_bot(context.bot)
    model = services.models.current
    if answer.text:
        reading = await as_answered(context, source, answer, model)
    else:
        reading = await _as_number(context, source, model.reader, answer.turned or 0)
    if answer.text and reading.text != answer.text:
        await _show(context, answered, answer, reading, None)
        await services.questions.drop(answer.chat, asked.message)
        await say(message, corrections.READ_ANEW)
        return
    seen = await services.worker.run(_beside, number, reading)
    if not seen.alignment.fits:
        why = corrections.fits_nothing(answer.text)
        if seen.alignment.seen:
            await _refuse(context, message, why, asked)
        else:  # nor would anything else fit
            await say(message, why)
        return
    key, hashed = key_of(context, answer, source, user), services.keys.user(user)
    if number == answer.text:
        await services.database.corrections.judged(key, hashed, correct=True)
        services.hands.changed(hashed)
        await _show(context, answered, replace(answer, right=True), reading, number)
        await show_in_album(context, source, answer, reading, number, right=True)
        await say(message, corrections.THANKS)
        return
    labels = misread(seen.reading, number, seen.alignment, refused=not answer.text)
    await services.database.corrections.withdraw(key, but=[*labels])
    services.hands.changed(hashed)
    # Of several who write in the name of a group nobody knows which one it was.
    trusted, own = is_admin(message.from_user, context), asked.own and message.sender_chat is None
    kept, learnt = list[Kept](), 0
    for place, actual in labels.items():
        digit = reading.digits[place]
        said, glyph, version = digit.digit, digit.glyph, model.name
        new = NewCorrection(key, place, hashed, glyph, said, actual, version, trusted)
        kept.append(await keep(context, new, own=own))
        if kept[-1] is Kept.FULL:
            break
    if Kept.FULL not in kept:
        await services.database.corrections.judged(key, hashed, correct=False)
        if own:
            # What was read right tells the hand as well, and what was taken for a sign.
            rest = clear(seen.reading, number, seen.alignment)
            learnt = await services.hands.learn_beside(hashed, key, rest, model, but=labels)
    unplaced = "".join("".join(number.split())[place] for place in seen.alignment.unplaced)
    given = await services.database.corrections.given(key)
    answer = replace(answer, given=given, corrected=True)
    shown = await _show(context, answered, answer, reading, number)
    await show_in_album(context, source, answer, reading, number)
    again = shown is Edited.SAME and {*kept} <= {Kept.SAME}
    taught = learnt > 0 or (own and Kept.ADDED in kept)
    thanks = corrections.taken(kept, unplaced, trusted=trusted, taught=taught, again=again)
    await say(message, thanks)


def _beside(number: str, reading: Reading) -> _Seen:
    """For a thread: long numbers take time."""
    symbols, _ = symbols_of(reading)
    return _Seen(number, reading, align(symbols, "".join(number.split())))


async def _as_number(context: Context, source: Source, reader: Reader, degrees: int) -> Reading:
    services = context.services
    data = await fetch(context, source)
    async with services.files if source.is_file else contextlib.nullcontext():
        return await services.worker.run(reader.read_as_number, data, degrees)


async def _show(
    context: Context, answered: Message, answer: Answer, reading: Reading, number: str | None
) -> Edited:
    """Shows what was typed in the answer, or what is read now where that has changed."""
    table = typed(reading)
    files = tables.buttons(table) if answer.text else []
    extra = [*files, *turning.to_turn(reading, answer.turned, told=number is not None)]
    if number is None:
        answer, text = presses.read_now(answer, reading.text), answers.reading(reading, table)
    elif number == answer.text:
        text = judged.as_read(reading)
    else:
        text = judged.corrected(reading, number, refused=not answer.text)
    return await edit(answered, text, buttons.under_reading(context.services.keys, answer, extra))
