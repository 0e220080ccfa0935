"""`python -m bot` beside a local Bot API server, as the benchmarks run it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil

from localtelegram.server import BotApiServer

ROOT = Path(__file__).resolve().parent.parent
WITHIN = 600.0
"""Seconds that a slow machine may take to start or to end it."""


def environment_of(telegram: BotApiServer, **settings: str) -> dict[str, str]:
    """Of a process of the bot without limits on people, at that server; settings win."""
    return os.environ | {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "MESSAGES_PER_SECOND": "1000",
        "RATE_PER_USER": "0",
        "RATE_PER_CHAT": "0",
        "PYTHONPATH": str(ROOT),
        **settings,
    }


@contextlib.asynccontextmanager
async def bot_process(
    telegram: BotApiServer, folder: Path, log: Path, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Runs the bot without limits on people; killed at the end, if it has not ended by then.

    Args:
        telegram: the server, which is running.
        folder: for its data.
        log: takes its standard error.
        settings: further environment variables.
    """
    environment = environment_of(
        telegram,
        DATABASE_URL=f"sqlite:///{folder}/bot.sqlite3",
        MODEL_CACHE=str(folder / "models"),
        **settings,
    )
    with log.open("wb") as errors:
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", cwd=folder, env=environment, stderr=errors
        )
    try:
        await telegram.wait_for(lambda _: bool(telegram.made("getUpdates")), within=WITHIN)
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()


def memory_of(pid: int) -> float:
    """MiB of memory that a process occupies."""
    return float(psutil.Process(pid).memory_info().rss) / 2**20
