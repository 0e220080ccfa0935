"""Tells Telegram what it shows of the bot in each language: commands, and what it is for.

A text that the operator has written with @BotFather stays. What was set once is not asked of
Telegram again: the database has a digest of it. Where that is lost, what differs is set anew.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from telegram import BotCommand
from telegram.error import TelegramError

from bot.replies import profile
from bot.speech import ENGLISH, LANGUAGES, speaking, tr
from bot.storage import StorageDown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot

    from bot.storage import Database

log = logging.getLogger(__name__)

PAUSE: Final = 5.0
"""Seconds after the start: people come first."""
DEFAULT: Final = ""
"""Stands for all languages that are not named, and is English."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram shows in one language."""

    commands: tuple[BotCommand, ...]
    description: str
    short: str

    @property
    def digest(self) -> str:
        """Changes with any of it."""
        said = [[(c.command, c.description) for c in self.commands], self.description, self.short]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def profile_in(language: str, commands: Sequence[BotCommand]) -> Profile:
    """What Telegram is to show.

    Args:
        language: as `LANGUAGES` has it.
        commands: what is offered to everybody, in English.
    """
    with speaking(language):
        offered = tuple(BotCommand(c.command, tr(c.description)) for c in commands)
        return Profile(offered, tr(profile.DESCRIPTION), tr(profile.SHORT))


async def introduce(bot: Bot, database: Database, commands: Sequence[BotCommand]) -> None:
    """Set what has changed; the bot works without, too.

    Args:
        bot: calls Telegram's methods.
        database: knows what was set.
        commands: what is offered to everybody, in English.
    """
    await asyncio.sleep(PAUSE)
    key = f"profile {bot.id}"
    known = await _known(database, key)
    now = dict(known)
    try:
        if known and not await bot.get_my_commands(language_code=_last(known)):
            now = {}  # by another Telegram, as in the demo
        own = bool(now) or await _is_ours(bot)
        for code in [DEFAULT, *(code for code in LANGUAGES if code != ENGLISH)]:
            wanted = profile_in(code or ENGLISH, commands)
            if now.get(code) != wanted.digest:
                await _set(bot, code, wanted, described=own)
                now[code] = wanted.digest
    except TelegramError as error:
        log.warning("the profile could not be set", extra={"why": type(error).__name__})
    if now != known:
        try:
            await database.state.put(key, now)
        except StorageDown:
            log.info("it is not known at the next start what the profile is")


async def _known(database: Database, key: str) -> dict[str, str]:
    try:
        return await database.state.get(key) or {}
    except StorageDown:
        return {}


def _last(known: dict[str, str]) -> str | None:
    return max(known) or None


async def _is_ours(bot: Bot) -> bool:
    """Whether nobody else has written a description."""
    said = (await bot.get_my_description()).description
    return said in {"", profile.DESCRIPTION}


async def _set(bot: Bot, code: str, wanted: Profile, *, described: bool) -> None:
    """Set what differs in one language.

    Raises:
        TelegramError: it cannot be.
    """
    language = code or None
    if await bot.get_my_commands(language_code=language) != wanted.commands:
        await bot.set_my_commands(wanted.commands, language_code=language)
    if not described:
        return
    if (await bot.get_my_description(language)).description != wanted.description:
        await bot.set_my_description(wanted.description, language)
    if (await bot.get_my_short_description(language)).short_description != wanted.short:
        await bot.set_my_short_description(wanted.short, language)
