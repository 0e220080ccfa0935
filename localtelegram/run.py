"""Starts the demo's server and page for `python -m bot demo`."""

from __future__ import annotations

import errno
import logging
import os
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from localtelegram.page_routes import add_page, on_loopback
from localtelegram.server import BotApiServer

log = logging.getLogger(__name__)

ADMIN = 1001
GUEST = 1002
GROUP = -1001000000001
_PORTS = 65536
_PORTS_TRIED = 20


class DemoError(Exception):
    """The demo cannot start; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the bot needs to know of the demo.

    Attributes:
        url: address of the Bot API server, and of the chat page.
        token: the bot's token there.
        admin_ids: the people who are its admins.
        server: the server itself.
    """

    url: str
    token: str
    admin_ids: frozenset[int]
    server: BotApiServer


@asynccontextmanager
async def serve_demo(host: str = "127.0.0.1", port: int = 8080) -> AsyncIterator[Demo]:
    """Serves the local Bot API and the chat page.

    Where `port` is taken, the next free one is used.

    Args:
        host: address to listen on; beyond loopback, everybody in the network can chat.
        port: 1 to 65535, or 0 for any.

    Raises:
        DemoError: the address cannot be listened on.
    """
    server = await _listen(host, port)
    try:
        server.user(ADMIN, "Ada")
        server.user(GUEST, "Gus", started=False)
        server.world.add_group(GROUP, "Paper & Pencil", {ADMIN})
        if not on_loopback(host):
            log.warning("everybody who can reach %s can use the chat page", server.url)
        yield Demo(server.url, server.token, frozenset({ADMIN}), server)
    finally:
        await server.stop()


async def _listen(host: str, port: int) -> BotApiServer:
    if not 0 <= port < _PORTS:
        raise DemoError(f"{port} is no port. Choose one up to {_PORTS - 1}, or --port 0 for any.")
    last = min(port + _PORTS_TRIED, _PORTS) if port else 1
    for candidate in range(port, last):
        server = BotApiServer(host=host, port=candidate, extend=add_page)
        try:
            await server.start()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            raise DemoError(
                f"Cannot listen on {host} port {candidate}: {error.strerror}. "
                "Choose others with --host and --port."
            ) from error
        if candidate != port and port:
            log.warning("port %d is taken by another program, using %d", port, candidate)
        return server
    raise DemoError(
        f"Ports {port} to {last - 1} are all taken. Choose a free one with --port, "
        "or --port 0 for any."
    )


def open_browser(url: str) -> None:
    """Opens a page, where there is a screen (a text browser would take the terminal)."""
    screen = {"DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"} & os.environ.keys()
    if screen or sys.platform in {"darwin", "win32"}:
        webbrowser.open(url)
