"""Tells Telegram which commands there are: some for everybody, more in each admin's chat."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Final

from telegram import BotCommandScopeChat, MenuButtonDefault
from telegram.error import BadRequest, TelegramError

from bot.replies import drawing_page, menus
from bot.storage import StorageDown

if TYPE_CHECKING:
    from telegram import Bot

    from bot.settings import Settings
    from bot.storage import Database

log = logging.getLogger(__name__)

ADMINS: Final = "admins with a menu"
"""Key of the list of those who have one, to take it away from who is no admin any more."""
PAGE: Final = "page of the menu button"
"""Key of the page for drawing that the menu button opens, to take the button away with the page."""


async def offer_menus(bot: Bot, settings: Settings, database: Database) -> None:
    """Set the menus; the bot works without, too."""
    state, admins, page = database.state, settings.admin_ids, settings.drawing_url
    try:
        await bot.set_my_commands(menus.commands(drawing=page is not None))
        for admin in admins:
            await offer_admin_menu(bot, admin, drawing=page is not None)
        await _offer_page(bot, page, database)
        with contextlib.suppress(StorageDown):
            before = await state.get(ADMINS) or []
            for former in set(before) - admins:
                with contextlib.suppress(BadRequest):
                    await bot.delete_my_commands(BotCommandScopeChat(former))
            if set(before) != admins:
                await state.put(ADMINS, sorted(admins))
    except TelegramError as error:
        log.warning("the menu of commands could not be set", extra={"why": type(error).__name__})


async def _offer_page(bot: Bot, page: str | None, database: Database) -> None:
    """Set the button that opens the page for drawing, or take it away where this bot had set it."""
    state = database.state
    if page is not None:
        await bot.set_chat_menu_button(menu_button=drawing_page.menu_button(page))
    with contextlib.suppress(StorageDown):
        before = await state.get(PAGE)
        if page is None and before is not None:
            await bot.set_chat_menu_button(menu_button=MenuButtonDefault())
            await state.delete(PAGE)
        elif page is not None and page != before:
            await state.put(PAGE, page)


async def offer_admin_menu(bot: Bot, admin: int, *, drawing: bool) -> None:
    """Set the menu of an admin's private chat; who never spoke with the bot has none yet.

    Raises:
        telegram.error.TelegramError: Telegram cannot be reached.
    """
    with contextlib.suppress(BadRequest):
        await bot.set_my_commands(
            menus.commands(drawing=drawing, admin=True), scope=BotCommandScopeChat(admin)
        )
