"""Whether a database answers, and what is said where it does not."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.storage import Database, StorageDown


async def why(call) -> str:
    """What kind of `StorageDown` a call raises."""
    with pytest.raises(StorageDown) as caught:
        await call
    assert str(caught.value).startswith(("My database", "The file of my database"))
    assert "reading digits" in str(caught.value)
    return caught.value.why


async def recovered(database: Database, within: float = 20.0) -> None:
    """Waits until the database answers again, by itself."""
    end = time.monotonic() + within
    while True:
        try:
            await database.check()
        except StorageDown:
            assert time.monotonic() < end, "it has not recovered"
            await asyncio.sleep(0.05)
        else:
            return
