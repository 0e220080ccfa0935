"""A group becomes a supergroup: it is served on, and the admins hear which number to set."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from telegram.constants import ChatType

from bot.announcements.admins import tell_admins
from bot.gateway.moved_groups import Moved, pair_in
from bot.replies import notices
from bot.storage import StorageDown

if TYPE_CHECKING:
    from telegram import Chat, Update

    from bot.context import Context, Services

log = logging.getLogger(__name__)

KEPT: Final = "moved groups"
"""Key of the new numbers by the old ones."""


async def follow_move(update: Update, context: Context) -> None:
    """Take in what Telegram says of it, in the old group or in the new one."""
    message = update.message
    assert message is not None
    moved = pair_in(message)
    assert moved is not None, "the routing lets only these through"
    await _take_in(moved, context, title=message.chat.title)


async def learn_move(moved: Moved, context: Context) -> None:
    """Take in what Telegram answers to a message for a group that has moved."""
    await _take_in(moved, context)


async def _take_in(moved: Moved, context: Context, title: str | None = None) -> None:
    """Remember where a group has gone, also for after a restart, and tell the admins once."""
    services = context.services
    services.moved.note(moved)
    if not services.moved.first_heard(moved.old) or not await _keep(services, moved):
        return
    admins, allowed = services.settings.admin_ids, services.settings.allowed_chats
    if moved.old in allowed:
        log.warning("a group has another number now, see ALLOWED_CHATS")
        await tell_admins(context.bot, admins, notices.moved(title, moved.old, moved.new))


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


async def _keep(services: Services, moved: Moved) -> bool:
    """Whether nobody has kept it before."""
    await services.database.loaded()
    try:
        return await services.database.state.put_in(KEPT, str(moved.old), moved.new)
    except StorageDown:
        log.warning("where a group has moved is kept until the next restart only")
    return True
