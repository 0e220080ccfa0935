"""The end of a run is written down, however long the database is away by then."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
import pytest_asyncio

from bot.lifecycle import training_runner as module
from bot.lifecycle.gate import Verdict
from bot.lifecycle.promotion import Outcome
from bot.lifecycle.runs import Training
from bot.lifecycle.training_backend import NoTrainer
from bot.lifecycle.training_child import ChildFailed
from bot.lifecycle.training_runner import TrainingRunner
from bot.storage.errors import AWAY, StorageDown
from bot.storage.model_values import RunState

LONG = 2 * module.RETRIES + 50
"""Calls that fail: more than every other wait for a database lasts."""


class Away:
    """The runs of a database that is away for so many calls."""

    def __init__(self, runs, failures):
        self._runs, self.failures = runs, failures

    async def progress(self, *args, **kwargs):
        return await self._asked(self._runs.progress, *args, **kwargs)

    async def finish(self, *args, **kwargs):
        return await self._asked(self._runs.finish, *args, **kwargs)

    async def _asked(self, method, *args, **kwargs):
        if self.failures:
            self.failures -= 1
            raise StorageDown(AWAY, "unreachable")
        return await method(*args, **kwargs)


@pytest_asyncio.fixture
async def run(database):
    me, pid = module.process_name(), module.os.getpid()
    return await database.runs.begin("quick", who=1, chat=1, message=None, host=me, pid=pid)


@pytest.fixture
def carried_out(database, run, monkeypatch):
    """Carries the run out, of which the work itself comes to `what`."""
    monkeypatch.setattr(module, "PAUSE", 0)

    def begun(what, failures):
        async def work(*_):
            if isinstance(what, Exception):
                raise what
            return what

        runs = Away(database.runs, failures)
        runner = TrainingRunner(
            SimpleNamespace(runs=runs), None, Path("none.onnx"), threads=1, patience=1
        )
        monkeypatch.setattr(runner, "_work", work)
        return asyncio.create_task(runner.carry_out(run))

    return begun


@pytest.mark.parametrize(
    ("what", "state"),
    [
        (Outcome(None, "v", Verdict(()), active=False), RunState.DONE),
        (ChildFailed("It died.", []), RunState.FAILED),
        (StorageDown(AWAY, "unreachable"), RunState.FAILED),
    ],
)
async def test_a_run_ends_when_the_database_is_back(database, run, carried_out, what, state):
    await carried_out(what, LONG)
    ended = await database.runs.get(run.id)
    assert ended.state is state
    assert (ended.progress.get("outcome") is not None) == (state is RunState.DONE)
    assert await Training(database, NoTrainer()).current() is None


async def test_a_bot_that_stops_waits_no_longer(database, run, carried_out):
    task = carried_out(ChildFailed("It died.", []), float("inf"))
    await asyncio.sleep(0.05)
    assert not task.done()
    task.cancel()
    async with asyncio.timeout(5):
        await asyncio.wait({task})
    assert task.cancelled()
    assert (await database.runs.get(run.id)).state is RunState.RUNNING
