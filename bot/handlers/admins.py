"""Who runs the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import CallbackQuery

from bot.handlers.responses import say, tell
from bot.replies import rights

if TYPE_CHECKING:
    from telegram import Message, User

    from bot.context import Context


def is_admin(user: User | None, context: Context) -> bool:
    """Whether somebody is one of the bot's admins."""
    return user is not None and user.id in context.services.settings.admin_ids


async def admins_only(wish: Message | CallbackQuery, context: Context, refusal: str) -> bool:
    """Whether an admin has sent or pressed something.

    Args:
        wish: the message, or the press.
        context: knows the admins.
        refusal: what others are told.
    """
    if is_admin(wish.from_user, context):
        return True
    if isinstance(wish, CallbackQuery):
        await tell(wish, refusal, alert=True)
    elif wish.sender_chat is not None and wish.sender_chat.id == wish.chat.id:
        await say(wish, rights.ANONYMOUS)  # it may be an admin of the bot, who is one of the group
    else:
        await say(wish, refusal)
    return False
