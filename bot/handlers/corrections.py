"""The buttons ✓ and ✗ under an answer: was it right, which digit was not, what is it?

Nothing is kept at answering time: when a digit is corrected, the picture is fetched and read once
more, so buttons outlive restarts, and work in whichever process gets the press.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.handlers.admins import is_admin
from bot.handlers.album_corrected import show_in_album
from bot.handlers.answered import as_answered, keep
from bot.handlers.pressed import Case, case_of
from bot.handlers.responses import tell
from bot.handlers.shown import cells_of, show_buttons, show_corrected, show_judged, show_reading
from bot.handlers.sources import Unavailable
from bot.handlers.typed import ask_for_number
from bot.mending.number import with_digit
from bot.reading.open.errors import PictureError
from bot.replies import answers, buttons, corrections, presses
from bot.storage import StorageDown
from bot.storage.correction_values import NOT_A_DIGIT, Kept, NewCorrection
from bot.worker import Busy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram import InlineKeyboardMarkup, Update

    from bot.context import Context
    from bot.reading.result import Reading
    from bot.replies.presses import Press


async def correct(update: Update, context: Context) -> None:
    """Obey a press of one of the buttons."""
    query = update.callback_query
    assert query is not None
    press = presses.press_in(query.data or "")
    assert press is not None, "the routing lets only these through"
    case = await case_of(query, press, context)
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
                await show_buttons(case, _what_is_it(case, context, press.place))
            case presses.MISSING | presses.MANY | presses.TYPE:
                await tell(query)
                if press.what != presses.TYPE or case.answer.text or case.shown:
                    await show_judged(case, context)
                await ask_for_number(context, case.message, query.from_user.id, press.what)
            case presses.IS:
                await _is(case, context, press)
            case presses.BACK:
                await show_judged(case, context)
                await tell(query)
            case _:
                await tell(query)
    except StorageDown as down:
        await tell(query, str(down), alert=True)


async def _right(case: Case, context: Context) -> None:
    """Takes the number that the answer shows for right: the one that was read, or the corrected."""
    services = context.services
    user = services.keys.user(case.query.from_user.id)
    if case.answer.corrected:
        await services.database.corrections.judged(case.key, user, correct=False)
        await tell(case.query, corrections.STAYS_CORRECTED if case.shown else corrections.THANKS)
    else:
        await services.database.corrections.judged(case.key, user, correct=True)
        services.hands.changed(user)
        await tell(case.query, corrections.THANKS)
    reading = await cells_of(case, context)
    if reading is None:
        await show_judged(case, context, right=True)
    else:
        await show_corrected(case, context, reading, case.shown, right=True)


async def _ask(case: Case, context: Context, first: int) -> None:
    """Asks which digit, or what it is, where there is only one, or none that was read."""
    services = context.services
    given = await services.database.corrections.given(case.key)
    await tell(case.query)
    answer = replace(case.answer, given=given)
    if not answer.text:
        await show_buttons(case, buttons.what_is_refused(services.keys, answer))
    elif len(answer.digits) == 1:
        await show_buttons(case, _what_is_it(case, context, 0))
    else:
        await show_buttons(case, buttons.which_digit(services.keys, answer, first))


def _what_is_it(case: Case, context: Context, place: int) -> InlineKeyboardMarkup:
    """Asks it; once it was corrected, it may also be what was read first."""
    keys = context.services.keys
    return buttons.what_is_it(keys, case.answer, place, corrected=case.answer.corrected)


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
    if not reading.text:
        await _no_number(case, context, reading)
        return
    digit = reading.digits[press.place]
    if press.value == digit.digit:
        await _as_first(case, context, press, reading)
        return
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
    text = corrections.noted(digit.digit, press.value, kept, trusted=trusted, own=case.is_own)
    await tell(case.query, text, alert=kept is Kept.FULL)
    if kept is Kept.FULL:
        await show_judged(case, context)
        return
    number = await _with_digit(case, context, press, before)
    await show_corrected(case, context, reading, number)


async def _as_first(case: Case, context: Context, press: Press, reading: Reading) -> None:
    """Takes the correction of a digit back: it is what was read first."""
    services = context.services
    before = await services.database.corrections.given(case.key)
    number = await _with_digit(case, context, press, before)
    user = services.keys.user(case.query.from_user.id)
    right = number == reading.text
    if right:
        await services.database.corrections.judged(case.key, user, correct=True)
    else:
        await services.database.corrections.take_back(case.key, press.place)
    services.hands.changed(user)
    await tell(case.query, corrections.THANKS)
    await show_corrected(case, context, reading, number, right=right)


async def _no_number(case: Case, context: Context, reading: Reading) -> None:
    """Takes back what a refused picture was said to be: it is no number, as was said first."""
    services = context.services
    user = services.keys.user(case.query.from_user.id)
    await services.database.corrections.judged(case.key, user, correct=True)
    services.hands.changed(user)
    await tell(case.query, corrections.THANKS)
    await show_reading(case, context, reading)
    await show_in_album(context, case.source, case.answer, reading, "")


async def _with_digit(case: Case, context: Context, press: Press, before: Mapping[int, int]) -> str:
    """The number that is shown once a digit of it is what the press says.

    Args:
        case: the answer.
        context: the bot's.
        press: says which digit is what.
        before: what digits were corrected to until now, by place.
    """
    given = {place: _digit(actual) for place, actual in before.items()}
    told = case.answer.text, case.shown, given, press.place, _digit(press.value)
    # Two long texts are laid beside each other, which takes time.
    return await context.services.worker.run(with_digit, *told)


def _digit(actual: int) -> str:
    return "" if actual == NOT_A_DIGIT else str(actual)


async def _keep(case: Case, context: Context, new: NewCorrection) -> Kept:
    kept = await keep(context, new, own=case.is_own)
    if kept is not Kept.FULL:
        services = context.services
        await services.database.corrections.judged(new.answer, new.user, correct=False)
    return kept


async def _read_anew(case: Case, context: Context, reading: Reading) -> None:
    """Another model reads the picture differently: its answer takes the place of the old one."""
    await tell(case.query, corrections.READ_ANEW, alert=True)
    await show_reading(case, context, reading)
