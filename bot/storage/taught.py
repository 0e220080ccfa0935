"""What people have taught the bot of their own hands: corrected digits, as a model embeds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import and_, delete, func, select, update

from bot.storage.correction_values import TaughtDigit
from bot.storage.crops import crop_of
from bot.storage.tables import corrections, taught
from bot.storage.transactions import insert

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.storage.transactions import Transactions

MOST: Final = 200
"""Digits that are kept of a person: the newest."""
CORRECTED: Final = and_(
    corrections.c.answer == taught.c.answer, corrections.c.place == taught.c.place
)
"""A taught digit's own correction; what was learnt beside one has none."""
STORED: Final = np.float16
"""What an embedding is made of in the database."""


class Taught:
    """What was taught. Every method raises `StorageDown` when the database does not answer."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    async def keep(self, user: str, digits: Sequence[TaughtDigit]) -> None:
        """Keeps digits, each in place of an earlier one of the same answer and place.

        Args:
            user: keyed hash of whose hand it is.
            digits: the digits; of a user's, `MOST` stay: corrections before those that were
                learnt beside them, and of either the newest.
        """
        own = taught.c.user_hash == user
        beside = corrections.c.answer.is_(None)
        kept = (
            select(taught.c.id)
            .join(corrections, CORRECTED, isouter=True)
            .where(own)
            .order_by(beside, taught.c.id.desc())
            .limit(MOST)
        )
        async with self._database.writing() as connection:
            for digit in digits:
                learnt = {
                    "actual": digit.actual,
                    "embedding": digit.embedding.astype(STORED).tobytes(),
                    "model": digit.model,
                }
                row = learnt | {"answer": digit.answer, "place": digit.place, "user_hash": user}
                await connection.execute(
                    insert(connection, taught)
                    .values(row)
                    .on_conflict_do_update(
                        index_elements=[taught.c.answer, taught.c.place], set_=learnt
                    )
                )
            await connection.execute(delete(taught).where(own, taught.c.id.not_in(kept)))

    async def of(self, user: str) -> list[TaughtDigit]:
        """What a user has taught, the newest `MOST`, oldest first."""
        # The crop is kept with the correction, for a model that embeds it otherwise.
        query = (
            select(taught, corrections.c.crop)
            .join(corrections, CORRECTED, isouter=True)
            .where(taught.c.user_hash == user)
            .order_by(taught.c.id.desc())
            .limit(MOST)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return [_digit(row) for row in reversed(rows)]

    async def renew(self, digits: Sequence[TaughtDigit], lost: Sequence[TaughtDigit] = ()) -> None:
        """Keeps other embeddings of digits that are kept; of others, nothing.

        Args:
            digits: as another model embeds them.
            lost: those of which no crop is kept, which no other model can embed: they are deleted.
        """
        async with self._database.writing() as connection:
            for digit in lost:
                this = _at(digit.answer, digit.place), taught.c.model == digit.model
                await connection.execute(delete(taught).where(*this))
            for digit in digits:
                at = _at(digit.answer, digit.place)
                new = {"embedding": digit.embedding.astype(STORED).tobytes(), "model": digit.model}
                await connection.execute(update(taught).where(at).values(new))

    async def drop(self, answer: str, place: int) -> None:
        """Deletes one digit, if it is there."""
        async with self._database.writing() as connection:
            await connection.execute(delete(taught).where(_at(answer, place)))

    async def count(self, user: str) -> int:
        """How many digits a user has taught, of those that are kept."""
        query = select(func.count()).select_from(taught).where(taught.c.user_hash == user)
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalar_one()

    async def forget(self, user: str) -> int:
        """Deletes what a user has taught; the corrections stay.

        Returns:
            How many digits there were.
        """
        async with self._database.writing() as connection:
            gone = await connection.execute(delete(taught).where(taught.c.user_hash == user))
            return gone.rowcount


def _at(answer: str, place: int) -> ColumnElement[bool]:
    return and_(taught.c.answer == answer, taught.c.place == place)


def _digit(row: Any) -> TaughtDigit:
    crop = None if row.crop is None else crop_of(row.crop)
    embedding = np.frombuffer(row.embedding, STORED).astype(np.float32)
    return TaughtDigit(row.answer, row.place, row.actual, embedding, row.model, crop)
