"""The trainer that is a child process of the bot."""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import TYPE_CHECKING, Final

from bot.lifecycle.child import ChildFailed, ask
from bot.lifecycle.trainer import Kind, Preflight, preflight
from bot.storage.errors import StorageDown

if TYPE_CHECKING:
    from pathlib import Path

    from bot.lifecycle.conduct import Conductor
    from bot.storage import Database
    from bot.storage.values import Run

CHECK_WITHIN: Final = 30.0
INTERRUPTED: Final = "interrupted run"
"""Where the number of a run is kept that ended with the bot, until its admin has been told."""
QUOTA: Final = "/sys/fs/cgroup/cpu.max"


class ChildTrainer:
    """Trains on this machine, beside the bot."""

    def __init__(self, database: Database, conductor: Conductor) -> None:
        self._database = database
        self._conductor = conductor
        self._run: Run | None = None
        self._task: asyncio.Task[None] | None = None

    async def check(self, kind: Kind, corrections: int) -> Preflight:
        """Look whether a run can succeed here."""
        arguments = ["check", "--recipe", kind.recipe, "--corrections", str(corrections), "--json"]
        try:
            return preflight(await ask(arguments, CHECK_WITHIN))
        except (ChildFailed, ValueError) as error:
            sentence = f"The check before a training failed on this machine. {error}"
            return Preflight((sentence,), f"python -m training --recipe {kind.recipe}")

    async def begin(self, run: Run) -> None:
        """Take over a run."""
        self._run = run
        self._task = asyncio.create_task(self._conductor.conduct(run))

    async def close(self) -> None:
        """End what goes on; the next start of the bot tells of it."""
        if self._task is None or self._run is None or self._task.done():
            return
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        with contextlib.suppress(StorageDown):
            await self._database.state.put(INTERRUPTED, self._run.id)


def sensible_threads(quota: Path | None = None) -> int:
    """How many threads may train so that the bot keeps a core: all but one, and at least one.

    Args:
        quota: where the container's share of the processor stands.
    """
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        cores = os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        most, period = _read(quota).split()
        cores = min(cores, round(int(most) / int(period)))
    return max(1, cores - 1)


def _read(quota: Path | None) -> str:
    from pathlib import Path

    return (quota or Path(QUOTA)).read_text()
