"""Values by key, as several processes set them."""

from __future__ import annotations

import asyncio

from databases import opened


async def test_entries_that_processes_set_at_once_are_all_kept(address):
    async with opened(address) as one, opened(address) as two:
        await one.check()
        await two.check()
        wanted = {f"n{number}": number for number in range(12)}
        new = await asyncio.gather(
            *((two if n % 2 else one).state.put_in("key", name, n) for name, n in wanted.items())
        )
        assert all(new)
        assert await two.state.get("key") == wanted


async def test_an_entry_is_new_once_and_again_where_it_has_changed(database):
    await database.check()
    set_to = [await database.state.put_in("key", "a", value) for value in (1, 1, 2)]
    assert set_to == [True, False, True]
    assert await database.state.get("key") == {"a": 2}
