"""/corrections: an admin looks at what people say, approves it or drops it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram.constants import ChatType

from bot.handlers.admins import admins_only
from bot.handlers.responses import edit_caption, message_of, say, show, tell
from bot.replies import answers, review
from bot.storage import StorageDown
from bot.storage.correction_values import Judgement
from bot.worker import Busy

if TYPE_CHECKING:
    from telegram import CallbackQuery, Message, Update

    from bot.context import Context


async def corrections_command(update: Update, context: Context) -> None:
    """Send the first sheet."""
    message = update.message
    assert message is not None
    if not await admins_only(message, context, review.ONLY_ADMINS):
        return
    if message.chat.type != ChatType.PRIVATE:
        await say(message, review.IN_PRIVATE)
    else:
        try:
            if not await _send_sheet(message, context, 0):
                await say(message, review.NONE)
        except StorageDown as down:
            await say(message, answers.sentence(str(down)))
        except Busy:
            await say(message, answers.BUSY)


async def press_review(update: Update, context: Context) -> None:
    """Obey a press of one of a sheet's buttons. All of them may be pressed twice."""
    query = update.callback_query
    assert query is not None
    if not await admins_only(query, context, review.ONLY_ADMINS):
        return
    found = re.fullmatch(review.REVIEW, query.data or "")
    assert found is not None, "the routing lets only these through"
    try:
        message = message_of(query)
        if message is None:
            await _obey_unseen(query, context, found[1], int(found[2]))
        else:
            await _obey(query, message, context, found[1], int(found[2]))
    except StorageDown as down:
        await tell(query, str(down), alert=True)
    except Busy:
        await tell(query, answers.BUSY)


async def _obey(
    query: CallbackQuery, message: Message, context: Context, what: str, number: int
) -> None:
    corrections = context.services.database.corrections
    ids = review.ids_in(message.reply_markup)
    match what:
        case "drop":
            await corrections.judge([number], approved=False)
        case "restore":
            await corrections.restore([number])
        case "approve" | "clear":
            await corrections.judge(ids, approved=what == "approve")
        case "next":
            more = await _send_sheet(message, context, number)
            await tell(query, None if more else review.NO_MORE)
            return
    states = await corrections.states(ids)
    told = review.now(states.get(number)) if number else review.outcome(ids, states)
    await tell(query, told)
    await _show_states(message, context, ids, states)


async def _obey_unseen(query: CallbackQuery, context: Context, what: str, number: int) -> None:
    """Obeys a press under a sheet whose other buttons Telegram no longer shows to the bot.

    Which corrections were on it stood in those, so only what names one can be done. Its own button
    stays as it is shown, so each press of it does the other of the two.
    """
    corrections = context.services.database.corrections
    if not number or what == "next":
        await tell(query, review.OUT_OF_DATE, alert=True)
        return
    if what != "decided" and not await corrections.judge([number], approved=False):
        await corrections.restore([number])
    states = await corrections.states([number])
    await tell(query, f"{review.now(states.get(number))} {review.OUT_OF_DATE}", alert=True)


async def _send_sheet(message: Message, context: Context, after: int) -> bool:
    """Sends what comes after a correction, as a picture; `False` where there is nothing."""
    services = context.services
    corrections = services.database.corrections
    items = await corrections.pending(review.PAGE + 1, after)
    if not items:
        return False
    shown, more = items[: review.PAGE], len(items) > review.PAGE
    from bot.drawing.contact_sheet import draw

    picture = await services.worker.run(draw, shown)
    waiting = (await corrections.tally()).pending
    markup = review.buttons(
        [item.id for item in shown], {item.id: item.state for item in shown}, more=more
    )
    await show(message, picture, "corrections.jpg", review.head(len(shown), waiting), markup)
    return True


async def _show_states(
    message: Message, context: Context, ids: list[int], states: dict[int, Judgement]
) -> None:
    """Brings a sheet's caption and buttons up to date."""
    corrections = context.services.database.corrections
    more = bool(ids) and bool(await corrections.pending(1, after=max(ids)))
    pending = list(states.values()).count(Judgement.PENDING)
    if pending:
        caption = review.head(pending, (await corrections.tally()).pending)
    else:
        caption = review.outcome(ids, states)
    markup = review.buttons(ids, states, more=more)
    await edit_caption(message, caption, markup)
