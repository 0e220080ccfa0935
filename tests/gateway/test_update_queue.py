from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from bot.gateway import update_queue as module
from bot.gateway.update_queue import BATCH, UpdateQueue


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)


async def filled(limit, count):
    update_queue = UpdateQueue(limit)
    for number in range(count):
        await update_queue.put(number)
        await update_queue.get()
    return update_queue


async def test_fetching_waits_until_another_batch_fits():
    update_queue = await filled(BATCH + 2, 3)
    fetching = asyncio.create_task(update_queue.room())
    await settle()
    assert not fetching.done()
    update_queue.task_done()
    await settle()
    assert not fetching.done()
    update_queue.task_done()
    assert await fetching is True
    assert update_queue.unfinished == 1


async def test_a_batch_is_never_cut_in_half():
    update_queue = UpdateQueue(1)
    adding = asyncio.gather(*(update_queue.put(number) for number in range(BATCH)))
    await settle()
    assert adding.done()
    assert update_queue.qsize() == BATCH


async def test_whoever_waits_for_room_is_sent_away_at_the_end():
    update_queue = await filled(1, 1)
    waiting = [asyncio.create_task(update_queue.room()) for _ in range(3)]
    await settle()
    update_queue.close()
    assert await asyncio.gather(*waiting) == [False] * 3
    assert await update_queue.room() is False


@pytest.mark.parametrize("patience", [1000, -1])
async def test_only_when_nothing_moves_for_long_more_is_let_in(monkeypatch, patience):
    monkeypatch.setattr(module, "PATIENCE", patience)
    update_queue = await filled(2, 2)
    waiting = asyncio.create_task(update_queue.room())
    await settle()
    assert update_queue.stuck == waiting.done() == (patience < 0)
    update_queue.task_done()
    update_queue.task_done()
    assert not update_queue.stuck
    assert await waiting is True


async def test_nothing_is_stuck_as_long_as_turns_end(monkeypatch):
    now = 0.0
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now))
    update_queue = await filled(2, 20)
    for _ in range(5):
        now += 0.9 * module.PATIENCE
        assert not update_queue.stuck
        update_queue.moved()
        update_queue.task_done()
    now += 0.9 * module.PATIENCE
    update_queue.task_done()  # somebody was turned away
    assert not update_queue.stuck
    now += 0.2 * module.PATIENCE
    assert update_queue.stuck
    update_queue.moved()
    assert not update_queue.stuck


async def test_there_is_an_end_to_what_is_let_in(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", -1)
    update_queue = await filled(2, 4)
    waiting = asyncio.create_task(update_queue.room())
    await settle()
    assert update_queue.stuck
    assert not waiting.done()
    update_queue.task_done()
    assert await waiting is True
