"""What has begun and not ended yet, so that it can be waited for.

A transaction that is rolled back after its connection has been closed would never end.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class UnderWay:
    """Counts blocks that are being carried out."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """One block more, until it has ended in whichever way."""
        self._count += 1
        self._none.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._none.set()

    async def ended(self) -> None:
        """Waits until there is none."""
        await self._none.wait()
