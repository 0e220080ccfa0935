from __future__ import annotations

import asyncio
import gc

import pytest
from telegram.error import RetryAfter

from bot.gateway import retry
from bot.gateway.per_chat_processor import PerChatProcessor, own_place
from bot.gateway.retry import PatientLimiter


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
    return PerChatProcessor(places, key=lambda job: job.chat)


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
    processor = PerChatProcessor(1, key=lambda job: job.chat, waited=waits.append)
    jobs = [Job("a", log), Job("a", log), Job(None, log)]
    tasks = start(processor, jobs)
    await settle()
    assert len(waits) == 1
    for job in jobs:
        job.end.set()
    await asyncio.gather(*tasks)
    assert len(waits) == 2, "what has no turn waits for none"
    assert waits[1] >= waits[0]


async def test_it_tells_of_turns_that_end_and_of_nothing_else():
    ended, log = [], []
    processor = PerChatProcessor(1, key=lambda job: job.chat, ended=lambda: ended.append(len(log)))
    free, first, second = jobs = [Job(None, log), Job("a", log), Job("b", log)]
    tasks = start(processor, jobs)
    free.end.set()
    await settle()
    tasks[2].cancel()
    await settle()
    assert ended == []
    first.end.set()
    await asyncio.wait(tasks)
    assert begun(log) == [free, first]
    assert second.chat == "b"
    assert len(ended) == 1


async def test_a_place_that_is_given_away_is_anothers_once():
    log, processor = [], order(places=1)
    first, second, third = (Job(chat, log) for chat in "abc")
    inner = []

    async def give_away_twice():
        inner.append(await asyncio.create_task(has_a_place()))
        for _ in range(2):
            own_place().give_away()
        await first.end.wait()

    async def has_a_place():
        return own_place()

    tasks = [asyncio.create_task(processor.process_update(first, give_away_twice()))]
    tasks += start(processor, [second, third])
    await settle()
    assert begun(log) == [second]
    first.end.set()
    await settle()
    assert begun(log) == [second], "it was given away twice"
    second.end.set()
    third.end.set()
    await asyncio.gather(*tasks)
    assert inner == [None]
    assert own_place() is None


@pytest.mark.parametrize(("chat", "messages"), [(-1, 1), (1, 1), (-1, 25)])
async def test_who_must_wait_for_telegram_holds_up_no_other_chat(monkeypatch, chat, messages):
    """Telegram says "too many requests" at the first message, or a group has had its share."""
    monkeypatch.setattr(retry, "SHORT", 0.01)
    log, processor, limiter = [], order(places=1), PatientLimiter(1000)
    flooded, other = Job("flooded", log), Job("other", log)
    other.end.set()
    sent = []

    async def send():
        sent.append(chat)
        if messages == 1:
            raise RetryAfter(60)

    async def answer():
        for _ in range(messages):
            await limiter.process_request(send, (), {}, "sendMessage", {"chat_id": chat}, None)

    waiting = asyncio.create_task(processor.process_update(flooded, answer()))
    await asyncio.wait_for(*start(processor, [other]), 30)
    assert not waiting.done()
    waiting.cancel()
    await asyncio.wait({waiting})
    await asyncio.wait_for(*start(processor, [other]), 30)


async def test_a_slow_answer_of_telegram_keeps_the_place(monkeypatch):
    monkeypatch.setattr(retry, "SHORT", 0.01)
    log, processor, limiter = [], order(places=1), PatientLimiter(1000)
    slow, other = Job("slow", log), Job("other", log)
    sending = asyncio.Event()

    async def send():
        sending.set()
        await asyncio.sleep(0.1)
        assert begun(log) == []

    request = limiter.process_request(send, (), {}, "sendMessage", {"chat_id": -1}, None)
    tasks = [asyncio.create_task(processor.process_update(slow, request))]
    tasks += start(processor, [other])
    other.end.set()
    await asyncio.gather(*tasks)
    assert begun(log) == [other]
    assert sending.is_set()
