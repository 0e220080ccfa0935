"""What several processes of one bot share."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.storage.albums import LOST, AlbumParts
from bot.storage.model_values import RunState
from bot.storage.tables import album_parts

HERE = {"who": 1, "chat": 1, "message": 2, "host": "here", "pid": 3}
LONG = timedelta(hours=1)


async def test_an_album_is_taken_once_whole_and_in_order(database):
    parts = AlbumParts(database)
    for message in (12, 11, 12):
        await parts.add(5, "a", message, {"number": message})
    await parts.add(5, "b", 13, {})
    await parts.add(6, "a", 14, {})
    assert [len(found) for found in (await parts.waiting(5)).values()] == [2, 1]
    taken = await asyncio.gather(*(parts.take(5, ["a"]) for _ in range(3)))
    assert sorted(taken) == [[], [], [{"number": 11}, {"number": 12}]]
    assert list(await parts.waiting(5)) == ["b"]
    assert list(await parts.waiting(6)) == ["a"]


async def test_what_nobody_takes_goes(database):
    parts = AlbumParts(database)
    await parts.add(5, "a", 1, {})
    async with database.writing() as connection:
        came = datetime.now(UTC) - LOST - timedelta(seconds=1)
        await connection.execute(update(album_parts).values(came=came))
    await parts.add(6, "a", 1, {})
    assert await parts.waiting(5) == {}
    assert list(await parts.waiting(6)) == ["a"]


async def test_one_process_shows_a_run_until_it_lets_go_or_is_gone(database):
    runs = database.runs
    run = await runs.begin("quick", **HERE)
    shown = await asyncio.gather(*(runs.show(run.id, name, LONG) for name in "abc"))
    assert sum(shown) == 1
    first = (await runs.get(run.id)).shown_by
    other = "b" if first != "b" else "c"
    assert await runs.show(run.id, first, LONG)
    assert not await runs.show(run.id, other, LONG)
    assert await runs.show(run.id, other, LONG, instead_of=first)
    assert not await runs.show(run.id, first, LONG)
    assert await runs.show(run.id, first, timedelta(seconds=-1)), "the other is silent"
    await runs.let_go(run.id, other)
    assert not await runs.show(run.id, other, LONG), "it was not the other's"
    await runs.let_go(run.id, first)
    assert await runs.show(run.id, other, LONG)


async def test_what_was_told_is_told(database):
    runs = database.runs
    run = await runs.begin("quick", **HERE)
    await runs.finish(run.id, RunState.FAILED)
    assert [one.id for one in await runs.untold()] == [run.id]
    await runs.told(run.id)
    assert await runs.untold() == []
    assert not await runs.show(run.id, "a", LONG)
    assert (await runs.get(run.id)).told
