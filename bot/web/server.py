"""The bot's web server: what it tells of itself, the webhook, and the page for drawing."""

from __future__ import annotations

import contextlib
import errno
import socket
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.observability.health import alive, metrics, ready
from bot.observability.observed import Observed
from bot.settings import SettingsError
from bot.web import drawing, webhook

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.context import BotApplication
    from bot.settings import Settings

MOST_BYTES: Final = 1024 * 1024
"""What one request may bring; it is held against this before, and while, it is read."""
PORT_TAKEN: Final = "Nothing can listen on PORT {}: something else is using it."
NO_SUCH_HOST: Final = "Nothing can listen at WEBHOOK_HOST {}: it is no address of this machine."
CANNOT_LISTEN: Final = "Nothing can listen on PORT {} of WEBHOOK_HOST {}: {}."
CLOSING_SECONDS: Final = 2.0
"""How long calls that are being answered may take at the end; only their arrival, not the work."""


@contextlib.asynccontextmanager
async def listening(application: BotApplication, settings: Settings) -> AsyncGenerator[None]:
    """Serve what `settings` ask for, and tell Telegram of the webhook, where there is one.

    At the end the webhook stays set, so that Telegram keeps what comes in the meantime.

    Raises:
        SettingsError: if the port cannot be had, or Telegram does not take the webhook.
    """
    server = web.Application(client_max_size=MOST_BYTES)
    services = application.bot_data
    observed = Observed(
        services.counters, services.update_queue, services.models, services.database
    )
    server.router.add_get("/healthz", alive)
    server.router.add_get("/readyz", ready(observed))
    if settings.metrics:
        server.router.add_get("/metrics", metrics(observed))
    if settings.webhook_url is not None:
        webhook.add(server, application, settings)
    if settings.drawing_url is not None:
        drawing.add(server, services, settings)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=CLOSING_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.webhook_host, settings.port).start()
        except OSError as error:
            raise SettingsError([_why_not(error, settings)]) from error
        if settings.webhook_url is not None:
            await webhook.announce(application, settings)
        yield
    finally:
        services.update_queue.close()
        await runner.cleanup()


def _why_not(error: OSError, settings: Settings) -> str:
    """Which setting keeps the server from listening."""
    host, port = settings.webhook_host, settings.port
    if error.errno == errno.EADDRINUSE:
        return PORT_TAKEN.format(port)
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return NO_SUCH_HOST.format(host)
    return CANNOT_LISTEN.format(port, host, error.strerror or error)
