"""A database of the bot, opened beside it."""

from __future__ import annotations

import contextlib

from bot.storage import Database


@contextlib.asynccontextmanager
async def opened(address: str):
    """An open database; whether it answers already is not awaited."""
    database = Database(address)
    database.start()
    try:
        yield database
    finally:
        await database.close()
