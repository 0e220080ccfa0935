"""Receives updates where Telegram calls the bot, instead of the bot asking Telegram."""

from __future__ import annotations

import hmac
import json
import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from aiohttp import web
from telegram.error import BadRequest

from bot.context import Recent
from bot.gateway.retry import until_reached
from bot.gateway.updates import parsed
from bot.handlers.routes import ALLOWED_UPDATES
from bot.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.context import BotApplication
    from bot.settings import Settings

log = logging.getLogger(__name__)

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
MOST_KNOWN: Final = 10_000
"""Updates that are remembered; Telegram brings those again that it does not know to have come."""
NOT_TAKEN: Final = "Telegram does not take this WEBHOOK_URL: {}."


def add(server: web.Application, application: BotApplication, settings: Settings) -> None:
    """Let Telegram call the bot at WEBHOOK_URL's path."""
    assert settings.webhook_url is not None
    path = unquote(settings.webhook_url.path or "/")  # as aiohttp compares it
    server.router.add_post(path, _receiver(application, settings))


async def announce(application: BotApplication, settings: Settings) -> None:
    """Tell Telegram of the webhook.

    Raises:
        SettingsError: if Telegram does not take it.
    """
    url, secret = str(settings.webhook_url), settings.webhook_token

    async def set_webhook() -> None:
        await application.bot.set_webhook(url, allowed_updates=ALLOWED_UPDATES, secret_token=secret)

    try:
        await until_reached(set_webhook)
    except BadRequest as error:
        raise SettingsError([NOT_TAKEN.format(error.message)]) from error


def _receiver(
    application: BotApplication, settings: Settings
) -> Callable[[web.Request], Awaitable[web.Response]]:
    secret = settings.webhook_token.encode()
    known, update_queue = Recent(MOST_KNOWN), application.bot_data.update_queue

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, secret):
            return web.Response(status=403)
        try:
            data = json.loads(await request.read())
        except ValueError:
            log.error("a webhook call was not JSON")
            return web.Response()
        update = parsed(data, application.bot, update_queue.put_nowait)
        if update is None:
            # Not refused: Telegram would bring the same again, and everything else behind it.
            return web.Response()
        if not await update_queue.room():
            return web.Response(status=503)  # Telegram brings it to whoever comes after
        if known.add(update.update_id):
            await update_queue.put(update)
        return web.Response()

    return receive
