"""What the bot behind the page receives."""

from __future__ import annotations

from telegram import Bot, Update


class Inbox:
    """What the bot has received, one update after the other."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._offset = 0

    async def next(self) -> Update:
        update, *_ = await self._bot.get_updates(offset=self._offset, timeout=30, limit=1)
        self._offset = update.update_id + 1
        return update


async def content(bot: Bot, file_id: str) -> bytes:
    file = await bot.get_file(file_id)
    return bytes(await file.download_as_bytearray())
