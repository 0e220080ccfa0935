"""What is kept for a short while only goes by itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from bot.storage import expiry
from bot.storage.albums import AlbumParts
from bot.storage.expiry import Expiry
from bot.storage.question_values import Question
from bot.storage.questions import PendingQuestions
from bot.storage.tables import album_parts, questions


async def keep(database, number):
    await PendingQuestions(database).keep(Question(5, number, 7, "ann", {"read": "407"}))
    await AlbumParts(database).add(5, str(number), number, {"from": {"id": 5}})


async def age(database):
    old = datetime.now(UTC) - timedelta(days=1, seconds=1)
    async with database.writing() as connection:
        await connection.execute(update(questions).values(asked=old))
        await connection.execute(update(album_parts).values(came=old))


async def counted(database):
    async with database.reading() as connection:
        return [
            await connection.scalar(select(func.count()).select_from(table))
            for table in (questions, album_parts)
        ]


async def test_only_what_is_too_old_goes(database):
    await keep(database, 1)
    await age(database)
    await PendingQuestions(database).keep(Question(5, 2, 7, "ann", {"read": "407"}))
    assert await counted(database) == [2, 1]
    await Expiry(database).look()
    assert await counted(database) == [1, 0]


async def test_it_goes_though_nothing_more_comes(database, monkeypatch):
    monkeypatch.setattr(expiry, "EVERY", 0.05)
    looking = Expiry(database)
    looking.start()
    await keep(database, 1)
    assert await counted(database) == [1, 1]
    await age(database)
    async with asyncio.timeout(20):
        while await counted(database) != [0, 0]:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)
    await looking.close()
