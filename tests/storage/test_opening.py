"""Opening and closing the database at awkward moments."""

import asyncio
import contextlib

import pytest

from bot.storage import Database, StorageDown, database


async def opened(kept):
    while True:
        with contextlib.suppress(StorageDown):
            return await kept.check()
        await asyncio.sleep(0.02)


async def test_a_lack_of_memory_while_it_loads_passes(tmp_path, monkeypatch):
    load, failures = database.load, iter([MemoryError])

    def loads():
        for failure in failures:
            raise failure
        load()

    monkeypatch.setattr(database, "load", loads)
    monkeypatch.setattr(database, "PAUSES", (0.05,))
    kept = Database(f"sqlite:///{tmp_path}/bot.sqlite3")
    kept.start()
    async with asyncio.timeout(30):
        await kept.loaded()
        with pytest.raises(StorageDown) as caught:
            await kept.check()
        assert caught.value.why == "MemoryError"
        await opened(kept)
    await kept.close()


async def test_it_can_be_closed_before_it_has_loaded_and_then_fails_at_once(tmp_path):
    kept = Database(f"sqlite:///{tmp_path}/bot.sqlite3")
    kept.start()
    await kept.close()
    with pytest.raises(StorageDown) as caught:
        async with asyncio.timeout(5):
            await kept.check()
    assert caught.value.why == "closed"


async def test_a_call_that_is_cancelled_ends_at_whatever_moment(tmp_path):
    kept = Database(f"sqlite:///{tmp_path}/bot.sqlite3")
    kept.start()
    await kept.check()
    for steps in range(200):
        call = asyncio.create_task(kept.check())
        for _ in range(steps):
            await asyncio.sleep(0)
        if not call.cancel():  # it had ended before
            break
        await asyncio.wait({call})
        assert call.cancelled(), steps
    await kept.close()


async def test_closing_lets_a_cancelled_transaction_roll_back(tmp_path):
    for steps in range(4):
        kept = Database(f"sqlite:///{tmp_path}/bot.sqlite3")
        kept.start()
        within = asyncio.Event()

        async def write(kept=kept, within=within):
            async with kept.writing():
                within.set()
                await asyncio.Event().wait()

        writing = asyncio.create_task(write())
        await within.wait()
        writing.cancel()
        for _ in range(steps):
            await asyncio.sleep(0)
        async with asyncio.timeout(10):
            await kept.close()
        assert writing.cancelled(), steps
