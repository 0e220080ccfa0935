"""A line in the log now and then, for those who watch a bot that has no port to ask at."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Final

from bot.observability.counters import OUTCOMES, memory

if TYPE_CHECKING:
    from bot.gateway.update_queue import UpdateQueue
    from bot.observability.counters import Counters

log = logging.getLogger(__name__)

LOOK: Final = 1.0
"""Seconds between two looks at how late the event loop is."""


async def beat(counters: Counters, update_queue: UpdateQueue, every: float) -> None:
    """Log how the bot is, for as long as it runs.

    Args:
        counters: what it has done.
        update_queue: what waits.
        every: seconds between two lines; 0 for none.
    """
    if not every:
        return
    before = Totals(counters)
    due = time.monotonic() + every
    while True:
        look = min(LOOK, every)
        asleep = time.monotonic()
        await asyncio.sleep(look)
        now = time.monotonic()
        counters.lag.add(max(0.0, now - asleep - look))
        if now >= due:
            totals = Totals(counters)
            log.info("alive", extra={**totals.since(before), **state(counters, update_queue)})
            before, due = totals, now + every


class Totals:
    """What was counted so far, at one moment."""

    def __init__(self, counters: Counters) -> None:
        self.counts = {"updates": counters.updates}
        self.counts |= {outcome: counters.pictures[outcome] for outcome in OUTCOMES}
        self.counts |= {"turned_away": counters.refusals.total(), "errors": counters.errors}

    def since(self, earlier: Totals) -> dict[str, int]:
        """What was counted since another moment."""
        return {name: count - earlier.counts[name] for name, count in self.counts.items()}


def state(counters: Counters, update_queue: UpdateQueue) -> dict[str, int | None]:
    """What is the case now, or was at worst since the last time."""
    since = counters.since_update
    return {
        "queue": update_queue.unfinished,
        "longest_wait_ms": round(1000 * counters.stages["wait"].longest()),
        "loop_lag_ms": round(1000 * counters.lag.longest()),
        "memory_mb": memory() >> 20,
        "last_update_s": None if since is None else round(since),
        "uptime_s": round(counters.uptime),
    }
