"""A group becomes a supergroup: it is served on, and the admins hear which number to set."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from telegram.constants import ChatType

from bot.gateway.moved_groups import pair_in
from bot.handlers.admins import tell_admins
from bot.replies import notices
from bot.storage import StorageDown

if TYPE_CHECKING:
    from telegram import Bot, Chat, Update

    from bot.context import Context, Services

log = logging.getLogger(__name__)

KEPT: Final = "moved groups"
"""Key of the new numbers by the old ones."""


async def follow_move(update: Update, context: Context) -> None:
    """Take in what Telegram says of it, in the old group or in the new one."""
    message = update.message
    assert message is not None
    pair = pair_in(message)
    assert pair is not None, "the routing lets only these through"
    await move(context.bot, context.services, *pair, title=message.chat.title)


async def move(bot: Bot, services: Services, old: int, new: int, title: str | None = None) -> None:
    """Remember where a group has gone, also for after a restart, and tell the admins once."""
    services.moved.note(old, new)
    if not services.moved.first_heard(old) or not await _keep(services, old, new):
        return
    if old in services.settings.allowed_chats:
        log.warning("a group has another number now, see ALLOWED_CHATS")
        await tell_admins(bot, services, notices.moved(title, old, new))


async def was_let_in(services: Services, chat: Chat | None) -> bool:
    """Whether a stranger's chat is one that was let in under its old number.

    An earlier process, or another one, may have heard what this one has not.
    """
    allowed = services.settings.allowed_chats
    if chat is None or chat.type != ChatType.SUPERGROUP or not allowed:
        return False
    if services.moved.may_look():
        await services.database.loaded()
        try:
            services.moved.learn(await services.database.state.get(KEPT) or {})
        except StorageDown:
            log.warning("whether a group has moved cannot be looked up")
    return not services.moved.numbers(chat.id).isdisjoint(allowed)


async def _keep(services: Services, old: int, new: int) -> bool:
    """Whether nobody has kept it before."""
    await services.database.loaded()
    state = services.database.state
    try:
        kept = await state.get(KEPT) or {}
        if kept.get(str(old)) == new:
            return False
        await state.put(KEPT, kept | {str(old): new})
    except StorageDown:
        log.warning("where a group has moved is kept until the next restart only")
    return True
