from __future__ import annotations

import pytest
import pytest_asyncio
from databases import opened

from bot.storage import Database, engine
from bot.storage import database as module


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path) -> str:
    """Where an empty database is, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/bot.sqlite3"
    return request.getfixturevalue("postgres")


@pytest_asyncio.fixture
async def database(address):
    """An open database."""
    async with opened(address) as database:
        yield database


@pytest.fixture
def hurried(monkeypatch):
    """Short waits, where they are not what is tested."""
    monkeypatch.setattr(module, "PAUSES", (0.05,))
    monkeypatch.setattr(engine, "LOCK_SECONDS", 0.1)


@pytest_asyncio.fixture
async def open_at():
    """Opens databases: `open_at(address)`."""
    databases = []

    def made(address: str) -> Database:
        database = Database(address)
        databases.append(database)
        database.start()
        return database

    yield made
    for database in databases:
        await database.close()
