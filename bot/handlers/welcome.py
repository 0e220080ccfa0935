"""/start, /help and /id, and commands that there are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.constants import ChatType

from bot.announcements.menus import offer_admin_menu
from bot.handlers.admins import is_admin
from bot.handlers.responses import say
from bot.replies import welcome

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def start(update: Update, context: Context) -> None:
    """Greet somebody new; an admin gets the menu that could not be set before."""
    message = update.message
    assert message is not None
    await say(message, welcome.START)
    person = message.from_user
    if message.chat.type == ChatType.PRIVATE and person is not None and is_admin(person, context):
        drawing = context.services.settings.drawing_url is not None
        await offer_admin_menu(context.bot, person.id, drawing=drawing)


async def tell_help(update: Update, context: Context) -> None:
    """Say what the bot can do, and to an admin in private what admins can do."""
    message = update.message
    assert message is not None
    private = message.chat.type == ChatType.PRIVATE
    admin = private and is_admin(message.from_user, context)
    await say(message, welcome.help_text(f"@{context.bot.username}", admin=admin))


async def tell_numbers(update: Update, context: Context) -> None:
    """Say the numbers that settings know the sender and the group by."""
    del context
    message = update.message
    assert message is not None
    # Who writes in the name of a group or a channel has no number of their own there.
    person = message.from_user if message.sender_chat is None else None
    group = message.chat.id if message.chat.type != ChatType.PRIVATE else None
    await say(message, welcome.numbers(person.id if person is not None else None, group))


async def unknown(update: Update, context: Context) -> None:
    """Say that there is no such command."""
    del context
    assert update.message is not None
    await say(update.message, welcome.UNKNOWN)
