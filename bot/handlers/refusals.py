"""What becomes of updates that are not worked on: a notice, once in a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Message
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from bot.gateway.admission import Refusal
from bot.handlers.filters import is_album_part
from bot.handlers.moved import was_let_in
from bot.handlers.responses import say, tell
from bot.replies import notices

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def keep_out(update: Update, context: Context) -> None:
    """Stop an update that was refused when it arrived; let all others pass.

    Raises:
        ApplicationHandlerStop: so that no other handler takes it.
    """
    refusal = context.services.admission.refusal_of(update)
    if refusal is None:
        return
    if refusal is Refusal.STRANGER and await was_let_in(context.services, update.effective_chat):
        return
    context.services.counters.turned_away(refusal.value)
    if update.callback_query is not None:
        await tell(update.callback_query, notices.BRIEFLY[refusal])
    else:
        if update.message is not None and is_album_part(update):
            context.services.left_out.add(update.message)
        await _tell_once(update, context, refusal)
    raise ApplicationHandlerStop


async def _tell_once(update: Update, context: Context, refusal: Refusal) -> None:
    message, sender = update.effective_message, update.effective_sender
    if not isinstance(message, Message) or sender is None:
        return
    whose = message.chat.id if refusal is Refusal.CHAT_TOO_FAST else (message.chat.id, sender.id)
    if not context.services.admission.notice_is_due((refusal, whose)):
        return
    number = sender.id if message.chat.type == ChatType.PRIVATE else message.chat.id
    await say(message, notices.notice(refusal, number))
