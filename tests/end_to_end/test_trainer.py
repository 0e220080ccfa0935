"""/train at two web processes, carried out by a trainer process, all at one real PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta

import procrastinate
import psutil
import pytest
from children import children
from reading.scenes import draw, encoded
from sqlalchemy import text, update

from bot.contract import Preflight
from bot.jobs import queue
from bot.jobs.queue_backend import CHECK_WITHIN, QUEUED, QueueTrainer
from bot.lifecycle.runs import LOST_AFTER, Training
from bot.lifecycle.training_backend import Kind
from bot.replies import train
from bot.storage import StorageDown
from bot.storage.model_values import RunState
from bot.storage.tables import runs
from bot.trainer_process import Desk
from tests.end_to_end.presses import press
from tests.end_to_end.processes import ROOT
from tests.end_to_end.several import two_processes
from tests.end_to_end.test_training import shows

pytest.importorskip("keras", reason="the training extra is not installed")

ADMIN = 1
SOON = 100


@contextlib.asynccontextmanager
async def a_trainer(folder, database, mnist):
    """A trainer that listens, on a disk of its own and without the bot's token."""
    folder.mkdir(exist_ok=True)
    own = {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database,
        "MNIST_PATH": str(mnist),
        "TMPDIR": str(folder),
        "LOG_FORMAT": "json",
    }
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "trainer"), cwd=folder, env=os.environ | own, stderr=log
        )
    try:
        told = (folder / "log").read_bytes().count(b"listens")
        async with asyncio.timeout(SOON):
            while (folder / "log").read_bytes().count(b"listens") == told:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def trainings(process):
    """The children that train."""
    return children("fit", of=process.pid)


async def begun(admin):
    """The message of a run that has begun."""
    message = await admin.answer_to(await admin.send_text("/train quick"), within=SOON)
    assert "Training: " in message["text"], message["text"]
    return message


async def test_a_trainer_trains_for_two_processes(
    telegram, postgres, shared, tmp_path, mnist, long_mnist, admin, ann
):
    async with two_processes(telegram, tmp_path, postgres, TRAINING="queue"):
        refused = await admin.answer_to(await admin.send_text("/train quick"), within=SOON)
        assert "No trainer is listening" in refused["text"]
        assert "python -m bot trainer" in refused["text"]
        assert await shared.runs.get(1) is None
        async with a_trainer(tmp_path / "t", postgres, long_mnist) as trainer:
            await cancelled_at_the_other_process(telegram, trainer, shared, admin, ann)
            await interrupted(telegram, trainer, shared, admin, 2, signal.SIGTERM)
            assert trainer.returncode == 0
            assert list((tmp_path / "t").glob("digit-bot-*")) == []
        async with a_trainer(tmp_path / "t", postgres, long_mnist) as trainer:
            await interrupted(telegram, trainer, shared, admin, 3, signal.SIGKILL)
        async with a_trainer(tmp_path / "t", postgres, mnist) as trainer:
            await asyncio.sleep(3)
            assert trainings(trainer) == [], "what has died is not done again"
            assert await shared.runs.get(3) is not None
            assert await shared.runs.get(4) is None
            await trained_to_the_end(telegram, shared, admin)
            trainer.terminate()
            assert await asyncio.wait_for(trainer.wait(), 60) == 0
        assert list((tmp_path / "t").glob("digit-bot-*")) == []


async def cancelled_at_the_other_process(telegram, trainer, shared, admin, ann):
    message = await begun(admin)
    shown = await shows(telegram, ADMIN, message, "Epoch", "accuracy")
    photo = await ann.send_photo(encoded(draw("407")))
    assert (await ann.answer_to(photo, within=SOON))["text"].startswith("407\n")
    assert len(trainings(trainer)) == 1
    assert await press(admin, shown, "Cancel") == train.CANCELLING
    await shows(telegram, ADMIN, message, "Cancelled")
    run = await shared.runs.get(1)
    assert run.state is RunState.CANCELLED
    assert trainings(trainer) == []


async def interrupted(telegram, trainer, shared, admin, run, by):
    message = await begun(admin)
    await shows(telegram, ADMIN, message, "Epoch")
    trained = trainings(trainer)
    trainer.send_signal(by)
    await asyncio.wait_for(trainer.wait(), SOON)
    await shows(telegram, ADMIN, message, "Interrupted")
    told = await admin.answer_to(message, within=SOON)
    assert told["text"] == train.ALOUD[RunState.INTERRUPTED]
    assert (await shared.runs.get(run)).state is RunState.INTERRUPTED
    _, left = await asyncio.to_thread(psutil.wait_procs, trained, 30)
    assert left == [], "an orphan goes on training"


async def trained_to_the_end(telegram, shared, admin):
    message = await begun(admin)
    shown = await shows(telegram, ADMIN, message, "Done.")
    assert "I do not read with it" in shown["text"]
    await telegram.wait_for(lambda _: telegram.made("sendMediaGroup"), within=SOON)
    await asyncio.sleep(3)
    assert len(telegram.made("sendMediaGroup")) == 1, "one process tells the end"
    run = await shared.runs.get(4)
    assert run.state is RunState.DONE
    assert run.told
    assert (await shared.versions.get(run.version)).name in shown["text"]
    interrupted = [m for m in admin.messages() if "nterrupted" in m.get("text", "")]
    assert len(interrupted) == 4, "each once in its message and once aloud"


async def test_a_trainer_outlives_its_database(postgres_server, postgres, shared, tmp_path, mnist):
    async with a_trainer(tmp_path / "t", postgres, mnist) as trainer:
        remote = QueueTrainer(shared)
        assert (await remote.check(Kind.QUICK, 0)).obstacles == ()
        await asyncio.to_thread(postgres_server.stop)
        try:
            async with asyncio.timeout(SOON):
                while True:  # until the trainer has told of it
                    if "the queue does not answer" in (tmp_path / "t" / "log").read_text():
                        break
                    await asyncio.sleep(0.5)
            assert trainer.returncode is None
        finally:
            await asyncio.to_thread(postgres_server.start)
        async with asyncio.timeout(SOON):
            while True:
                with contextlib.suppress(StorageDown):
                    if (await remote.check(Kind.QUICK, 0)).obstacles == ():
                        break
                await asyncio.sleep(0.5)
        trainer.terminate()
        assert await asyncio.wait_for(trainer.wait(), 60) == 0
    records = [json.loads(line) for line in (tmp_path / "t" / "log").read_text().splitlines()]
    assert {record["level"] for record in records} == {"INFO", "WARNING"}


async def test_a_run_whose_trainer_is_silent_is_lost(shared, postgres):
    training = Training(shared, QueueTrainer(shared))
    run = await shared.runs.begin("quick", who=1, chat=1, message=2, host=QUEUED, pid=None)
    assert (await training.current()).id == run.id
    async with shared.writing() as connection:
        heard = datetime.now(UTC) - LOST_AFTER - timedelta(seconds=1)
        await connection.execute(update(runs).values(heard=heard))
    assert (await training.look(run.id)).state is RunState.INTERRUPTED
    assert await training.current() is None


async def test_who_has_stopped_listening_is_asked_nothing(shared, postgres):
    trainer = QueueTrainer(shared)
    async with queue.queue_at(postgres) as jobs:
        assert await queue.listeners(jobs) == 0, "there are no tables"
        await queue.prepare(jobs, shared)
        await queue.prepare(jobs, shared)  # as at the next start
        await jobs.job_manager.register_worker()
        assert await queue.listeners(jobs) == 1
        async with shared.writing() as connection:
            old = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
            await connection.execute(text(old))
        assert await queue.listeners(jobs) == 0
        found = await trainer.check(Kind.QUICK, 0)
        assert found.obstacles[0].startswith("No trainer is listening")
        assert list(await jobs.job_manager.list_jobs_async()) == []


OLDER = """
DROP FUNCTION procrastinate_retry_job_v2;
ALTER TYPE procrastinate_job_event_type RENAME VALUE 'retried' TO 'unknown before';
"""
NEW = "SELECT to_regproc('procrastinate_retry_job_v2') IS NOT NULL AS there"


async def test_older_tables_are_brought_to_what_is_installed(shared, postgres):
    async with queue.queue_at(postgres) as jobs:
        await queue.prepare(jobs, shared)
        await jobs.connector.execute_query_async(OLDER)
        await shared.state.put(queue.VERSION, "3.3.0")
        assert not (await jobs.connector.execute_query_one_async(NEW))["there"]
        await queue.prepare(jobs, shared)
        assert (await jobs.connector.execute_query_one_async(NEW))["there"]
        assert await shared.state.get(queue.VERSION) == procrastinate.__version__
        await queue.prepare(jobs, shared)  # or what is there already would be made twice


class NeverHere:
    """In place of who trains: says of every kind that it cannot be trained, and which it was."""

    async def check(self, kind, corrections):
        return Preflight.refused(kind.recipe, f"not {kind.value}")


async def test_each_of_two_who_ask_at_once_is_answered(shared, postgres):
    async with queue.queue_at(postgres, 4) as jobs:
        await queue.prepare(jobs, shared)
        Desk(shared, None, NeverHere()).open(jobs)
        listening = asyncio.create_task(
            jobs.run_worker_async(
                queues=[queue.QUEUE], concurrency=2, install_signal_handlers=False
            )
        )
        try:
            async with asyncio.timeout(CHECK_WITHIN / 3):
                while not await queue.listeners(jobs):  # noqa: ASYNC110 - it is in the database
                    await asyncio.sleep(0.05)
                asked = [QueueTrainer(shared).check(kind, 0) for kind in Kind for _ in range(2)]
                answers = await asyncio.gather(*asked)
        finally:
            listening.cancel()
            await asyncio.wait({listening})
    assert [one.obstacles for one in answers] == [
        (f"not {k.value}",) for k in Kind for _ in range(2)
    ]
