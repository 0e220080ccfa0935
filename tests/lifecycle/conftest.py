"""A database and a registry of models, without a bot."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio
from databases import opened
from modelfiles import SHIPPED

from bot.lifecycle.cache import ModelCache
from bot.lifecycle.registry import ModelRegistry, Trouble
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
    for name in ("digits.onnx", "lines.onnx", "ruling.onnx"):
        shutil.copy(SHIPPED.with_name(name), folder / name)
    return folder / "digits.onnx"


Hear = Callable[[Trouble], Awaitable[None]] | None


@pytest.fixture
def make_registry(shipped, tmp_path, database):
    """A new process's registry, on a disk of that name."""

    def made(disk: str = "disk", of: Database | None = None, hear: Hear = None) -> ModelRegistry:
        registry = ModelRegistry(shipped, ModelCache(tmp_path / disk), of or database, hear)
        registry.load()
        return registry

    return made
