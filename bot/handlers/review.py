"""/corrections: an admin looks at what people say, approves it or drops it."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from telegram import CallbackQuery, Message
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.handlers.admins import admins_only
from bot.handlers.explain import tell
from bot.handlers.picture import say
from bot.replies import answers, review
from bot.storage import StorageDown
from bot.storage.values import Judgement
from bot.worker import Busy

if TYPE_CHECKING:
    from telegram import Update

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
    if not isinstance(query.message, Message):
        await tell(query, answers.OUT_OF_DATE)
        return
    try:
        await _obey(query, query.message, context, found[1], int(found[2]))
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
    await tell(query, review.now(states.get(number)) if number else review.outcome(states))
    await _show_states(message, context, ids, states)


async def _send_sheet(message: Message, context: Context, after: int) -> bool:
    """Sends what comes after a correction, as a picture; `False` where there is nothing."""
    services = context.services
    corrections = services.database.corrections
    items = await corrections.pending(review.PAGE + 1, after)
    if not items:
        return False
    shown, more = items[: review.PAGE], len(items) > review.PAGE
    from bot.replies.sheet import draw

    picture = await services.worker.run(draw, shown)
    waiting = (await corrections.tally()).pending
    await message.reply_photo(
        picture,
        caption=review.head(len(shown), waiting),
        filename="corrections.jpg",
        reply_markup=review.buttons(
            [item.id for item in shown], {item.id: item.state for item in shown}, more=more
        ),
    )
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
        caption = review.outcome(states)
    markup = review.buttons(ids, states, more=more)
    with contextlib.suppress(BadRequest):  # it is so already, or the sheet was deleted
        await message.edit_caption(caption, reply_markup=markup)
