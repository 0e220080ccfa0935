"""/start and /help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.constants import ChatType

from bot.handlers.admins import is_admin
from bot.menus import offer_admin_menu
from bot.replies import answers

if TYPE_CHECKING:
    from telegram import Update

    from bot.context import Context


async def start(update: Update, context: Context) -> None:
    """Greet somebody new; an admin gets the menu that could not be set before."""
    message = update.message
    assert message is not None
    await message.reply_html(answers.START)
    person = message.from_user
    if message.chat.type == ChatType.PRIVATE and person is not None and is_admin(person, context):
        await offer_admin_menu(context.bot, person.id)


async def tell_help(update: Update, context: Context) -> None:
    """Say what the bot can do."""
    del context
    assert update.message is not None
    await update.message.reply_html(answers.HELP)
