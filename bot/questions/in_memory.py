"""Questions that this process has asked; it forgets them when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from cachetools import LRUCache

from bot.storage.question_values import MOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.storage.question_values import Question

MOST_OF_ALL: Final = 2000
"""Questions that are kept, whoever was asked."""


class Questions(Protocol):
    """Knows what was asked. Where it is in a database, all but `keep` may raise `StorageDown`."""

    async def keep(self, question: Question) -> None:
        """Note a question that was asked."""

    async def of(self, chat: int, message: int) -> Question | None:
        """The question that a message is; `None` where it is too long ago, or is none."""

    async def drop(self, chat: int, answer: int) -> None:
        """Forget what was asked about an answer."""

    async def forget(self, user: str) -> None:
        """Forget what somebody, as `Question.user` has it, was asked."""


class OwnQuestions:
    """The questions of a bot that is one process."""

    def __init__(self) -> None:
        self._asked: LRUCache[tuple[int, int], Question] = LRUCache(MOST_OF_ALL)

    async def keep(self, question: Question) -> None:
        """Note a question; of a person's, and of all, the newest stay."""
        self._asked[question.chat, question.message] = question
        own = [key for key, one in self._asked.items() if one.user == question.user]
        for key in own[:-MOST]:
            del self._asked[key]

    async def of(self, chat: int, message: int) -> Question | None:
        """As `Questions.of`."""
        return self._asked.get((chat, message))

    async def drop(self, chat: int, answer: int) -> None:
        """As `Questions.drop`."""
        self._leave(lambda one: (one.chat, one.answer) == (chat, answer))

    async def forget(self, user: str) -> None:
        """As `Questions.forget`."""
        self._leave(lambda one: one.user == user)

    def _leave(self, which: Callable[[Question], bool]) -> None:
        for key in [key for key, one in self._asked.items() if which(one)]:
            del self._asked[key]
