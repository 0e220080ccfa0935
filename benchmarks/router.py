"""What stands before several `web` processes of one bot: passes calls on to each in turn."""

from __future__ import annotations

import contextlib
import itertools
import socket
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from aiohttp import ClientError, ClientSession, web

MOST_BYTES = 2**20


class Router:
    """As a platform's router. To be entered with `async with`.

    Attributes:
        url: what Telegram is told.
        ports: of the processes.
    """

    def __init__(self, port: int, behind: Sequence[int]) -> None:
        """Of ports of this machine: its own, and those of the processes."""
        self.url = f"http://127.0.0.1:{port}/hook"
        self.ports = tuple(behind)
        self._port, self._next = port, itertools.cycle(range(len(behind)))

    def choose(self) -> int:
        """The place, among the ports, of the process that gets the next call."""
        return next(self._next)

    def took(self, place: int, call: bytes) -> None:
        """Told of each call that a process has answered."""

    async def __aenter__(self) -> Self:
        self._session = ClientSession()
        application = web.Application(client_max_size=MOST_BYTES)
        application.router.add_post("/hook", self._pass_on)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        headers = {key: value for key, value in request.headers.items() if key.startswith("X-")}
        place, call = self.choose(), await request.read()
        url = f"http://127.0.0.1:{self.ports[place]}/hook"
        try:
            async with self._session.post(url, data=call, headers=headers) as own:
                self.took(place, call)
                return web.Response(status=own.status)
        except ClientError:
            return web.Response(status=502)


def free_ports(count: int) -> list[int]:
    """Ports of this machine on which nothing listens."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
