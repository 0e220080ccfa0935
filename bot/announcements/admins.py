"""What admins are told without having asked."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.replies import models

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telegram import Bot

    from bot.lifecycle.registry import Trouble


async def tell_admins(
    bot: Bot, admins: Iterable[int], text: str, parse_mode: str | None = None
) -> None:
    """Say something to each admin who can be told."""
    for admin in admins:
        with contextlib.suppress(TelegramError):
            await bot.send_message(admin, text, parse_mode=parse_mode)


async def tell_trouble(bot: Bot, admins: Iterable[int], trouble: Trouble) -> None:
    """Tell the admins that the active model does not load here."""
    await tell_admins(bot, admins, models.trouble(trouble), "HTML")
