"""Questions that people are to reply to, whichever process gets the reply."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, delete, select

from bot.storage.question_values import MOST, Question
from bot.storage.tables import questions
from bot.storage.transactions import insert, now

if TYPE_CHECKING:
    from bot.storage.transactions import Transactions

LASTS: Final = timedelta(days=1)


class PendingQuestions:
    """The questions. Every method raises `StorageDown` when the database does not answer."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    async def keep(self, question: Question) -> None:
        """Keeps a question; the many of one person go."""
        row = {
            "chat": question.chat,
            "message": question.message,
            "answer": question.answer,
            "user_hash": question.user,
            "about": dict(question.about),
            "asked": now(),
        }
        own = questions.c.user_hash == question.user
        oldest = select(questions.c.asked).where(own).order_by(questions.c.asked.desc())
        beyond = questions.c.asked <= oldest.offset(MOST).limit(1).scalar_subquery()
        async with self._database.writing() as connection:
            await connection.execute(
                insert(connection, questions).values(row).on_conflict_do_nothing()
            )
            await connection.execute(delete(questions).where(own, beyond))

    async def of(self, chat: int, message: int) -> Question | None:
        """The question that a message is; `None` where it is none, or no longer kept."""
        query = select(questions).where(
            questions.c.chat == chat,
            questions.c.message == message,
            questions.c.asked >= now() - LASTS,
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        return Question(row.chat, row.message, row.answer, row.user_hash, row.about)

    async def expire(self) -> None:
        """Deletes what is too old, whoever was asked."""
        async with self._database.writing() as connection:
            await connection.execute(delete(questions).where(questions.c.asked < now() - LASTS))

    async def drop(self, chat: int, answer: int) -> None:
        """Deletes what was asked about an answer."""
        about = and_(questions.c.chat == chat, questions.c.answer == answer)
        async with self._database.writing() as connection:
            await connection.execute(delete(questions).where(about))

    async def forget(self, user: str) -> None:
        """Deletes what somebody was asked."""
        async with self._database.writing() as connection:
            await connection.execute(delete(questions).where(questions.c.user_hash == user))
