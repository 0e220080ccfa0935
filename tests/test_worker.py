from __future__ import annotations

import asyncio
import threading

import pytest

from bot.worker import Busy, Worker


@pytest.fixture
def worker():
    worker = Worker(threads=1, most=2)
    yield worker
    worker.close()


async def test_work_runs_in_a_thread_and_gives_its_result(worker):
    assert await worker.run(threading.get_ident) != threading.get_ident()


async def test_what_work_raises_is_raised(worker):
    with pytest.raises(ZeroDivisionError):
        await worker.run(lambda: 1 / 0)


async def test_the_loop_goes_on_and_too_much_is_refused(worker):
    gate = threading.Event()
    running = [asyncio.create_task(worker.run(gate.wait)) for _ in range(2)]
    await asyncio.sleep(0.01)
    with pytest.raises(Busy):
        await worker.run(gate.wait)
    gate.set()
    assert await asyncio.gather(*running) == [True, True]
    await asyncio.sleep(0.01)
    assert await worker.run(lambda: "free again") == "free again"


async def test_work_that_nobody_awaits_any_longer_still_counts(worker):
    gate = threading.Event()
    tasks = [asyncio.create_task(worker.run(gate.wait)) for _ in range(2)]
    await asyncio.sleep(0.01)
    tasks[0].cancel()
    await asyncio.gather(*tasks[:1], return_exceptions=True)
    with pytest.raises(Busy):
        await worker.run(gate.wait)
    gate.set()
    await tasks[1]
