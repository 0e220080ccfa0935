"""The chat page in headless Chromium, and the bot behind it."""

from __future__ import annotations

from functools import partial

import pytest
import pytest_asyncio
from telegram import Bot

from localtelegram.run import serve_demo
from tests.localtelegram.browser import chromium, opened
from tests.localtelegram.page.inbox import Inbox


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser():
    async with chromium() as running:
        yield running


@pytest.fixture
def visit(browser):
    return partial(opened, browser)


@pytest_asyncio.fixture(loop_scope="module")
async def demo():
    async with serve_demo(port=0) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def bot(demo):
    server = demo.server
    async with Bot(
        demo.token, base_url=server.base_url, base_file_url=server.base_file_url
    ) as client:
        yield client


@pytest.fixture
def inbox(bot) -> Inbox:
    return Inbox(bot)
