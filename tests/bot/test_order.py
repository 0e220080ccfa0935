from __future__ import annotations

import asyncio
import gc

import pytest

from bot.order import ChatOrder


class Job:
    """An update that notes when it is worked on, and ends when it is told to."""

    def __init__(self, chat, log):
        self.chat = chat
        self.log = log
        self.end = asyncio.Event()

    async def work(self):
        self.log.append(("begin", self.chat, self))
        await self.end.wait()
        self.log.append(("end", self.chat, self))


def order(places):
    return ChatOrder(places, key=lambda job: job.chat)


def begun(log):
    return [job for what, _, job in log if what == "begin"]


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)


def start(processor, jobs):
    return [asyncio.create_task(processor.process_update(job, job.work())) for job in jobs]


async def test_updates_of_one_chat_keep_their_order():
    log, processor = [], order(places=4)
    jobs = [Job("a", log) for _ in range(5)]
    tasks = start(processor, jobs)
    for job in reversed(jobs):
        job.end.set()
    await asyncio.gather(*tasks)
    assert [(what, job) for what, _, job in log] == [
        (what, job) for job in jobs for what in ("begin", "end")
    ]


async def test_a_busy_chat_takes_one_place_only():
    log, processor = [], order(places=2)
    busy = [Job("busy", log) for _ in range(50)]
    other = Job("other", log)
    tasks = start(processor, [*busy, other])
    await settle()
    assert begun(log) == [busy[0], other]
    for job in [*busy, other]:
        job.end.set()
    await asyncio.gather(*tasks)


async def test_no_more_chats_than_places_at_a_time():
    log, processor = [], order(places=3)
    jobs = [Job(chat, log) for chat in range(6)]
    tasks = start(processor, jobs)
    await settle()
    assert begun(log) == jobs[:3]
    jobs[1].end.set()
    await settle()
    assert begun(log) == jobs[:4]
    for job in jobs:
        job.end.set()
    await asyncio.gather(*tasks)


async def test_what_has_no_key_waits_for_nothing():
    log, processor = [], order(places=1)
    first, free = Job("a", log), Job(None, log)
    tasks = start(processor, [first, free])
    await settle()
    assert begun(log) == [first, free]
    first.end.set()
    free.end.set()
    await asyncio.gather(*tasks)


async def test_a_failure_lets_the_next_one_begin():
    log, processor = [], order(places=1)

    async def fail():
        raise ZeroDivisionError

    after = Job("a", log)
    after.end.set()
    failing = asyncio.create_task(processor.process_update(Job("a", log), fail()))
    follower = asyncio.create_task(processor.process_update(after, after.work()))
    with pytest.raises(ZeroDivisionError):
        await failing
    await follower
    assert begun(log) == [after]


async def test_nothing_is_kept_of_chats_that_are_done_or_were_cancelled():
    log, processor = [], order(places=1)
    jobs = [Job(chat, log) for chat in ("a", "a", "b")]
    tasks = start(processor, jobs)
    await settle()
    tasks[1].cancel()
    for job in jobs:
        job.end.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert processor._lines == {}
    gc.collect()  # a coroutine that was never awaited would warn here, and warnings are errors


async def test_it_tells_how_long_each_one_has_waited_for_its_turn():
    waits, log = [], []
    processor = ChatOrder(1, key=lambda job: job.chat, waited=waits.append)
    jobs = [Job("a", log), Job("a", log), Job(None, log)]
    tasks = start(processor, jobs)
    await settle()
    assert len(waits) == 1
    for job in jobs:
        job.end.set()
    await asyncio.gather(*tasks)
    assert len(waits) == 2, "what has no turn waits for none"
    assert waits[1] >= waits[0]
