from __future__ import annotations

import io

import pytest
import pytest_asyncio
from PIL import Image, ImageDraw
from telegram import Bot

from benchmarks.fault_injection import FaultyServer
from localtelegram.people import LocalUser


@pytest_asyncio.fixture
async def server():
    async with FaultyServer(webhook_pause=0.05) as running:
        yield running


@pytest_asyncio.fixture
async def bot(server):
    async with Bot(
        server.token, base_url=server.base_url, base_file_url=server.base_file_url
    ) as client:
        yield client


@pytest.fixture
def ann(server) -> LocalUser:
    return server.user(7, "Ann")


@pytest.fixture
def picture():
    """Draws a PNG of a seven, as wide and high as asked."""

    def draw(width: int = 640, height: int = 480, colour: str = "black") -> bytes:
        image = Image.new("RGB", (width, height), "white")
        pen = ImageDraw.Draw(image)
        left, right, top, low = width // 3, width * 2 // 3, height // 4, height * 3 // 4
        pen.line([(left, top), (right, top), (width // 2, low)], fill=colour, width=width // 40 + 1)
        out = io.BytesIO()
        image.save(out, "PNG")
        return out.getvalue()

    return draw
