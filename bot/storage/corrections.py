"""Corrections, and the verdicts that people give by a press without one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import ColumnElement, and_, delete, func, not_, select, update

from bot.storage.correction_values import (
    Correction,
    Judgement,
    Kept,
    Labelled,
    NewCorrection,
    Tally,
)
from bot.storage.crops import WHOLE, crop_of, is_held_out, stacked
from bot.storage.tables import corrections, languages, taught, verdicts
from bot.storage.transactions import insert, now

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.transactions import Transactions

log = logging.getLogger(__name__)

DAY: Final = timedelta(days=1)


class Corrections:
    """The corrections. Every method raises `StorageDown` when the database does not answer."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    async def keep(self, new: NewCorrection, most: int | None) -> Kept:
        """Keeps a correction, in place of an earlier one of the same digit and user.

        Given once more, it stays as it is, and so does what was decided of it. Changed, it has
        another number: who was shown what it said before decides nothing about it.

        Args:
            new: the correction.
            most: how many a user may give in 24 hours, changed ones not counted; `None` for any.
        """
        at = now()
        state = Judgement.APPROVED if new.trusted else Judgement.PENDING
        given = {"actual": new.actual, "at": at, "state": state.value}
        async with self._database.writing() as connection:
            this = and_(corrections.c.answer == new.answer, corrections.c.place == new.place)
            before = await connection.scalar(select(corrections.c.actual).where(this))
            if before == new.actual:
                if new.trusted:
                    await connection.execute(update(corrections).where(this).values(given))
                return Kept.SAME
            if before is None and most is not None:
                today = and_(corrections.c.user_hash == new.user, corrections.c.at > at - DAY)
                if await _count(connection, today) >= most:
                    return Kept.FULL
            row = given | {
                "answer": new.answer,
                "place": new.place,
                "user_hash": new.user,
                "crop": new.crop.tobytes(),
                "held_out": is_held_out(new.crop),
                "said": new.said,
                "version": new.version,
            }
            # Pressed twice at the same moment, in two processes: still one row.
            adding = insert(connection, corrections).values(row)
            await connection.execute(
                adding.on_conflict_do_update(
                    index_elements=[corrections.c.answer, corrections.c.place],
                    set_=dict(adding.excluded.items()),
                )
            )
            return Kept.ADDED if before is None else Kept.CHANGED

    async def withdraw(self, answer: str, but: Collection[int]) -> None:
        """Deletes the corrections of an answer, and what they taught, but those of some places."""
        async with self._database.writing() as connection:
            for table in (corrections, taught):
                this = and_(table.c.answer == answer, table.c.place.not_in(but))
                await connection.execute(delete(table).where(this))

    async def take_back(self, answer: str, place: int) -> None:
        """Deletes the correction of one digit of an answer, and what it taught."""
        async with self._database.writing() as connection:
            for table in (corrections, taught):
                this = and_(table.c.answer == answer, table.c.place == place)
                await connection.execute(delete(table).where(this))

    async def given(self, answer: str) -> dict[int, int]:
        """What the digits of an answer were corrected to, by their place."""
        query = select(corrections.c.place, corrections.c.actual)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.where(corrections.c.answer == answer))
            return dict(rows.tuples().all())

    async def pending(self, limit: int, after: int = 0) -> list[Correction]:
        """What nobody has looked at yet, oldest first; without what is damaged.

        Args:
            limit: how many at most.
            after: only those with a higher number.
        """
        query = select(corrections).where(
            WHOLE, corrections.c.state == Judgement.PENDING.value, corrections.c.id > after
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(corrections.c.id).limit(limit))
            return [_correction(row) for row in rows]

    async def judge(self, ids: Collection[int], *, approved: bool) -> int:
        """Approves or drops those of the corrections that are pending.

        Returns:
            How many there were.
        """
        to = Judgement.APPROVED if approved else Judgement.DROPPED
        return await self._move(ids, Judgement.PENDING, to)

    async def restore(self, ids: Collection[int]) -> int:
        """Lets those of the corrections that were dropped be pending again.

        Returns:
            How many there were.
        """
        return await self._move(ids, Judgement.DROPPED, Judgement.PENDING)

    async def states(self, ids: Collection[int]) -> dict[int, Judgement]:
        """What was decided of each of the corrections; forgotten ones are left out."""
        query = select(corrections.c.id, corrections.c.state).where(corrections.c.id.in_(ids))
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).tuples().all()
            return {number: Judgement(state) for number, state in rows}

    async def training_set(self) -> Labelled:
        """The approved corrections to train with, oldest first."""
        return await self._labelled(held_out=False)

    async def held_out(self) -> Labelled:
        """The approved corrections that are only measured with, oldest first."""
        return await self._labelled(held_out=True)

    async def judged(self, answer: str, user: str, *, correct: bool) -> None:
        """Notes whether an answer was right; a later verdict of the same user replaces it.

        Who says that it was right takes back the corrections of it.
        """
        verdict = {"user_hash": user, "correct": correct, "at": now()}
        async with self._database.writing() as connection:
            await connection.execute(
                insert(connection, verdicts)
                .values(verdict | {"answer": answer})
                .on_conflict_do_update(index_elements=[verdicts.c.answer], set_=verdict)
            )
            if correct:
                for table in (corrections, taught):
                    await connection.execute(delete(table).where(table.c.answer == answer))

    async def tally(self, user: str | None = None) -> Tally:
        """How many there are, of one user, or of all; without what is damaged."""
        by_state = select(corrections.c.state, func.count()).where(WHOLE)
        by_state = by_state.group_by(corrections.c.state)
        by_verdict = select(verdicts.c.correct, func.count()).group_by(verdicts.c.correct)
        if user is not None:
            by_state = by_state.where(corrections.c.user_hash == user)
            by_verdict = by_verdict.where(verdicts.c.user_hash == user)
        async with self._database.reading() as connection:
            states = dict((await connection.execute(by_state)).tuples().all())
            says = dict((await connection.execute(by_verdict)).tuples().all())
        return Tally(**states, right=says.get(True, 0), wrong=says.get(False, 0))

    async def forget(self, user: str) -> int:
        """Deletes all corrections and verdicts of a user, what they have taught, and chosen.

        Returns:
            How many rows there were.
        """
        async with self._database.writing() as connection:
            gone = 0
            for table in (corrections, taught, verdicts, languages):
                deleted = await connection.execute(delete(table).where(table.c.user_hash == user))
                gone += deleted.rowcount
            return gone

    async def prune(self, keep: int) -> int:
        """Deletes all but the newest `keep` verdicts; corrections stay.

        Returns:
            How many were deleted.
        """
        newest = select(verdicts.c.at).order_by(verdicts.c.at.desc()).offset(keep).limit(1)
        old = verdicts.c.at <= newest.scalar_subquery()
        async with self._database.writing() as connection:
            return (await connection.execute(delete(verdicts).where(old))).rowcount

    async def _move(self, ids: Collection[int], was: Judgement, to: Judgement) -> int:
        async with self._database.writing() as connection:
            moved = await connection.execute(
                update(corrections)
                .where(corrections.c.id.in_(ids), corrections.c.state == was.value)
                .values(state=to.value)
            )
            return moved.rowcount

    async def _labelled(self, *, held_out: bool) -> Labelled:
        which = and_(
            corrections.c.state == Judgement.APPROVED.value, corrections.c.held_out == held_out
        )
        query = select(corrections.c.crop, corrections.c.actual).where(which, WHOLE)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query.order_by(corrections.c.id))).all()
            damaged = await _count(connection, and_(which, not_(WHOLE)))
        if damaged:
            log.warning("damaged corrections are left out", extra={"count": damaged})
        return await asyncio.to_thread(_labelled, rows)


async def _count(connection: AsyncConnection, which: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(corrections).where(which)
    return (await connection.execute(query)).scalar_one()


def _labelled(rows: Sequence[Any]) -> Labelled:
    labels = np.array([row.actual for row in rows], np.uint8)
    return Labelled(stacked([row.crop for row in rows]), labels)


def _correction(row: Any) -> Correction:
    crop = crop_of(row.crop)
    assert crop is not None, "the query lets only whole ones through"
    return Correction(
        id=row.id,
        user=row.user_hash,
        crop=crop,
        said=row.said,
        actual=row.actual,
        version=row.version,
        at=row.at,
        state=Judgement(row.state),
    )
