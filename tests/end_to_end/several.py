"""Several processes of one bot: what stands before them, and how they are started."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import httpx
from aiohttp import ClientError, ClientSession, web

from tests.end_to_end.processes import BotProcess


class Forwarder:
    """Passes webhook calls on to several processes in turn, as a platform's router does.

    Attributes:
        url: what Telegram is told.
        ports: of the processes.
        only: the process that gets all calls, by its place; `None` for each in turn.
        passed: which process got each update.
    """

    def __init__(self):
        self.port, *self.ports = free_ports(3)
        self.url = f"http://127.0.0.1:{self.port}/hook"
        self.only = None
        self.passed = []

    async def __aenter__(self):
        self._session = ClientSession()
        application = web.Application()
        application.router.add_post("/hook", self._pass_on)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        return self

    async def __aexit__(self, *error):
        await self._runner.cleanup()
        await self._session.close()

    async def _pass_on(self, request):
        last = self.passed[-1][0] if self.passed else -1
        place = (last + 1) % len(self.ports) if self.only is None else self.only
        body = await request.read()
        headers = {key: value for key, value in request.headers.items() if key.startswith("X-")}
        url = f"http://127.0.0.1:{self.ports[place]}/hook"
        try:
            async with self._session.post(url, data=body, headers=headers) as answer:
                self.passed.append((place, await request.json()))
                return web.Response(status=answer.status)
        except ClientError:
            return web.Response(status=502)


def free_ports(count):
    """Ports on which nothing listens."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@contextlib.asynccontextmanager
async def two_processes(telegram, folder, database, **environment):
    """Two `web` processes behind a forwarder, both ready."""
    async with contextlib.AsyncExitStack() as stack:
        forwarder = await stack.enter_async_context(Forwarder())
        for place, port in enumerate(forwarder.ports):
            own = {
                "DATABASE_URL": database,
                "WEBHOOK_URL": forwarder.url,
                "WEBHOOK_HOST": "127.0.0.1",
                "PORT": str(port),
                "MODEL_CACHE": str(folder / f"models-{place}"),
                "ADMIN_IDS": "1",
            }
            process = BotProcess(telegram, folder, "web", **(own | environment))
            await stack.enter_async_context(process)
        for port in forwarder.ports:
            await ready(port)
        yield forwarder


async def ready(port, within=120):
    """Waits until a process can do all that it should."""
    async with asyncio.timeout(within), httpx.AsyncClient() as asker:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if (await asker.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
