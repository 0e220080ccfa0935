"""`python -m bot trainer`: trains for the bots at the same database. Needs no token."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Final

from bot.app import make_lifecycle
from bot.jobs.queue import CHECK, HEARTBEAT, QUEUE, SILENT, TRAIN, prepare, queue_at
from bot.jobs.queue_backend import ANSWERS, answer_key
from bot.lifecycle.child_backend import ChildTrainer
from bot.lifecycle.processes import sweep
from bot.lifecycle.training_backend import Kind
from bot.lifecycle.training_runner import patiently
from bot.settings import SettingsError
from bot.storage import StorageDown
from bot.storage.model_values import RunState

if TYPE_CHECKING:
    from procrastinate import App

    from bot.lifecycle.training_backend import Trainer
    from bot.lifecycle.training_runner import TrainingRunner
    from bot.settings import Settings
    from bot.storage import Database

log = logging.getLogger(__name__)

PAUSE: Final = 5.0
"""Seconds until a database that was lost is tried again."""
CONNECTIONS: Final = 2
"""To the queue, beside the one that listens."""
AT_A_TIME: Final = 2
"""Jobs: a run, and a check whether another would succeed."""


async def serve_trainer(settings: Settings, stop: asyncio.Event) -> None:
    """Take runs out of the queue until `stop` is set; a run that goes on then is interrupted.

    Raises:
        SettingsError: if the model cannot be used.
    """
    from bot.reading import ModelError

    settings.hand_over()
    cycle = make_lifecycle(settings, spare_cores=0)
    database = cycle.database
    try:
        await asyncio.to_thread(cycle.models.load)
    except ModelError as error:
        raise SettingsError([f"MODEL_PATH: {error}"]) from error
    await asyncio.to_thread(sweep)
    database.start()
    desk = Desk(database, cycle.runner, ChildTrainer(cycle.runner))
    listening = asyncio.create_task(_listen(database, desk))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({listening, stopped}, return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping")
    listening.cancel()
    stopped.cancel()
    cycle.promotion.close()
    try:
        with contextlib.suppress(TimeoutError, asyncio.CancelledError):
            async with asyncio.timeout(settings.shutdown_seconds):
                await desk.close()
                await listening
    finally:
        await database.close()


async def _listen(database: Database, desk: Desk) -> None:
    """Be a worker of the queue, again whenever the database was lost."""
    while True:
        try:
            async with queue_at(database.address, CONNECTIONS) as queue:
                await prepare(queue, database)
                await database.state.sweep(ANSWERS, but=())  # those that nobody waited for
                desk.open(queue)
                log.info("listens for trainings")
                await queue.run_worker_async(
                    queues=[QUEUE],
                    concurrency=AT_A_TIME,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=SILENT,
                )
        except StorageDown as down:
            log.warning("the queue does not answer, trying on", extra={"why": down.detail})
        await asyncio.sleep(PAUSE)


class Desk:
    """Does the jobs. They go on where the queue that brought them is lost meanwhile."""

    def __init__(self, database: Database, runner: TrainingRunner, here: Trainer) -> None:
        self._database = database
        self._runner = runner
        self._here = here
        self._runs: set[asyncio.Task[None]] = set()
        self._closed = False

    def open(self, queue: App) -> None:
        """Take the jobs of a queue."""
        queue.task(name=TRAIN)(self.train)
        queue.task(name=CHECK)(self.check)

    async def close(self) -> None:
        """End the run that goes on; it is told as interrupted."""
        self._closed = True
        for task in self._runs:
            task.cancel()
        if self._runs:
            await asyncio.wait(self._runs)

    async def train(self, run: int) -> None:
        """Carry out a run, unless it has ended before it began."""
        task = asyncio.create_task(self._train(run))
        self._runs.add(task)
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
            self._runs.discard(task)

    async def check(self, question: str, kind: str, corrections: int) -> None:
        """Answer whether a run would succeed here."""
        found = await self._here.check(Kind(kind), corrections)
        await self._database.state.put(answer_key(question), found.as_json())

    async def _train(self, number: int) -> None:
        run = await patiently(lambda: self._database.runs.get(number))
        if self._closed or run is None or run.state is not RunState.RUNNING:
            return
        log.info("a training begins", extra={"run": run.id, "kind": run.kind})
        await self._runner.carry_out(run)
        log.info("a training has ended", extra={"run": run.id})
