"""What handlers are given: the services that live as long as the bot, with their types."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from telegram.ext import Application, CallbackContext, ExtBot

from bot.albums.in_database import SharedAlbums
from bot.albums.in_memory import Albums, Gathering
from bot.jobs.queue_backend import QueueTrainer
from bot.lifecycle.cache import ModelCache
from bot.lifecycle.child_backend import ChildTrainer
from bot.lifecycle.promotion import Proposals
from bot.lifecycle.registry import ModelShelf
from bot.lifecycle.runs import Training
from bot.lifecycle.training_backend import NoTrainer, Trainer
from bot.observability.daily_counts import Ledger
from bot.settings import SettingsError
from bot.signing import Keys
from bot.storage import Database
from bot.worker import Worker
from bot.workshop import conductor

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bot.gateway.admission import Admission
    from bot.gateway.moved_groups import MovedGroups
    from bot.gateway.per_chat_processor import ChatOrder
    from bot.gateway.update_queue import Inbox
    from bot.gateway.updates import Hear
    from bot.announcements.run_messages import Followers
    from bot.observability.counters import Vitals
    from bot.settings import Settings

ALBUM_QUIET: Final = 0.7
"""Seconds without a further picture after which an album is complete."""
MOST_WAITING: Final = 64
"""Pictures that may wait for a thread."""


class Services:
    """What lives as long as the bot.

    Attributes:
        settings: what the operator chose.
        worker: the threads that read pictures.
        order: whose turn it is.
        inbox: updates that are not finished.
        admission: who may use the bot, and how much.
        vitals: what the bot has done, in figures.
        moved: groups that have become supergroups.
        albums: albums that are still arriving.
        shown: messages whose picture has been answered or explained.
        database: what is kept; it may be away at any time.
        ledger: enters what was counted into the database.
        keys: stand for people in the database and in buttons.
        models: the model that reads, and how another takes its place.
        proposals: takes candidates for it.
        training: begins and looks after training runs.
        followers: show them.
        passed_over: is told of updates that cannot be understood.
        files: allows one picture sent as a file to be read at a time, for they may be huge.
    """

    def __init__(
        self,
        settings: Settings,
        order: ChatOrder,
        inbox: Inbox,
        admission: Admission,
        vitals: Vitals,
        moved: MovedGroups,
    ) -> None:
        self.settings = settings
        self.order = order
        self.inbox = inbox
        self.admission = admission
        self.vitals = vitals
        self.moved = moved
        self.worker = Worker(settings.reading_threads, MOST_WAITING)
        self.shown = Recent(1000)
        self.database = Database(settings.database_url.get_secret_value())
        self.albums: Gathering = (
            SharedAlbums(self.database, ALBUM_QUIET)
            if settings.webhook_url is not None and settings.has_server
            else Albums(ALBUM_QUIET)
        )
        self.keys = Keys(settings.hash_key)
        self.ledger = Ledger(vitals, self.database)
        self.files = asyncio.Semaphore(1)
        self.models = ModelShelf(
            settings.model_path, ModelCache(settings.model_cache), self.database
        )
        self.proposals = Proposals(self.database, settings.model_path, self.models)
        self.training = Training(self.database, self._trainer())
        self.followers: Followers
        self.passed_over: Hear

    def _trainer(self) -> Trainer:
        match self.settings.training:
            case "queue":
                return QueueTrainer(self.database)
            case "off":
                return NoTrainer()
        return ChildTrainer(conductor(self.settings, self.database, self.proposals, keep=1))

    async def open(self) -> None:
        """Load what takes time to load.

        Raises:
            SettingsError: if the model file is missing or does not fit.
        """
        await self.worker.run(_open_models, self.models)

    async def close(self) -> None:
        """Let the threads finish, and the database's connections."""
        await self.models.close()
        await self.ledger.close()
        await self.database.close()
        await asyncio.to_thread(self.worker.close)

    @property
    def is_open(self) -> bool:
        """Whether what takes time to load is loaded."""
        return self.models.is_loaded

    @property
    def model_version(self) -> str:
        """What the model that reads calls itself."""
        return self.models.current.name


class Recent:
    """Remembers the last few keys, to notice what comes twice."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._keys: OrderedDict[Hashable, None] = OrderedDict()

    def add(self, key: Hashable) -> bool:
        """Remember `key`; `False` if it was known already."""
        if key in self._keys:
            self._keys.move_to_end(key)
            return False
        self._keys[key] = None
        if len(self._keys) > self._most:
            self._keys.popitem(last=False)
        return True

    def __contains__(self, key: Hashable) -> bool:
        return key in self._keys

    def forget(self, key: Hashable) -> None:
        """Let `key` be new again."""
        self._keys.pop(key, None)


class Context(CallbackContext[ExtBot[int], dict[Any, Any], dict[Any, Any], Services]):
    """The second argument of every handler."""

    @property
    def services(self) -> Services:
        """What lives as long as the bot."""
        return self.bot_data


BotApplication: TypeAlias = Application[
    ExtBot[int], Context, dict[Any, Any], dict[Any, Any], Services, None
]


def _open_models(models: ModelShelf) -> None:
    """Runs in a thread: loads OpenCV, onnxruntime and the model."""
    import cv2

    from bot.reading import ModelError

    cv2.setNumThreads(1)  # pictures are read side by side already
    try:
        models.load()
    except ModelError as error:
        raise SettingsError([f"MODEL_PATH: {error}"]) from error
