"""The trainer that is another process, on a larger machine: it takes runs out of the queue."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from bot.contract import Preflight
from bot.storage.errors import StorageDown
from bot.storage.model_values import RunState

if TYPE_CHECKING:
    from bot.lifecycle.training_backend import Kind
    from bot.storage import Database
    from bot.storage.model_values import Run

CHECK_WITHIN: Final = 45.0
LOOK_EVERY: Final = 0.25
ANSWERS: Final = "preflight "
"""Begins the keys of the database's state under which a trainer answers, each by its question."""
QUEUED: Final = "queue"
"""In place of a machine's name while no trainer has taken a run."""

NOBODY: Final = (
    "No trainer is listening. Start one on a machine with the training extra, with the same "
    "DATABASE_URL: python -m bot trainer"
)
NO_ANSWER: Final = "The trainer was asked whether it can, and did not answer. See its log."


class QueueTrainer:
    """Trains where `python -m bot trainer` listens at the same database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def check(self, kind: Kind, corrections: int) -> Preflight:
        """Ask a trainer that listens.

        Raises:
            StorageDown: the database does not answer.
        """
        from bot.jobs.queue import CHECK, QUEUE, listeners, queue_at

        question = uuid4().hex
        async with queue_at(self._database.address) as queue:
            if not await listeners(queue):
                return Preflight.refused(kind.recipe, NOBODY)
            await queue.configure_task(CHECK, queue=QUEUE).defer_async(
                question=question, kind=kind.value, corrections=corrections
            )
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CHECK_WITHIN):
                return await self._answer(question)
        return Preflight.refused(kind.recipe, NO_ANSWER)

    async def begin(self, run: Run) -> None:
        """Queue a run.

        Raises:
            StorageDown: the database does not answer; the run has ended then, if that could be
                written down, or ends by its silence.
        """
        from bot.jobs.queue import QUEUE, TRAIN, queue_at

        try:
            await self._database.runs.progress(run.id, host=QUEUED)
            async with queue_at(self._database.address) as queue:
                await queue.configure_task(TRAIN, queue=QUEUE).defer_async(run=run.id)
        except StorageDown as down:
            with contextlib.suppress(StorageDown):
                await self._database.runs.finish(run.id, RunState.FAILED, last_lines=str(down))
                await self._database.runs.told(run.id)
            raise

    async def close(self) -> None:
        """What goes on elsewhere goes on without this process."""

    async def _answer(self, question: str) -> Preflight:
        key, state = answer_key(question), self._database.state
        while (told := await state.get(key)) is None:  # noqa: ASYNC110 - another process answers
            await asyncio.sleep(LOOK_EVERY)
        await state.delete(key)
        return Preflight.of_json(told)


def answer_key(question: str) -> str:
    """Where the answer to a question is kept until it has been read."""
    return f"{ANSWERS}{question}"
