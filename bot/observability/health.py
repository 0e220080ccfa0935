"""What the bot tells of itself over HTTP: whether it is alive, whether it can work, in figures."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.storage import StorageDown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.observability.observed import Observed
    from bot.storage import Database

    Handler = Callable[[web.Request], Awaitable[web.Response]]

ANSWER_SECONDS: Final = 3.0
"""How long the database may take; platforms give a check about five seconds."""
OK: Final = "ok"


async def alive(request: web.Request) -> web.Response:
    """`/healthz`: this process answers."""
    del request
    return web.Response(text="alive\n")


def ready(bot: Observed) -> Handler:
    """`/readyz`: each part and how it is; 503 when one cannot do its work."""

    async def answer(request: web.Request) -> web.Response:
        del request
        parts = await parts_of(bot)
        since = bot.counters.since_update
        told: dict[str, object] = {
            "ready": all(state == OK for state in parts.values()),
            **parts,
            "seconds_since_last_update": None if since is None else round(since, 1),
            "queue": bot.update_queue.unfinished,
        }
        return web.json_response(told, status=200 if told["ready"] else 503)

    return answer


def metrics(bot: Observed) -> Handler:
    """`/metrics`: figures for Prometheus."""
    from bot.observability.prometheus import (  # prometheus-client is optional
        CONTENT_TYPE,
        exposition,
    )

    async def answer(request: web.Request) -> web.Response:
        del request
        return web.Response(body=exposition(bot), headers={"Content-Type": CONTENT_TYPE})

    return answer


async def parts_of(bot: Observed) -> dict[str, str]:
    """The parts that the bot needs: `ok`, or a sentence that says what is the matter."""
    return {
        "model": OK if bot.models.is_loaded else "It is not loaded yet.",
        "database": await _database(bot.database),
        "work": "Nothing has moved for a while." if bot.update_queue.stuck else OK,
    }


async def _database(database: Database) -> str:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await database.check()
    except StorageDown as error:
        return str(error)
    except TimeoutError:
        return "It does not answer in time."
    return OK
