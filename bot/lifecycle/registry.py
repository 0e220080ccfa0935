"""The model that the bot reads with now, and how another takes its place while photos come."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.lifecycle.cache import Cached, ModelCache, checksum
from bot.lifecycle.loader import Loader, Model
from bot.storage import StorageDown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.reading import Reader
    from bot.storage import Database
    from bot.storage.model_values import Activation, Version

log = logging.getLogger(__name__)

FOLLOW_SECONDS: Final = 5.0
"""How often the database is asked which model is active; another process may have decided."""
EARLIER: Final = 20
"""How many decisions back a model is looked for that loads."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The active model cannot be loaded on this machine.

    Attributes:
        wanted: the version that was decided for.
        why: in plain words.
        instead: what the bot reads with now.
    """

    wanted: Version
    why: str
    instead: Model


class ModelRegistry:
    """Holds the current model; the database says which one that should be.

    A swap exchanges one reference: whoever took the reader before keeps it to the end.
    """

    def __init__(
        self,
        shipped: Path,
        cache: ModelCache,
        database: Database,
        on_trouble: Callable[[Trouble], Awaitable[None]] | None = None,
    ) -> None:
        """Nothing is loaded yet.

        Args:
            shipped: the model file that came with the program, its line reader beside it.
            cache: this machine's disk.
            database: where versions and decisions are.
            on_trouble: is told once of each decision that could not be followed.
        """
        self._loader = Loader(shipped)
        self._cache = cache
        self._database = database
        self._on_trouble = on_trouble
        self._shipped: Model | None = None
        self._current: Model | None = None
        self._following = asyncio.Lock()
        self._followed: tuple[int, str | None] | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def is_loaded(self) -> bool:
        """Whether there is a model to read with."""
        return self._current is not None

    @property
    def current(self) -> Model:
        """The model that the next picture is read with."""
        assert self._current is not None, "models are used before one is loaded"
        return self._current

    @property
    def reader(self) -> Reader:
        """What the next picture is read with."""
        return self.current.reader

    @property
    def shipped(self) -> Model:
        """The model that came with the program."""
        assert self._shipped is not None, "models are used before one is loaded"
        return self._shipped

    def load(self) -> None:
        """Load what was last active here, else what ships; for a thread.

        Raises:
            ModelError: the shipped model is missing or does not fit.
        """
        from bot.reading.model import ModelError

        self._shipped = self._current = self._loader.open()
        cached = self._cache.load()
        if cached is not None and cached.version is not None:
            try:
                self._current = self._loader.load(cached)
            except ModelError as error:
                log.warning("the model on disk cannot be used", extra={"why": str(error)})

    def start(self) -> None:
        """Begin to follow the database."""
        self._task = asyncio.create_task(self._keep_following())

    async def close(self) -> None:
        """Follow no longer."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def follow(self) -> Model:
        """Look once which model is active, and read with it from now on if it loads.

        Returns:
            What is read with now: the active model; where that does not load, the one before it
            that does; the shipped one if none does.

        Raises:
            StorageDown: the database does not answer; the current model stays.
        """
        async with self._following:
            decision = await self._database.versions.active()
            if decision is None:
                await self._use(self.shipped)
                return self.current
            # With its checksum, for a database may be replaced by one that counts anew.
            known = (decision.id, decision.version.sha256 if decision.version else None)
            if known != self._followed:
                await self._obey(decision)
                self._followed = known
            return self.current

    async def _keep_following(self) -> None:
        while True:
            try:
                await self.follow()
            except StorageDown:
                pass  # told by the database itself, and in /models
            except Exception:
                log.exception("the active model could not be looked up")
            await asyncio.sleep(FOLLOW_SECONDS)

    async def _obey(self, decision: Activation) -> None:
        wanted = decision.version
        if wanted is None:
            await self._use(self.shipped)
            return
        try:
            await self._fetch(wanted)
        except _Unusable as unusable:
            log.error("the active model does not load", extra={"id": wanted.id})
            await self._fall_back()
            if self._on_trouble is not None:
                await self._on_trouble(Trouble(wanted, str(unusable), self.current))

    async def _fall_back(self) -> None:
        """To the newest earlier decision whose model loads."""
        for earlier in (await self._database.versions.history(EARLIER))[1:]:
            if earlier.version is None:
                break
            with contextlib.suppress(_Unusable):
                await self._fetch(earlier.version)
                return
        await self._use(self.shipped)

    async def _fetch(self, version: Version) -> None:
        """Read with a version.

        Raises:
            _Unusable: it does not load.
        """
        from bot.reading.model import ModelError

        if (self.current.version, self.current.sha256) == (version.id, version.sha256):
            return
        content = await self._database.versions.content(version.id)
        if await asyncio.to_thread(checksum, content) != version.sha256:
            raise _Unusable("What the database has of it is damaged.")
        cached = Cached(version.id, version.sha256, content)
        try:
            model = await asyncio.to_thread(self._loader.load, cached)
        except ModelError as error:
            raise _Unusable(str(error)) from error
        await self._use(model, content)

    async def _use(self, model: Model, content: bytes = b"") -> None:
        if (self.current.version, self.current.sha256) == (model.version, model.sha256):
            return
        self._current = model
        log.info("reads with another model", extra={"id": model.version, "model": model.name})
        await asyncio.to_thread(self._cache.store, Cached(model.version, model.sha256, content))


class _Unusable(Exception):
    """A version that does not load; the text says why."""
