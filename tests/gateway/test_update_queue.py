from __future__ import annotations

import asyncio

import pytest

from bot.gateway import update_queue as module
from bot.gateway.update_queue import BATCH, Inbox


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)


async def filled(limit, count):
    inbox = Inbox(limit)
    for number in range(count):
        await inbox.put(number)
        await inbox.get()
    return inbox


async def test_fetching_waits_until_another_batch_fits():
    inbox = await filled(BATCH + 2, 3)
    fetching = asyncio.create_task(inbox.room())
    await settle()
    assert not fetching.done()
    inbox.task_done()
    await settle()
    assert not fetching.done()
    inbox.task_done()
    assert await fetching is True
    assert inbox.unfinished == 1


async def test_a_batch_is_never_cut_in_half():
    inbox = Inbox(1)
    adding = asyncio.gather(*(inbox.put(number) for number in range(BATCH)))
    await settle()
    assert adding.done()
    assert inbox.qsize() == BATCH


async def test_whoever_waits_for_room_is_sent_away_at_the_end():
    inbox = await filled(1, 1)
    waiting = [asyncio.create_task(inbox.room()) for _ in range(3)]
    await settle()
    inbox.close()
    assert await asyncio.gather(*waiting) == [False] * 3
    assert await inbox.room() is False


@pytest.mark.parametrize("patience", [1000, -1])
async def test_only_when_nothing_moves_for_long_more_is_let_in(monkeypatch, patience):
    monkeypatch.setattr(module, "PATIENCE", patience)
    inbox = await filled(2, 2)
    waiting = asyncio.create_task(inbox.room())
    await settle()
    assert inbox.stuck == waiting.done() == (patience < 0)
    inbox.task_done()
    inbox.task_done()
    assert not inbox.stuck
    assert await waiting is True


async def test_there_is_an_end_to_what_is_let_in(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", -1)
    inbox = await filled(2, 4)
    waiting = asyncio.create_task(inbox.room())
    await settle()
    assert inbox.stuck
    assert not waiting.done()
    inbox.task_done()
    assert await waiting is True
