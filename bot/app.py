"""The composition root: settings in, a Telegram application out. The only place of wiring."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, cast

from telegram import Update
from telegram.ext import ApplicationBuilder, BaseHandler, ContextTypes, TypeHandler

from bot.context import BotApplication, Context, Services
from bot.gateway import retry
from bot.gateway.admission import Admission
from bot.gateway.moved_groups import MovedGroups
from bot.gateway.per_chat_processor import ChatOrder
from bot.gateway.polling import PollingRequest, PollingWatch
from bot.gateway.retry import PatientLimiter
from bot.gateway.transport import AiohttpRequest, Patience
from bot.gateway.update_queue import Inbox
from bot.handlers.errors import Reports
from bot.handlers.filters import is_album_part
from bot.announcements.run_messages import Followers
from bot.handlers.groups import is_addressed
from bot.handlers.moved import move
from bot.handlers.refusals import keep_out
from bot.handlers.routes import routes
from bot.observability.counters import Vitals

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from bot.gateway.updates import PassedOver
    from bot.settings import Settings

BEFORE_ALL: Final = -1
"""The group of handlers that every update passes before those of the routing table."""


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
    table, vitals, inbox = routes(), Vitals(), Inbox(settings.queue_limit)
    concerns = concerned(table)
    moved = MovedGroups()
    admission = Admission(settings, inbox, concerns, moved)
    order = ChatOrder(settings.concurrency, key=arrival(admission, vitals), waited=vitals.waited)
    services = Services(settings, order, inbox, admission, vitals, moved)
    reports = Reports(concerns)

    def passed_over(what: PassedOver) -> None:
        application.create_task(reports.passed_over(what, application.bot, services))

    def has_moved(old: int, new: int) -> None:
        application.create_task(move(application.bot, services, old, new))

    services.passed_over = passed_over
    patience = Patience(pool=20, connect=10, read=retry.READ_SECONDS)
    builder = (
        ApplicationBuilder()
        .token(settings.token)
        .base_url(f"{settings.api_root}/bot")
        .base_file_url(f"{settings.api_root}/file/bot")
        .context_types(
            # python-telegram-bot only calls it, once.
            ContextTypes(context=Context, bot_data=cast("type[Services]", lambda: services))
        )
        .rate_limiter(PatientLimiter(settings.messages_per_second, has_moved))
        .concurrent_updates(order)
        .update_queue(inbox)
        .get_updates_request(PollingRequest(watch, inbox, passed_over))
        .request(AiohttpRequest(4 * settings.concurrency, patience))
        .job_queue(None)
        .post_init(_open)
        .post_shutdown(_close)
    )
    application: BotApplication = builder.build()
    services.followers = Followers(application.bot, services.database, services.training)
    application.add_handlers({BEFORE_ALL: [TypeHandler(Update, keep_out)], 0: table})
    application.add_error_handler(reports.on_error)
    return application


def arrival(admission: Admission, vitals: Vitals) -> Callable[[object], Hashable | None]:
    """What is done with an update as it comes: it is counted, judged, and gets its turn.

    A refused update waits for nothing, for `keep_out` is quick.
    """

    def turn(update: object) -> Hashable | None:
        vitals.arrived()
        if isinstance(update, Update) and admission.judge(update) is not None:
            return None
        return turn_of(update)

    return turn


def concerned(table: Sequence[BaseHandler[Update, Context, Any]]) -> Callable[[Update], bool]:
    """Whether an update is for the bot: whether `table` has a line that takes it.

    The line for albums takes every part, of which only some name the bot.
    """

    def concerns(update: Update) -> bool:
        if is_album_part(update):
            assert update.message is not None
            return is_addressed(update.message, update.get_bot())
        checks = (handler.check_update(update) for handler in table)
        return any(check is not None and check is not False for check in checks)

    return concerns


def turn_of(update: object) -> Hashable | None:
    """What an update must wait for: earlier ones of its chat.

    Parts of albums wait for nothing, for they have to be counted as they come.
    """
    if not isinstance(update, Update) or is_album_part(update):
        return None
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else None


async def _open(application: BotApplication) -> None:
    await application.bot_data.open()


async def _close(application: BotApplication) -> None:
    await application.bot_data.close()
