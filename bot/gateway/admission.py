"""Who may use the bot, and how much of it: judged once, when an update arrives."""

from __future__ import annotations

import time
from enum import Enum
from typing import TYPE_CHECKING, Final

from cachetools import LRUCache, TTLCache
from telegram import Update
from telegram.constants import ChatType

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from telegram import Chat

    from bot.gateway.moved_groups import MovedGroups
    from bot.gateway.update_queue import UpdateQueue
    from bot.settings import Settings

WINDOW: Final = 60.0
"""Seconds over which is counted, and in which one and the same notice is given once."""
MOST_KNOWN: Final = 10_000
"""People, chats and notices that are remembered; those quiet for longest are forgotten first."""


class Refusal(Enum):
    """Why an update is not worked on."""

    STRANGER = "stranger"
    PERSON_TOO_FAST = "person_too_fast"
    CHAT_TOO_FAST = "chat_too_fast"
    BUSY = "busy"


class Admission:
    """Judges updates; a refused one waits for nothing, and is answered with a notice at most.

    Every process counts for itself.
    """

    def __init__(
        self,
        settings: Settings,
        update_queue: UpdateQueue,
        concerns: Callable[[Update], bool],
        for_everybody: Callable[[Update], bool],
        moved: MovedGroups,
    ) -> None:
        """Judge by `settings`.

        Args:
            settings: the lists and rates.
            update_queue: tells whether work moves.
            concerns: whether an update is for the bot at all; others count for nothing.
            for_everybody: whether those may ask it, too, who may not use the bot (any longer).
            moved: which groups have other numbers than the settings know.
        """
        self._settings = settings
        self._update_queue = update_queue
        self._concerns = concerns
        self._for_everybody = for_everybody
        self._moved = moved
        self._people = LeakyBuckets(settings.rate_per_user)
        self._chats = LeakyBuckets(settings.rate_per_chat)
        self._refused: dict[int, Refusal] = {}
        self._told: TTLCache[Hashable, None] = TTLCache(MOST_KNOWN, WINDOW, time.monotonic)

    def judge(self, update: Update) -> Refusal | None:
        """Decide on an update that has just come, and remember a refusal for `refusal_of`."""
        refusal = self._judge(update)
        if refusal is not None:
            self._refused[update.update_id] = refusal
        return refusal

    def judge_person(self, person: int) -> Refusal | None:
        """Decide on what came from somebody past Telegram, for their private chat with the bot."""
        if person in self._settings.admin_ids:
            return None
        if not self._may_use(person, None):
            return Refusal.STRANGER
        return self._count(person, person)  # a private chat has the number of its person

    def refuses(self, update: Update) -> bool:
        """Whether an update was refused, before `refusal_of` is asked."""
        return update.update_id in self._refused

    def refusal_of(self, update: Update) -> Refusal | None:
        """What was decided on an update; asked once."""
        return self._refused.pop(update.update_id, None)

    def notice_is_due(self, key: Hashable) -> bool:
        """Whether a notice should be given now: not if the same was given within `WINDOW`."""
        if key in self._told:
            return False
        self._told[key] = None
        return True

    def _judge(self, update: Update) -> Refusal | None:
        # Telegram names one and the same user for all who write in the name of some chat.
        sender, chat = update.effective_sender, update.effective_chat
        # At once: what comes next may come from the group under its new number.
        if update.message is not None and self._moved.heed(update.message):
            return None
        if sender is None or not self._concerns(update):
            return None
        if sender.id in self._settings.admin_ids:
            return None
        if not self._may_use(sender.id, chat) and not self._for_everybody(update):
            return Refusal.STRANGER
        return self._count(sender.id, chat.id if chat is not None else None)

    def _count(self, person: int, chat: int | None) -> Refusal | None:
        if not self._people.take(person):
            return Refusal.PERSON_TOO_FAST
        if chat is not None and not self._chats.take(chat):
            return Refusal.CHAT_TOO_FAST
        return Refusal.BUSY if self._update_queue.stuck else None

    def _may_use(self, sender: int, chat: Chat | None) -> bool:
        users, chats = self._settings.allowed_users, self._settings.allowed_chats
        if sender in users:
            return True
        if chat is None or chat.type == ChatType.PRIVATE:
            return not users and not chats
        if not chats:
            return not users
        return not self._moved.numbers(chat.id).isdisjoint(chats)


class LeakyBuckets:
    """A leaky bucket for each key: so many at once, and as many again in each `WINDOW`."""

    def __init__(self, per_window: int) -> None:
        """Allow `per_window`; 0 allows any number."""
        self._rate = per_window
        self._levels: LRUCache[Hashable, tuple[float, float]] = LRUCache(MOST_KNOWN)

    def take(self, key: Hashable) -> bool:
        """Count one for `key`; False, and nothing is counted, when it has had its share."""
        if self._rate == 0:
            return True
        now = time.monotonic()
        level, since = self._levels.get(key, (0.0, now))
        # It has leaked since it was last looked at, so that no clock has to run for every bucket.
        level = max(0.0, level - (now - since) * self._rate / WINDOW)
        # A refused one is not poured in: who keeps asking would never be let in again.
        allowed = level + 1 <= self._rate
        self._levels[key] = (level + allowed, now)
        return allowed
