from __future__ import annotations

import pytest
import pytest_asyncio

from bot.storage import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path) -> str:
    """Where an empty database is, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/bot.sqlite3"
    return request.getfixturevalue("postgres")


@pytest_asyncio.fixture
async def database(address):
    """An open database."""
    opened = Database(address)
    opened.start()
    yield opened
    await opened.close()
