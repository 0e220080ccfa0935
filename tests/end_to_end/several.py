"""Several processes of one bot: what stands before them, and how they are started."""

from __future__ import annotations

import asyncio
import contextlib
import json

import httpx

from benchmarks.router import Router, free_ports
from tests.end_to_end.processes import BotProcess


class Forwarder(Router):
    """Stands before two processes, and may be told which of them gets the calls.

    Attributes:
        only: the process that gets all calls, by its place; `None` for each in turn.
        passed: which process got each update.
    """

    def __init__(self):
        port, *behind = free_ports(3)
        super().__init__(port, behind)
        self.only = None
        self.passed = []

    def choose(self):
        return super().choose() if self.only is None else self.only

    def took(self, place, call):
        self.passed.append((place, json.loads(call)))


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
