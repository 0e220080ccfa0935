"""Who runs the bot."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from telegram import CallbackQuery
from telegram.error import TelegramError

from bot.handlers.responses import say, tell

if TYPE_CHECKING:
    from telegram import Bot, Message, User

    from bot.context import Context, Services


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
    else:
        await say(wish, refusal)
    return False


async def tell_admins(bot: Bot, services: Services, text: str) -> None:
    """Say something to each admin who can be told."""
    for admin in services.settings.admin_ids:
        with contextlib.suppress(TelegramError):
            await bot.send_message(admin, text)
