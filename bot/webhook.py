"""Receives updates where Telegram calls the bot, instead of the bot asking Telegram."""

from __future__ import annotations

import contextlib
import hmac
import json
import logging
from typing import TYPE_CHECKING, Final

from aiohttp import web
from telegram.error import BadRequest

from bot.context import Recent
from bot.gateway.retry import until_reached
from bot.gateway.updates import parsed
from bot.handlers.routes import ALLOWED_UPDATES
from bot.observability.health import alive, metrics, ready
from bot.observability.observed import Observed
from bot.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from bot.context import BotApplication
    from bot.settings import Settings

log = logging.getLogger(__name__)

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES: Final = 1024 * 1024
MOST_KNOWN: Final = 10_000
"""Updates that are remembered; Telegram brings those again that it does not know to have come."""
CANNOT_LISTEN: Final = "Nothing can listen on PORT {}: {}. Is something else using it?"
NOT_TAKEN: Final = "Telegram does not take this WEBHOOK_URL: {}."
CLOSING_SECONDS: Final = 2.0
"""How long calls that are being answered may take at the end; only their arrival, not the work."""


@contextlib.asynccontextmanager
async def listening(application: BotApplication, settings: Settings) -> AsyncGenerator[None]:
    """Serve the webhook, and tell Telegram of it.

    At the end the webhook stays set, so that Telegram keeps what comes in the meantime.
    """
    assert settings.webhook_url is not None
    server = web.Application(client_max_size=MOST_BYTES)
    server.router.add_post(settings.webhook_url.path or "/", _receiver(application, settings))
    services = application.bot_data
    observed = Observed(
        services.counters, services.update_queue, services.models, services.database
    )
    server.router.add_get("/healthz", alive)
    server.router.add_get("/readyz", ready(observed))
    if settings.metrics:
        server.router.add_get("/metrics", metrics(observed))
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=CLOSING_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.webhook_host, settings.port).start()
        except OSError as error:
            raise SettingsError([CANNOT_LISTEN.format(settings.port, error.strerror)]) from error
        url, secret = str(settings.webhook_url), settings.webhook_token

        async def set_webhook() -> None:
            await application.bot.set_webhook(
                url, allowed_updates=ALLOWED_UPDATES, secret_token=secret
            )

        try:
            await until_reached(set_webhook)
        except BadRequest as error:
            raise SettingsError([NOT_TAKEN.format(error.message)]) from error
        yield
    finally:
        services.update_queue.close()
        await runner.cleanup()


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
