"""One training run from its row in the database to a model that is in use, or is not."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bot.contract import CONFUSION, CURVES
from bot.lifecycle.evaluation import Stopped, in_use
from bot.lifecycle.processes import process_name, workspace
from bot.lifecycle.progress import CHECKING, Progress
from bot.lifecycle.promotion import Origin, Outcome
from bot.lifecycle.training_backend import Kind
from bot.lifecycle.training_child import ChildFailed, train
from bot.storage.errors import StorageDown
from bot.storage.model_values import RunState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.contract import Event
    from bot.lifecycle.promotion import Promotion
    from bot.storage import Database
    from bot.storage.model_values import Run

log = logging.getLogger(__name__)
T = TypeVar("T")

BEAT: Final = 1.0
"""Seconds between two notes of the progress; with each, it learns whether it is to stop."""
PAUSE: Final = 5.0
RETRIES: Final = 120
"""How often what a run needs is asked of a database that does not answer, each after a pause."""
FIGURES: Final = (CURVES, CONFUSION)
"""The pictures that are shown at the end."""
FIGURES_OF: Final = "figures of run "
"""Begins the keys of the database's state under which they are."""


class TrainingRunner:
    """Carries out runs.

    Args:
        database: where the run, the corrections and the models are.
        promotion: takes the model that a run makes.
        shipped: the model file that ships with the bot.
        threads: how many may compute at a time.
        patience: seconds without a sign of life after which a training counts as hanging.
    """

    def __init__(
        self,
        database: Database,
        promotion: Promotion,
        shipped: Path,
        *,
        threads: int,
        patience: float,
    ) -> None:
        self._database = database
        self._promotion = promotion
        self._shipped = shipped
        self._threads = threads
        self._patience = patience

    async def carry_out(self, run: Run) -> None:
        """Carry out a run, and write into the database how it ends; it never fails.

        Cancelling this ends it at once; the run then counts as interrupted.
        """
        score = _Score()
        with contextlib.suppress(StorageDown):
            await self._database.runs.progress(run.id, host=process_name(), pid=os.getpid())
        work = asyncio.create_task(self._work(run, score))
        beating = asyncio.create_task(self._beat(run, score, work))
        try:
            await asyncio.wait({work})
        except asyncio.CancelledError:
            work.cancel()
            await asyncio.wait({work})
            await self._interrupted(run)
            raise
        finally:
            beating.cancel()
        await self._end(run, score, work)

    async def _end(self, run: Run, score: _Score, work: asyncio.Task[Outcome]) -> None:
        """Write down how a run has ended."""
        if work.cancelled():
            await self._finish(run, RunState.CANCELLED)
        elif isinstance(work.exception(), Stopped):
            await self._interrupted(run)
        elif (error := work.exception()) is None:
            outcome = work.result()
            score.progress = score.progress.with_outcome(outcome)
            await self._finish(run, RunState.DONE, version=outcome.version, last=score.progress)
        else:
            lines = error.lines if isinstance(error, ChildFailed) else ()
            expected = isinstance(error, ChildFailed | StorageDown | OSError)
            log.warning("a training run failed", exc_info=None if expected else error)
            await self._finish(run, RunState.FAILED, lines="\n".join([str(error), *lines]))

    async def _interrupted(self, run: Run) -> None:
        """This process is told to stop; where that cannot be written down, it is known by that."""
        with contextlib.suppress(StorageDown):
            await self._finish(run, RunState.INTERRUPTED, retries=0)

    async def _work(self, run: Run, score: _Score) -> Outcome:
        with workspace() as folder:
            arguments = await self._prepare(Kind(run.kind), folder)
            await train(arguments, score.hear, threads=self._threads, patience=self._patience)
            score.progress = Progress(stage=CHECKING, validated=score.progress.validated)
            score.cancellable = False
            out = folder / "out"
            card = await asyncio.to_thread(_json, out / "digits.json")
            figures = await asyncio.to_thread(_figures, out / "figures")

            async def propose() -> Outcome:
                await self._database.state.put(figures_key(run.id), figures)
                return await self._promotion.propose(
                    out / "digits.onnx", origin=Origin.TRAINED, by=run.who, card=card
                )

            return await patiently(propose)

    async def _prepare(self, kind: Kind, folder: Path) -> list[str]:
        """Write what the training needs into `folder`; gives the arguments that name it."""
        arguments = ["--recipe", kind.recipe, "--out", str(folder / "out")]
        corrections = await self._database.corrections.training_set()
        if len(corrections):
            path = folder / "corrections.npz"
            await asyncio.to_thread(corrections.save, path)
            arguments += ["--corrections", str(path)]
        if kind is Kind.FINE_TUNE:
            start = folder / "start.onnx"
            _, active = await in_use(self._database, self._shipped)
            await asyncio.to_thread(start.write_bytes, active)
            arguments += ["--from", str(start)]
        return arguments

    async def _beat(self, run: Run, score: _Score, work: asyncio.Task[Outcome]) -> None:
        """Note the progress now and then, and stop the work when somebody wants it to stop."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                kept = await self._database.runs.progress(run.id, score.progress.as_json())
            except StorageDown:
                continue  # it goes on; the database may be back before it ends
            if (kept is None or kept.cancel) and score.cancellable:
                work.cancel()
                return

    async def _finish(
        self,
        run: Run,
        state: RunState,
        *,
        lines: str = "",
        version: int | None = None,
        last: Progress | None = None,
        retries: int | None = None,
    ) -> None:
        """Close the run's row, however long the database is away.

        For others on this machine the run goes on as long as this process lives.
        """

        async def close() -> None:
            if last is not None:
                await self._database.runs.progress(run.id, last.as_json())
            await self._database.runs.finish(run.id, state, last_lines=lines, version=version)

        await patiently(close, retries)


class _Score:
    """What is known of a run while it goes on."""

    def __init__(self) -> None:
        self.progress = Progress()
        self.cancellable = True

    def hear(self, event: Event) -> None:
        self.progress = self.progress.after(event)


def figures_key(run: int) -> str:
    """Where the pictures of a run are kept until its end is told: base64 by file name."""
    return f"{FIGURES_OF}{run}"


async def patiently(action: Callable[[], Awaitable[T]], retries: int | None = RETRIES) -> T:
    """Await `action()`, again while the database does not answer; without end if so told."""
    for tries in itertools.count():
        try:
            return await action()
        except StorageDown:
            if tries == retries:
                raise
        await asyncio.sleep(PAUSE)
    raise AssertionError("never reached")


def _json(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def _figures(folder: Path) -> dict[str, str]:
    paths = [folder / name for name in FIGURES]
    return {p.name: base64.b64encode(p.read_bytes()).decode() for p in paths if p.is_file()}
