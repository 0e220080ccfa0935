"""The buttons ✓ and ✗ under an answer: was it right, which digit was not, what is it?

Nothing is kept at answering time: when a digit is corrected, the picture is fetched and read once
more, so buttons outlive restarts, and work in whichever process gets the press.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.handlers.admins import is_admin
from bot.handlers.answered import answered_by, as_answered, keep, key_of, numbers_in
from bot.handlers.responses import edit, edit_buttons, tell
from bot.handlers.senders import may_write_as_sender
from bot.handlers.sources import Source, Unavailable, picture_asked_for
from bot.handlers.typed import ask_for_number
from bot.handlers.writers import writer_of
from bot.mending.number import with_digit
from bot.reading.open.errors import PictureError
from bot.replies import answers, buttons, corrections, presses, tables, turning
from bot.replies.presses import Answer, Press
from bot.storage import StorageDown
from bot.storage.correction_values import NOT_A_DIGIT, Kept, NewCorrection
from bot.tables.typed_table import typed
from bot.worker import Busy

if TYPE_CHECKING:
    from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update, User

    from bot.context import Context
    from bot.reading.result import Reading


@dataclass(frozen=True, slots=True)
class Case:
    """A press that may be obeyed.

    Attributes:
        query: the press.
        message: the answer, as a message.
        source: the picture.
        answer: the answer, as its buttons know it.
        shown: the number that it shows: as it was read, or as it was corrected.
        key: stands for the answer and who pressed in the database.
    """

    query: CallbackQuery
    message: Message
    source: Source
    answer: Answer
    shown: str
    key: str


async def correct(update: Update, context: Context) -> None:
    """Obey a press of one of the buttons."""
    query = update.callback_query
    assert query is not None
    press = presses.press_in(query.data or "")
    assert press is not None, "the routing lets only these through"
    case = await _case(query, press, context)
    if case is None:
        return
    try:
        match press.what:
            case presses.RIGHT:
                await _right(case, context)
            case presses.WRONG | presses.PAGE:
                await _ask(case, context, press.place)
            case presses.DIGIT:
                await tell(query)
                await _show(
                    case, buttons.what_is_it(context.services.keys, case.answer, press.place)
                )
            case presses.MISSING | presses.MANY | presses.TYPE:
                await tell(query)
                if press.what != presses.TYPE or case.answer.text:
                    await _show_judged(case, context)
                await ask_for_number(context, case.message, query.from_user.id, press.what)
            case presses.IS:
                await _is(case, context, press)
            case presses.BACK:
                await _show_judged(case, context)
                await tell(query)
            case _:
                await tell(query)
    except StorageDown as down:
        await tell(query, str(down), alert=True)


async def _case(query: CallbackQuery, press: Press, context: Context) -> Case | None:
    """Looks whether a press is to be obeyed; who pressed is told why not."""
    if (asked := await picture_asked_for(query)) is None:
        return None
    message, source = asked
    picture = message.reply_to_message
    assert picture is not None, "that is where the source was found"
    services = context.services
    source, answer = answered_by(message, context)
    shown, _ = numbers_in(message)
    if not presses.is_genuine(services.keys, answer, press):
        await tell(query, answers.OUT_OF_DATE)
        return None
    user = query.from_user
    why_not = await _why_not(user, picture, answer.owner, context)
    if why_not is not None:
        await tell(query, why_not)
        return None
    key = key_of(context, answer, source, user.id)
    return Case(query, message, source, answer, shown, key)


async def _why_not(user: User, picture: Message, owner: int, context: Context) -> str | None:
    """Why somebody may not judge the answer to a picture; `None` for who may."""
    if user.id == owner or is_admin(user, context):
        return None
    if picture.sender_chat is None or picture.sender_chat.id != owner:
        return corrections.NOT_YOURS
    theirs = await may_write_as_sender(picture, user.id)
    if theirs is None:
        return corrections.UNKNOWN
    return None if theirs else corrections.NOT_YOURS


async def _right(case: Case, context: Context) -> None:
    services = context.services
    user = services.keys.user(case.query.from_user.id)
    await services.database.corrections.judged(case.key, user, correct=True)
    services.hands.changed(user)
    await tell(case.query, corrections.THANKS)
    answer = replace(case.answer, right=True)
    markup = buttons.under_reading(services.keys, answer)
    if case.shown == answer.text:
        await _show(case, markup)
    else:
        extra = buttons.extra_in(case.message.reply_markup)
        await edit(case.message, answers.as_read(answer.text), buttons.with_rows(markup, extra))


async def _ask(case: Case, context: Context, first: int) -> None:
    """Asks which digit, or, where there is only one, what it is."""
    services = context.services
    given = await services.database.corrections.given(case.key)
    await tell(case.query)
    answer = replace(case.answer, given=given)
    if len(answer.digits) == 1:
        await _show(case, buttons.what_is_it(services.keys, answer, 0))
    else:
        await _show(case, buttons.which_digit(services.keys, answer, first))


async def _is(case: Case, context: Context, press: Press) -> None:
    """Keeps what a digit is, as it is seen in the picture now."""
    services = context.services
    model = services.models.current
    try:
        reading = await as_answered(context, case.source, case.answer, model)
    except (PictureError, Unavailable):
        await tell(case.query, corrections.NOT_READ_ANEW, alert=True)
        return
    except Busy:
        await tell(case.query, answers.BUSY)
        return
    if reading.text != case.answer.text:
        await _read_anew(case, context, reading)
        return
    digit = reading.digits[press.place]
    before = await services.database.corrections.given(case.key)
    trusted = is_admin(case.query.from_user, context)
    kept = await _keep(
        case,
        context,
        NewCorrection(
            answer=case.key,
            place=press.place,
            user=services.keys.user(case.query.from_user.id),
            crop=digit.glyph,
            said=digit.digit,
            actual=press.value,
            version=model.name,
            trusted=trusted,
        ),
    )
    text = corrections.noted(digit.digit, press.value, kept, trusted=trusted, own=_is_own(case))
    await tell(case.query, text, alert=kept is Kept.FULL)
    if kept is Kept.FULL:
        await _show_judged(case, context)
        return
    given = {place: _digit(actual) for place, actual in before.items()}
    told = given, press.place, _digit(press.value)
    # Two long texts are laid beside each other, which takes time.
    number = await services.worker.run(with_digit, reading.text, case.shown, *told)
    await _show_corrected(case, context, reading, number)


def _digit(actual: int) -> str:
    return "" if actual == NOT_A_DIGIT else str(actual)


def _is_own(case: Case) -> bool:
    """Whether who corrects has written it, as far as that is known."""
    picture = case.message.reply_to_message
    return picture is not None and case.query.from_user.id == writer_of(picture)


async def _keep(case: Case, context: Context, new: NewCorrection) -> Kept:
    kept = await keep(context, new, own=_is_own(case))
    if kept is not Kept.FULL:
        services = context.services
        await services.database.corrections.judged(new.answer, new.user, correct=False)
    return kept


async def _read_anew(case: Case, context: Context, reading: Reading) -> None:
    """Another model reads the picture differently: its answer takes the place of the old one."""
    await tell(case.query, corrections.READ_ANEW, alert=True)
    answer, table = presses.read_now(case.answer, reading.text), typed(reading)
    extra = [*tables.buttons(table), *turning.to_turn(reading, answer.turned)]
    markup = buttons.under_reading(context.services.keys, answer, extra)
    await edit(case.message, answers.reading(reading, table), markup)


async def _show_judged(case: Case, context: Context) -> None:
    """Shows the answer's buttons, with what was corrected so far."""
    services = context.services
    given = await services.database.corrections.given(case.key)
    answer = replace(case.answer, given=given)
    await _show(case, buttons.under_reading(services.keys, answer))


async def _show_corrected(case: Case, context: Context, reading: Reading, number: str) -> None:
    """Shows what the number is now, in the place of what was read."""
    services = context.services
    given = await services.database.corrections.given(case.key)
    answer = replace(case.answer, given=given)
    extra = buttons.extra_in(case.message.reply_markup)
    markup = buttons.with_rows(buttons.under_reading(services.keys, answer), extra)
    await edit(case.message, answers.corrected(reading, number), markup)


async def _show(case: Case, markup: InlineKeyboardMarkup | None) -> None:
    """Shows other buttons about what is right; those for the table stay below them."""
    extra = buttons.extra_in(case.message.reply_markup)
    await edit_buttons(case.message, buttons.with_rows(markup, extra))
