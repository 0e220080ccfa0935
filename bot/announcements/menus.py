"""Tells Telegram which commands there are: some for everybody, more in each admin's chat."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Final

from telegram import BotCommandScopeChat
from telegram.error import BadRequest, TelegramError

from bot.replies import menus
from bot.storage import StorageDown

if TYPE_CHECKING:
    from telegram import Bot

    from bot.storage import Database

log = logging.getLogger(__name__)

ADMINS: Final = "admins with a menu"
"""Key of the list of those who have one, to take it away from who is no admin any more."""


async def offer_menus(bot: Bot, admins: frozenset[int], database: Database) -> None:
    """Set the menus; the bot works without, too."""
    state = database.state
    try:
        await bot.set_my_commands(menus.EVERYBODY)
        for admin in admins:
            await offer_admin_menu(bot, admin)
        with contextlib.suppress(StorageDown):
            before = await state.get(ADMINS) or []
            for former in set(before) - admins:
                with contextlib.suppress(BadRequest):
                    await bot.delete_my_commands(BotCommandScopeChat(former))
            if set(before) != admins:
                await state.put(ADMINS, sorted(admins))
    except TelegramError as error:
        log.warning("the menu of commands could not be set", extra={"why": type(error).__name__})


async def offer_admin_menu(bot: Bot, admin: int) -> None:
    """Set the menu of an admin's private chat; who never spoke with the bot has none yet.

    Raises:
        telegram.error.TelegramError: Telegram cannot be reached.
    """
    with contextlib.suppress(BadRequest):
        await bot.set_my_commands(menus.ADMINS, scope=BotCommandScopeChat(admin))
