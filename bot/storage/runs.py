"""Training runs: one at a time, each remembered until it has been reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.storage.errors import RunUnderWay
from bot.storage.model_values import Run, RunState
from bot.storage.portable import portable
from bot.storage.tables import runs
from bot.storage.transactions import insert, now

if TYPE_CHECKING:
    from bot.storage.transactions import Transactions


class Runs:
    """The runs. Every method raises `StorageDown` when the database does not answer."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    async def begin(
        self, kind: str, *, who: int, chat: int, message: int | None, host: str, pid: int | None
    ) -> Run:
        """Begins a run; the arguments are those of `Run`.

        Raises:
            RunUnderWay: another one has not ended yet.
        """
        at = now()
        row = {
            "open": True,
            "kind": kind,
            "who": who,
            "chat": chat,
            "message": message,
            "state": RunState.RUNNING.value,
            "cancel": False,
            "progress": {},
            "host": host,
            "pid": pid,
            "started": at,
            "heard": at,
            "last_lines": "",
        }
        try:
            async with self._database.writing() as connection:
                begun = await connection.execute(
                    insert(connection, runs).values(row).returning(*runs.c)
                )
                return _run(begun.one())
        except IntegrityError:
            if other := await self.unfinished():
                raise RunUnderWay(other) from None
            raise

    async def progress(
        self,
        run: int,
        progress: Mapping[str, Any] | None = None,
        *,
        host: str | None = None,
        pid: int | None = None,
        message: int | None = None,
    ) -> Run | None:
        """Notes what a run tells of itself; what is not given stays as it is.

        Returns:
            The run, whose `cancel` says whether it is to stop; `None` if it has ended.
        """
        given = {
            "progress": None if progress is None else dict(progress),
            "host": host,
            "pid": pid,
            "message": message,
        }
        values = {name: value for name, value in given.items() if value is not None}
        async with self._database.writing() as connection:
            rows = await connection.execute(
                update(runs)
                .where(runs.c.id == run, runs.c.open.is_(True))
                .values(heard=now(), **values)
                .returning(*runs.c)
            )
            row = rows.first()
            return None if row is None else _run(row)

    async def ask_cancel(self, run: int) -> bool:
        """Asks a run to stop; `False` if it has ended already."""
        async with self._database.writing() as connection:
            asked = await connection.execute(
                update(runs).where(runs.c.id == run, runs.c.open.is_(True)).values(cancel=True)
            )
            return bool(asked.rowcount)

    async def finish(
        self, run: int, state: RunState, *, last_lines: str = "", version: int | None = None
    ) -> bool:
        """Ends a run, once.

        Args:
            run: its number.
            state: how it ended.
            last_lines: the last lines that it wrote.
            version: number of the model version that it made, if any.

        Returns:
            Whether this call has ended it, so that one process alone reports it.
        """
        values = {
            "open": None,
            "state": state.value,
            "finished": now(),
            "last_lines": portable(last_lines),
            "version": version,
        }
        async with self._database.writing() as connection:
            ended = await connection.execute(
                update(runs).where(runs.c.id == run, runs.c.open.is_(True)).values(values)
            )
            return bool(ended.rowcount)

    async def show(
        self, run: int, who: str, patience: timedelta, instead_of: str | None = None
    ) -> bool:
        """Whether `who` is the one process that shows a run; it becomes the one if none is.

        Args:
            run: its number.
            who: names the process.
            patience: after it without a further call, another process may take over.
            instead_of: a process that is known to be gone.
        """
        at = now()
        free = or_(
            runs.c.shown_by.is_(None),
            runs.c.shown_by.in_([who, instead_of or who]),
            runs.c.shown_at < at - patience,
        )
        async with self._database.writing() as connection:
            taken = await connection.execute(
                update(runs)
                .where(runs.c.id == run, runs.c.told.is_(None), free)
                .values(shown_by=who, shown_at=at)
            )
            return bool(taken.rowcount)

    async def let_go(self, run: int, who: str) -> None:
        """Leaves it to another process to show a run."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(runs).where(runs.c.id == run, runs.c.shown_by == who).values(shown_by=None)
            )

    async def told(self, run: int) -> None:
        """Notes that the end of a run has been told."""
        async with self._database.writing() as connection:
            await connection.execute(update(runs).where(runs.c.id == run).values(told=now()))

    async def untold(self) -> list[Run]:
        """The runs that go on, and those whose end nobody has told yet, oldest first."""
        async with self._database.reading() as connection:
            query = select(runs).where(runs.c.told.is_(None)).order_by(runs.c.id)
            return [_run(row) for row in await connection.execute(query)]

    async def unfinished(self) -> Run | None:
        """The run that has not ended; after a crash it may have no process any more."""
        return await self._first(select(runs).where(runs.c.open.is_(True)))

    async def get(self, run: int) -> Run | None:
        """The run with this number."""
        return await self._first(select(runs).where(runs.c.id == run))

    async def prune(self, keep: int) -> int:
        """Deletes all but the newest `keep` runs and those whose end is still to be told.

        Returns:
            How many were deleted.
        """
        oldest = select(runs.c.id).order_by(runs.c.id.desc()).offset(keep).limit(1)
        old = and_(
            runs.c.id <= oldest.scalar_subquery(), runs.c.open.is_(None), runs.c.told.is_not(None)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(delete(runs).where(old))).rowcount

    async def _first(self, query: Any) -> Run | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).first()
            return None if row is None else _run(row)


def _run(row: Any) -> Run:
    return Run(
        id=row.id,
        kind=row.kind,
        who=row.who,
        chat=row.chat,
        message=row.message,
        state=RunState(row.state),
        cancel=row.cancel,
        progress=row.progress,
        host=row.host,
        pid=row.pid,
        started=row.started,
        heard=row.heard,
        finished=row.finished,
        last_lines=row.last_lines,
        version=row.version,
        shown_by=row.shown_by,
        told=row.told is not None,
    )
