"""`python -m bot demo`: the bot as it is, against a Bot API server on this machine."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import ClassVar

from bot.observability import logs
from bot.serve import serve
from bot.settings import Settings, load
from localtelegram.run import DemoError, open_browser, serve_demo


class DemoSettings(Settings):
    """What the operator may choose, and what is so on the demo's page."""

    has_canvas: ClassVar[bool] = True


async def demo(
    host: str, port: int, *, browser: bool, stop: asyncio.Event, data: Path | None = None
) -> None:
    """Serve the chat page, and run the bot behind it, until `stop` is set.

    Args:
        host: address to listen on.
        port: to listen on; the next free one where it is taken.
        browser: whether to open the page.
        stop: ends it.
        data: folder for corrections and models; without, they are gone at the end.

    Raises:
        localtelegram.run.DemoError: if the address cannot be listened on, or `data` is no folder
            that can be written.
        SettingsError: if a setting that the demo uses is wrong, or the model cannot be used.
    """
    with _throw_away() if data is None else nullcontext(str(_folder(data))) as folder:
        await _demo(host, port, browser, stop, Path(folder), kept=data is not None)


def _throw_away() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="digit-demo-", ignore_cleanup_errors=True)


def _folder(path: Path) -> Path:
    """Makes sure that a folder is there to write into."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()
    except OSError as error:
        raise DemoError(
            f"--data {path} cannot be used: {error.strerror}. Name a folder, there or not yet, in "
            "which you may write."
        ) from error
    return path


async def _demo(
    host: str, port: int, browser: bool, stop: asyncio.Event, data: Path, *, kept: bool
) -> None:
    async with serve_demo(host, port) as local:
        settings = load(
            kind=DemoSettings,
            telegram_bot_token=local.token,
            telegram_api_url=local.url,
            admin_ids=local.admin_ids,
            allowed_users=frozenset(),
            allowed_chats=frozenset(),
            webhook_url=None,
            webhook_secret=None,
            web_url=None,
            # Never the database and the model of a bot that people use.
            database_url=f"sqlite:///{data}/bot.sqlite3",
            model_cache=data / "models",
            training="child",
        )
        logs.set_up(settings)
        started = asyncio.Event()
        greeting = asyncio.create_task(_greet(local.url, started, browser=browser, kept=kept))
        try:
            await serve(settings, stop, started)
        finally:
            greeting.cancel()


async def _greet(url: str, started: asyncio.Event, *, browser: bool, kept: bool) -> None:
    """Say where the page is, and open it, once the bot behind it answers."""
    await started.wait()
    fate = "stays" if kept else "is forgotten at the end, unless you give it --data FOLDER"
    print(f"Chat with the bot at {url} (Ctrl+C ends it)", flush=True)  # noqa: T201
    print(f"What it learns and is told {fate}.", flush=True)  # noqa: T201
    if browser:
        await asyncio.to_thread(open_browser, url)
