"""Groups that have become supergroups, and so have other numbers than the settings know."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram import Message

LOOK_EVERY: Final = 30.0
"""Seconds between two looks at what other processes, or earlier ones, have heard."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A group has become a supergroup.

    Attributes:
        old: the group's number.
        new: the supergroup's.
    """

    old: int
    new: int


class MovedGroups:
    """Which group has become which supergroup, as far as this process has heard."""

    def __init__(self) -> None:
        self._before: dict[int, set[int]] = {}
        self._followed: set[int] = set()
        self._looked: float | None = None

    def heed(self, message: Message) -> bool:
        """Learn from what Telegram says in either chat; whether `message` says it."""
        moved = pair_in(message)
        if moved is not None:
            self.note(moved)
        return moved is not None

    def note(self, moved: Moved) -> None:
        """Learn that a group has become a supergroup."""
        self._before.setdefault(moved.new, set()).add(moved.old)

    def numbers(self, chat: int) -> frozenset[int]:
        """All numbers that a chat has, or had before."""
        return frozenset({chat, *self._before.get(chat, ())})

    def first_heard(self, old: int) -> bool:
        """Whether this is the first time that it is asked for the group `old`."""
        new = old not in self._followed
        self._followed.add(old)
        return new

    def may_look(self) -> bool:
        """Whether it is time to look what others have heard; True at most every `LOOK_EVERY`."""
        now = time.monotonic()
        if self._looked is not None and now - self._looked < LOOK_EVERY:
            return False
        self._looked = now
        return True

    def learn(self, kept: Mapping[str, int]) -> None:
        """Learn what was kept: new numbers by old ones, which are text in JSON."""
        for old, new in kept.items():
            self.note(Moved(int(old), new))


def pair_in(message: Message) -> Moved | None:
    """The old and the new number that a service message tells."""
    if message.migrate_to_chat_id is not None:
        return Moved(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return Moved(message.migrate_from_chat_id, message.chat.id)
    return None
