"""`python -m bot demo`: the bot as it is, against a Bot API server on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import logs
from bot.demo.run import serve_demo
from bot.serve import serve
from bot.settings import load

if TYPE_CHECKING:
    import asyncio

DATA: Final = Path("data/demo")
"""Where the demo keeps what it is told."""


async def demo(host: str, port: int, *, browser: bool, stop: asyncio.Event) -> None:
    """Serve the chat page, and run the bot behind it, until `stop` is set.

    Raises:
        bot.demo.run.DemoError: if the address cannot be listened on.
        SettingsError: if a setting that the demo uses is wrong, or the model cannot be used.
    """
    async with serve_demo(host, port, browser=browser) as local:
        settings = load(
            telegram_bot_token=local.token,
            telegram_api_url=local.url,
            admin_ids=local.admin_ids,
            webhook_url=None,
            webhook_secret=None,
            # Never the database and the model of a bot that people use.
            database_url=f"sqlite:///{DATA}/bot.sqlite3",
            model_cache=DATA / "models",
        )
        logs.set_up(settings)
        print(f"Chat with the bot at {local.url} (Ctrl+C ends it)", flush=True)  # noqa: T201
        await serve(settings, stop)
