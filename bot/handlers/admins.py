"""Who runs the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telegram import User

    from bot.context import Context


def is_admin(user: User | None, context: Context) -> bool:
    """Whether somebody is one of the bot's admins."""
    return user is not None and user.id in context.services.settings.admin_ids
