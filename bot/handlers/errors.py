"""What happens to an exception that no handler foresaw: logged, told to who waits, reported."""

from __future__ import annotations

import contextlib
import logging
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

from telegram import Message, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.handlers.groups import is_addressed
from bot.replies import answers, errors

if TYPE_CHECKING:
    from bot.context import Context

log = logging.getLogger(__name__)

UNSURE_TRIES: Final = 5
REPORT_EVERY: Final = 600.0
"""Seconds in which the same error is reported to the admins once."""
MOST_KINDS: Final = 5
"""Different errors that are reported in that time; a bad day brings many."""
CLOSED: Final = (
    "not enough rights",
    "have no rights",
    "chat not found",
    "chat_write_forbidden",
    "message thread not found",
    "topic_",
)
"""In what Telegram says when the bot may not write in a chat (any longer)."""
FORGET_AFTER: Final = 24 * 3600.0
HOME: Final = Path(__file__).parents[2]


class Reports:
    """Tells the admins of errors, without flooding them."""

    def __init__(self) -> None:
        self._cooldown = Cooldown()

    async def on_error(self, update: object, context: Context) -> None:
        """The application's error handler."""
        error = context.error
        assert error is not None
        if isinstance(error, Conflict) or (update is None and isinstance(error, TelegramError)):
            return  # fetching updates failed, which `bot.polling.PollingWatch` tells
        if is_closed(error):
            log.info("somebody has blocked the bot, or removed it from a group")
            return
        if isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest):
            why = {"update": number(update), "why": str(error)}
            log.warning("an answer may not have arrived", extra=why)
            await _tell_unsure(update, context)
            return
        context.services.vitals.errors += 1
        log.error("a handler failed", exc_info=error, extra={"update": number(update)})
        with contextlib.suppress(TelegramError):
            await _reply(update, context, answers.FAILED)
        await self._report(error, context)

    async def _report(self, error: Exception, context: Context) -> None:
        kind = f"{type(error).__name__} {place_of(error)}"
        repeated = self._cooldown.repeated(kind)
        if repeated is None:
            return
        text = errors.report(kind, repeated)
        for admin in context.services.settings.admin_ids:
            with contextlib.suppress(TelegramError):
                await context.bot.send_message(admin, text)


class Cooldown:
    """Which reports are due: each kind once in a while, and not too many kinds."""

    def __init__(self) -> None:
        self._kinds: dict[str, tuple[float, int]] = {}

    def repeated(self, kind: str) -> int | None:
        """Note that `kind` has happened.

        Returns:
            How often it has since it was reported last, without a report; `None` when it is not
            to be reported now.
        """
        now = time.monotonic()
        last, silent = self._kinds.get(kind, (-REPORT_EVERY, 0))
        recent = sum(now - when < REPORT_EVERY for when, _ in self._kinds.values())
        if now - last < REPORT_EVERY or recent >= MOST_KINDS:
            if kind in self._kinds:
                self._kinds[kind] = (last, silent + 1)
            return None
        for old in [k for k, (when, _) in self._kinds.items() if now - when > FORGET_AFTER]:
            del self._kinds[old]
        self._kinds[kind] = (now, 0)
        return silent


def place_of(error: Exception) -> str:
    """Where in the bot's own code an exception came from; its text may be about somebody."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(HOME / "bot")]
    if not own:
        return "somewhere"
    at = own[-1]
    return f"in {Path(at.filename).relative_to(HOME)}, line {at.lineno}, {at.name}"


def number(update: object) -> int | None:
    """The update's number; its content stays out of the logs."""
    return update.update_id if isinstance(update, Update) else None


def is_closed(error: Exception) -> bool:
    """Whether nobody can be told anything in the chat that an answer was for."""
    if isinstance(error, BadRequest):
        return any(words in error.message.lower() for words in CLOSED)
    return isinstance(error, Forbidden | ChatMigrated)


async def _tell_unsure(update: object, context: Context) -> None:
    """Say that an answer may be missing; unlike the answer, twice is better than not at all."""
    for _ in range(UNSURE_TRIES):
        try:
            await _reply(update, context, answers.UNSURE)
        except NetworkError as error:
            if isinstance(error, BadRequest):
                return
        except TelegramError:
            return
        else:
            return


async def _reply(update: object, context: Context, text: str) -> None:
    message = update.effective_message if isinstance(update, Update) else None
    if not isinstance(message, Message):
        return
    pressed = isinstance(update, Update) and update.callback_query is not None
    if pressed or is_addressed(message, context.bot):
        await message.reply_text(text, do_quote=True, allow_sending_without_reply=True)
