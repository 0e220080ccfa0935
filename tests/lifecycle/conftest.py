"""A database and a shelf of models, without a bot."""

from __future__ import annotations

import shutil

import pytest
import pytest_asyncio
from databases import opened
from modelfiles import SHIPPED

from bot.lifecycle.cache import ModelCache
from bot.lifecycle.registry import ModelShelf
from bot.storage import Database


@pytest.fixture
def address(tmp_path) -> str:
    return f"sqlite:///{tmp_path}/bot.sqlite3"


@pytest_asyncio.fixture
async def database(address):
    async with opened(address) as database:
        await database.check()  # Alembic cannot make the tables twice at a time in one process
        yield database


@pytest.fixture
def shipped(tmp_path):
    """The shipped models in a folder of their own."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    for name in ("digits.onnx", "lines.onnx"):
        shutil.copy(SHIPPED.with_name(name), folder / name)
    return folder / "digits.onnx"


@pytest.fixture
def make_shelf(shipped, tmp_path, database):
    """A new process's shelf, on a disk of that name."""

    def made(disk: str = "disk", of: Database | None = None) -> ModelShelf:
        shelf = ModelShelf(shipped, ModelCache(tmp_path / disk), of or database)
        shelf.load()
        return shelf

    return made
