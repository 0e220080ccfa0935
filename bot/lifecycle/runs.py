"""Training runs as the bot sees them: begun, looked at, cancelled; one at a time everywhere."""

from __future__ import annotations

import asyncio
import base64
import io
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.lifecycle.processes import is_gone, is_here, process_name
from bot.lifecycle.training_backend import Kind
from bot.lifecycle.training_runner import FIGURES_OF, figures_key
from bot.storage.errors import RunUnderWay
from bot.storage.model_values import RunState
from bot.storage.pruning import prune

if TYPE_CHECKING:
    from bot.contract import Preflight
    from bot.lifecycle.training_backend import Trainer
    from bot.storage import Database
    from bot.storage.model_values import Run

LOST_AFTER: Final = timedelta(seconds=90)
"""Silence after which a run of another machine counts as gone with that machine."""
SHOWN_AFTER: Final = timedelta(seconds=15)
"""Silence of the process that shows a run after which another may show it."""


class Refused(Exception):
    """A run is not begun.

    Attributes:
        kind: what was asked for.
        corrections: how many there are to train on.
        preflight: what is missing.
    """

    def __init__(self, kind: Kind, corrections: int, preflight: Preflight) -> None:
        super().__init__(" ".join(preflight.obstacles))
        self.kind = kind
        self.corrections = corrections
        self.preflight = preflight


class Training:
    """What `/train` needs. Every method raises `StorageDown` when the database does not answer."""

    def __init__(self, database: Database, trainer: Trainer) -> None:
        self._database = database
        self.trainer = trainer
        self._me = f"{process_name()} {os.getpid()}"

    async def begin(self, kind: Kind | None, *, who: int, chat: int) -> Run:
        """Begin a run, if one can succeed.

        Args:
            kind: of it; `None` for a fine-tuning where there are corrections to train on, else a
                quick training.
            who: Telegram's number of the admin.
            chat: where it is shown.

        Raises:
            RunUnderWay: another run goes on.
            Refused: something is missing.
        """
        if (other := await self.current()) is not None:
            raise RunUnderWay(other)
        corrections = len(await self._database.corrections.training_set())
        kind = kind or (Kind.FINE_TUNE if corrections else Kind.QUICK)
        found = await self.trainer.check(kind, corrections)
        if found.obstacles:
            raise Refused(kind, corrections, found)
        run = await self._database.runs.begin(
            kind.value, who=who, chat=chat, message=None, host=process_name(), pid=os.getpid()
        )
        await self.trainer.begin(run)
        return run

    async def current(self) -> Run | None:
        """The run that goes on, if one does."""
        run = await self._database.runs.unfinished()
        return None if run is None or await self._end_if_lost(run) else run

    async def look(self, run: int) -> Run | None:
        """A run as it stands now; one that nobody carries out any longer is closed before."""
        found = await self._database.runs.get(run)
        if found is not None and await self._end_if_lost(found):
            return await self._database.runs.get(run)
        return found

    async def _end_if_lost(self, run: Run) -> bool:
        """Close a run that nobody carries out any longer; whether this call has done so."""
        if run.state is not RunState.RUNNING:
            return False
        here = is_here(run.host)
        lost = is_gone(run.host, run.pid) if here else datetime.now(UTC) - run.heard > LOST_AFTER
        return lost and await self._database.runs.finish(run.id, RunState.INTERRUPTED)

    async def cancel(self, run: int) -> bool:
        """Ask a run to stop; `False` if it does not go on."""
        return await self._database.runs.ask_cancel(run)

    async def untold(self) -> list[Run]:
        """The runs that go on, and those whose end nobody has told yet, oldest first."""
        return await self._database.runs.untold()

    async def may_show(self, run: Run) -> bool:
        """Whether this process is the one to show a run; it becomes the one if there is none.

        Of several processes that serve one bot only one edits the run's message, and tells its end.
        """
        name, _, pid = (run.shown_by or "").rpartition(" ")
        gone = is_here(name) and is_gone(name, int(pid))
        instead_of = run.shown_by if gone else None
        return await self._database.runs.show(run.id, self._me, SHOWN_AFTER, instead_of)

    async def let_go(self, run: Run) -> None:
        """Leave it to another process, or to a later one, to show a run."""
        await self._database.runs.let_go(run.id, self._me)

    async def told(self, run: Run) -> None:
        """Note that the end of a run has been told; its pictures are no longer needed."""
        await self._database.state.delete(figures_key(run.id))
        await self._database.runs.told(run.id)

    async def tidy(self) -> None:
        """Delete the pictures of runs that no longer are to be told, and what is kept too long."""
        needed = [figures_key(run.id) for run in await self.untold()]
        await self._database.state.sweep(FIGURES_OF, needed)
        await prune(self._database)

    async def figures(self, run: Run) -> list[bytes]:
        """The pictures of a run, until its end has been told."""
        kept = await self._database.state.get(figures_key(run.id)) or {}
        return [base64.b64decode(picture) for picture in kept.values()]

    async def corrections_file(self) -> bytes:
        """The corrections to train on, as `--corrections` of `python -m training` takes them."""
        corrections = await self._database.corrections.training_set()
        file = io.BytesIO()
        await asyncio.to_thread(corrections.save, file)
        return file.getvalue()
