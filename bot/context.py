"""What handlers are given: the services that live as long as the bot, with their types."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from cachetools import LRUCache
from telegram.ext import Application, CallbackContext, ExtBot

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bot.albums.answered import AnsweredAlbums
    from bot.albums.in_memory import Gathering
    from bot.albums.left_out import LeftOut
    from bot.announcements.run_messages import RunMessages
    from bot.gateway.admission import Admission
    from bot.gateway.languages import ChosenLanguages
    from bot.gateway.moved_groups import MovedGroups
    from bot.gateway.per_chat_processor import PerChatProcessor
    from bot.gateway.polling import PollingWatch
    from bot.gateway.update_queue import UpdateQueue
    from bot.lifecycle.hands import Hands
    from bot.lifecycle.promotion import Promotion
    from bot.lifecycle.registry import ModelRegistry
    from bot.lifecycle.runs import Training
    from bot.observability.counters import Counters
    from bot.observability.daily_counts import DailyCounts
    from bot.questions.in_memory import Questions
    from bot.settings import Settings
    from bot.signing import Keys
    from bot.storage import Database
    from bot.storage.expiry import Expiry
    from bot.worker import Worker


@dataclass(frozen=True, slots=True, eq=False)
class Services:
    """What lives as long as the bot; `bot.app` makes each of them, once.

    Attributes:
        settings: what the operator chose.
        watch: hears how fetching updates goes.
        worker: the threads that read pictures.
        order: whose turn it is.
        update_queue: updates that are not finished.
        admission: who may use the bot, and how much.
        counters: what the bot has done, in figures.
        moved: groups that have become supergroups.
        albums: albums that are still arriving.
        left_out: parts of albums that were refused.
        pictures: messages, and the picture of theirs that has been answered.
        shown: what was pressed for, and has been sent.
        answered: albums that were answered, for their files, and for corrections of their pictures.
        questions: which answer each question for the right number is about, and who was asked.
        files: allows one picture sent as a file to be read at a time, for they may be huge.
        database: what is kept; it may be away at any time.
        daily_counts: enters what was counted into the database.
        expiry: deletes what is kept there for a short while only.
        keys: stand for people in the database and in buttons.
        models: the model that reads, and how another takes its place.
        languages: what people want to be spoken to in.
        hands: what people have taught of their own.
        promotion: takes candidates for it.
        training: begins and looks after training runs.
        run_messages: show them.
    """

    settings: Settings
    watch: PollingWatch
    worker: Worker
    order: PerChatProcessor
    update_queue: UpdateQueue
    admission: Admission
    counters: Counters
    moved: MovedGroups
    albums: Gathering
    left_out: LeftOut
    pictures: Recent
    shown: Recent
    answered: AnsweredAlbums
    questions: Questions
    files: asyncio.Semaphore
    database: Database
    daily_counts: DailyCounts
    expiry: Expiry
    keys: Keys
    models: ModelRegistry
    languages: ChosenLanguages
    hands: Hands
    promotion: Promotion
    training: Training
    run_messages: RunMessages


class Recent:
    """Remembers the last few keys, to notice what comes twice."""

    def __init__(self, most: int) -> None:
        self._keys: LRUCache[Hashable, None] = LRUCache(most)

    def add(self, key: Hashable) -> bool:
        """Remember `key`; `False` if it was known already."""
        new = key not in self._keys
        self._keys[key] = None
        return new

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
