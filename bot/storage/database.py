"""The database, which may be away at any time, at the start too; the bot reads digits without."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from bot.storage.address import shown, sqlite_file
from bot.storage.errors import AWAY, StorageDown
from bot.storage.opening import load, why_not
from bot.storage.under_way import UnderWay
from bot.storage.watched_file import WatchedFile

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.storage.corrections import Corrections
    from bot.storage.languages import Languages
    from bot.storage.runs import Runs
    from bot.storage.state import State
    from bot.storage.taught import Taught
    from bot.storage.versions import Versions

log = logging.getLogger(__name__)

PATIENCE: Final = 15.0
"""Seconds that a call waits for a database that is being opened."""
CALL_SECONDS: Final = 10.0
"""Seconds after which a transaction is given up."""
OPEN_SECONDS: Final = 60.0
"""Seconds that opening may take; another process may be changing the tables."""
CLOSE_SECONDS: Final = 2.0
PAUSES: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between attempts to open it."""


class Database:
    """Opens itself in the background, and again whenever it is lost.

    Calls wait a little while it is being opened, and fail at once, with `StorageDown`, while it
    is known to be away.

    Attributes:
        address: where it is.
    """

    def __init__(self, address: str) -> None:
        """Takes the address as `DATABASE_URL` has it; connects to nothing yet.

        Raises:
            bot.storage.address.AddressError: it names no database.
        """
        self.address = address
        self._file = WatchedFile(sqlite_file(address))
        self._engine: AsyncEngine | None = None
        self._open, self._closed = False, False
        self._settled = asyncio.Event()  # it is open, or it is known why it is not
        self._lost = asyncio.Event()
        self._why: StorageDown | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._loading = asyncio.Event()
        self._begun = UnderWay()

    def start(self) -> None:
        """Begins to open it, in the background."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep_open())

    async def loaded(self) -> None:
        """Waits until SQLAlchemy, which the repositories need, is loaded or cannot be."""
        await self._loading.wait()

    async def close(self) -> None:
        """Closes every connection; calls fail at once from now on."""
        self._closed, self._open = True, False
        self._settled.set()  # who waits for it to open need not any longer
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        if self._engine is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._begun.ended()
                    await self._engine.dispose()

    async def check(self) -> None:
        """Asks it something.

        Raises:
            StorageDown: it does not answer.
        """
        async with self.reading() as connection:
            await connection.exec_driver_sql("SELECT 1")

    # The repositories load SQLAlchemy, see `loaded`.
    @property
    def corrections(self) -> Corrections:
        """What people say of answers."""
        from bot.storage.corrections import Corrections

        return Corrections(self)

    @property
    def taught(self) -> Taught:
        """What people have taught of their hands."""
        from bot.storage.taught import Taught

        return Taught(self)

    @property
    def languages(self) -> Languages:
        """The languages that people have chosen."""
        from bot.storage.languages import Languages

        return Languages(self)

    @property
    def versions(self) -> Versions:
        """Model versions."""
        from bot.storage.versions import Versions

        return Versions(self)

    @property
    def runs(self) -> Runs:
        """Training runs."""
        from bot.storage.runs import Runs

        return Runs(self)

    @property
    def state(self) -> State:
        """Values by key."""
        from bot.storage.state import State

        return State(self)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads.

        Raises:
            StorageDown: the database does not answer.
        """
        async with self._transaction(writes=False) as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes; committed when its block ends without an exception.

        Raises:
            StorageDown: the database does not answer, or takes nothing.
        """
        async with self._transaction(writes=True) as connection:
            yield connection

    @asynccontextmanager
    async def _transaction(self, *, writes: bool) -> AsyncIterator[AsyncConnection]:
        engine = await self._opened()
        from bot.storage.engine import WRITES
        from bot.storage.faults import storage_down

        try:
            async with self._begun.one(), asyncio.timeout(CALL_SECONDS), engine.connect() as link:
                await link.execution_options(**{WRITES: writes})
                async with link.begin():
                    yield link
        except Exception as error:
            down = storage_down(error)
            if down is None:
                raise
            log.warning("the database failed", extra={"why": down.why, "detail": down.detail})
            if down.lost:
                self._lose(down)
            raise down from error

    async def _opened(self) -> AsyncEngine:
        if self._open and self._file.vanished():
            self._lose(None)
        with contextlib.suppress(TimeoutError):
            # Not `wait_for`: Python 3.11's loses a cancellation that comes as the wait ends.
            async with asyncio.timeout(PATIENCE):
                await self._settled.wait()
        if self._closed:
            raise StorageDown(AWAY, "closed")
        if not self._open or self._engine is None:
            from bot.storage.faults import OPENING

            raise self._why or StorageDown(OPENING, "opening")
        return self._engine

    def _lose(self, why: StorageDown | None) -> None:
        self._why = why
        self._open = False
        if why is None:
            self._settled.clear()
        self._lost.set()

    async def _keep_open(self) -> None:
        failures = 0
        while True:
            self._lost.clear()
            try:
                await self._connect()
            except StorageDown as down:
                if self._why is None or self._why.why != down.why or not failures:
                    extra = {"kind": shown(self.address), "why": down.why, "detail": down.detail}
                    log.warning("the database cannot be opened, trying on", extra=extra)
                self._why = down
                # A first lock is most often another process that changes the tables: calls wait on.
                if down.why != "locked" or failures:
                    self._settled.set()
                await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
                continue
            if self._why is not None:
                log.info("the database is open again", extra={"kind": shown(self.address)})
            failures, self._why, self._open = 0, None, True
            self._settled.set()
            await self._lost.wait()

    async def _connect(self) -> None:
        """Opens it, and brings its tables up to date.

        Raises:
            StorageDown: it cannot be.
        """
        try:
            try:
                await asyncio.to_thread(load)
            finally:
                self._loading.set()
            from bot.storage.engine import make_engine
            from bot.storage.migrate import migrate

            if self._engine is not None:
                await self._engine.dispose()
            self._file.make_folder()
            self._engine = make_engine(self.address)
            async with asyncio.timeout(OPEN_SECONDS):
                await migrate(self._engine)
            self._file.look()
        except Exception as error:
            raise why_not(error) from error
