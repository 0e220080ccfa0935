"""The composition root: settings in, a Telegram application out. The only place of wiring."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Final, cast

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes

from bot.context import BotApplication, Context, Services
from bot.handlers import routes
from bot.handlers.command import MENU
from bot.handlers.errors import Reports
from bot.handlers.matching import is_album_part
from bot.network import PatientLimiter, PollingRequest, PollingWatch
from bot.order import ChatOrder, Inbox

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bot.settings import Settings

log = logging.getLogger(__name__)

MOST_UPDATES: Final = 500
"""Updates that are fetched from Telegram before earlier ones are finished."""


def build(settings: Settings, watch: PollingWatch) -> BotApplication:
    """Wire the bot.

    Args:
        settings: what the operator chose.
        watch: hears how fetching updates goes.

    Raises:
        bot.settings.SettingsError: if there is no token.
    """
    # Else it warns at each "too many requests" that durations will be timedeltas one day.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    order = ChatOrder(settings.concurrency, key=turn_of)
    services = Services(settings, order)
    builder = (
        ApplicationBuilder()
        .token(settings.token)
        .base_url(f"{settings.api_root}/bot")
        .base_file_url(f"{settings.api_root}/file/bot")
        .context_types(
            # python-telegram-bot only calls it, once.
            ContextTypes(context=Context, bot_data=cast("type[Services]", lambda: services))
        )
        .rate_limiter(PatientLimiter(settings.messages_per_second))
        .concurrent_updates(order)
        .update_queue(Inbox(MOST_UPDATES))
        .get_updates_request(PollingRequest(watch))
        .connection_pool_size(4 * settings.concurrency)
        .connect_timeout(10)
        .read_timeout(20)
        .write_timeout(20)
        .pool_timeout(10)
        .job_queue(None)
        .post_init(_open)
        .post_shutdown(_close)
    )
    application: BotApplication = builder.build()
    application.add_handlers(routes())
    application.add_error_handler(Reports().on_error)
    return application


def turn_of(update: object) -> Hashable | None:
    """What an update must wait for: earlier ones of its chat.

    Parts of albums wait for nothing, for they have to be counted as they come.
    """
    if not isinstance(update, Update) or is_album_part(update):
        return None
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else None


async def offer_menu(application: BotApplication) -> None:
    """Tell Telegram which commands there are; the bot works without, too."""
    try:
        await application.bot.set_my_commands(MENU)
    except TelegramError as error:
        log.warning("the menu of commands could not be set", extra={"why": type(error).__name__})


async def _open(application: BotApplication) -> None:
    await application.bot_data.open()


async def _close(application: BotApplication) -> None:
    await application.bot_data.close()
