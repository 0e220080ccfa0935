"""What happens to an exception that no handler foresaw: logged, told to who waits, reported."""

from __future__ import annotations

import contextlib
import logging
import time
import traceback
from typing import TYPE_CHECKING, Final

from telegram import Message, Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, TelegramError

from bot.handlers.groups import is_addressed
from bot.replies import answers

if TYPE_CHECKING:
    from bot.context import Context

log = logging.getLogger(__name__)

REPORT_EVERY: Final = 600.0
"""Seconds in which the same error is reported to the admins once."""


class Reports:
    """Tells the admins of errors, without flooding them."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}

    async def on_error(self, update: object, context: Context) -> None:
        """The application's error handler."""
        error = context.error
        assert error is not None
        if isinstance(error, Conflict) or (update is None and isinstance(error, TelegramError)):
            return  # fetching updates failed, which `bot.polling.PollingWatch` tells
        if isinstance(error, Forbidden):
            log.info("somebody has blocked the bot, or removed it from a group")
            return
        if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
            # An apology, and a report, would be lost as well; or the answer has arrived.
            why = {"update": number(update), "why": str(error)}
            log.warning("an answer may not have arrived", extra=why)
            return
        context.services.vitals.errors += 1
        log.error("a handler failed", exc_info=error, extra={"update": number(update)})
        await _apologise(update, context)
        await self._report(error, context)

    async def _report(self, error: Exception, context: Context) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{frames[-1].name}, line {frames[-1].lineno}" if frames else "nowhere"
        kind = f"{type(error).__name__} in {where}"
        now = time.monotonic()
        if now - self._last.get(kind, -REPORT_EVERY) < REPORT_EVERY:
            return
        self._last[kind] = now
        for admin in context.services.settings.admin_ids:
            with contextlib.suppress(TelegramError):
                await context.bot.send_message(admin, f"An error: {kind}. The log has more.")


def number(update: object) -> int | None:
    """The update's number; its content stays out of the logs."""
    return update.update_id if isinstance(update, Update) else None


async def _apologise(update: object, context: Context) -> None:
    message = update.effective_message if isinstance(update, Update) else None
    if not isinstance(message, Message):
        return
    pressed = isinstance(update, Update) and update.callback_query is not None
    if not pressed and not is_addressed(message, context.bot):
        return
    with contextlib.suppress(TelegramError):
        await message.reply_text(answers.FAILED, do_quote=True, allow_sending_without_reply=True)
