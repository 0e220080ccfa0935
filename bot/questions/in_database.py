"""Questions where several processes serve one bot: a reply may come to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.questions.in_memory import OwnQuestions
from bot.storage import StorageDown

if TYPE_CHECKING:
    from bot.storage import Database
    from bot.storage.question_values import Question


class SharedQuestions:
    """Keeps questions in the database; those that it cannot take only this process knows."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._alone = OwnQuestions()

    async def keep(self, question: Question) -> None:
        """Note a question."""
        try:
            await self._kept.keep(question)
        except StorageDown:
            await self._alone.keep(question)

    async def of(self, chat: int, message: int) -> Question | None:
        """As `Questions.of`."""
        own = await self._alone.of(chat, message)
        found: Question | None = own or await self._kept.of(chat, message)
        return found

    async def drop(self, chat: int, answer: int) -> None:
        """As `Questions.drop`."""
        await self._alone.drop(chat, answer)
        await self._kept.drop(chat, answer)

    async def forget(self, user: str) -> None:
        """As `Questions.forget`."""
        await self._alone.forget(user)
        await self._kept.forget(user)

    @property
    def _kept(self) -> Any:
        from bot.storage.questions import PendingQuestions  # SQLAlchemy takes time to load

        return PendingQuestions(self._database)
