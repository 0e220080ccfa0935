"""What happens to an exception that no handler foresaw: logged, told to who waits, reported."""

from __future__ import annotations

import logging
import re
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

from telegram import Message, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.announcements.admins import tell_admins
from bot.gateway import per_chat_processor, retry, transport
from bot.gateway.drawings import Drawing
from bot.handlers import responses
from bot.handlers.responses import say, tell
from bot.replies import answers, errors
from bot.replies.errors import Told
from bot.settings.values import TELEGRAM
from bot.speech import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.context import Context
    from bot.gateway.updates import PassedOver

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
    "chat_send_",
    "topic_",
)
"""In what Telegram says when the bot may not write in a chat, or in a topic, (any longer)."""
PLAIN: Final = re.compile(r"[A-Za-z_' ,:;-]{1,80}")
"""Telegram's own words; what it repeats of a request stands in quotes, or is a number."""
CARRIERS: Final = frozenset(
    module.__file__ for module in (per_chat_processor, responses, retry, transport)
)
"""Modules that only carry out what handlers want of Telegram."""
FORGET_AFTER: Final = 24 * 3600.0
HOME: Final = Path(__file__).parents[2]


class Reports:
    """Tells the admins of errors, without flooding them.

    Args:
        concerns: whether an update is for the bot, so that somebody waits for an answer.
    """

    def __init__(self, concerns: Callable[[Update], bool]) -> None:
        self._cooldown = Cooldown()
        self._concerns = concerns

    async def on_error(self, update: object, context: Context) -> None:
        """The application's error handler."""
        error = context.error
        assert error is not None
        if isinstance(error, Conflict) or (update is None and isinstance(error, TelegramError)):
            return  # fetching updates failed, which `bot.gateway.polling.PollingWatch` tells
        if (why := closed(error)) is not None:
            log.info("an answer had nowhere to go", extra={"why": why})
            return
        if isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest):
            lost = {"update": number(update), "why": transport.why(error)}
            log.warning("an answer may not have arrived", extra=lost)
            await self._tell_unsure(update, context)
            return
        context.services.counters.errors += 1
        log.error("a handler failed", exc_info=error, extra={"update": number(update)})
        try:
            told = Told.YES if await self._reply(update, answers.FAILED, context) else Told.NOBODY
        except TelegramError:
            told = Told.NO
        await self._report(error, told, context)

    async def _tell_unsure(self, update: object, context: Context) -> None:
        """Say that an answer may be missing; unlike the answer, twice is better than not at all."""
        for _ in range(UNSURE_TRIES):
            try:
                await self._reply(update, answers.UNSURE, context)
            except NetworkError as error:
                if isinstance(error, BadRequest):
                    return
            except TelegramError:
                return
            else:
                return

    async def _reply(self, update: object, text: str, context: Context) -> bool:
        """Say something to who waits for an answer; whether there is somebody."""
        if isinstance(update, Drawing):
            if update.shown is not None:
                await say(update.shown, text)
            else:
                await context.bot.send_message(update.person, tr(text), parse_mode=ParseMode.HTML)
            return True
        if not isinstance(update, Update) or not self._is_awaited(update):
            return False
        if update.callback_query is not None:
            text = answers.PRESSED[text]
            await tell(update.callback_query, text)
        message = update.effective_message
        if not isinstance(message, Message):
            return False
        await say(message, text)
        return True

    def _is_awaited(self, update: Update) -> bool:
        """Whether somebody waits for an answer."""
        try:
            return self._concerns(update)
        except Exception:  # noqa: BLE001 - what has failed may be what tells; it is being reported
            chat = update.effective_chat
            return chat is not None and chat.type == ChatType.PRIVATE

    async def _report(self, error: Exception, told: Told, context: Context) -> None:
        kind = f"{name_of(error)} {place_of(error)}"
        repeated = self._cooldown.repeated(kind)
        if repeated is None:
            return
        admins = context.services.settings.admin_ids
        await tell_admins(context.bot, admins, errors.report(kind, told, repeated))

    async def passed_over(self, what: PassedOver, context: Context) -> None:
        """Tell the admins that an update could not be understood."""
        repeated = self._cooldown.repeated(f"{what.why} in {what.kind}")
        if repeated is None:
            return
        settings = context.services.settings
        own_server = settings.telegram_api_url != TELEGRAM
        text = errors.passed_over(what.kind, what.why, repeated, own_server=own_server)
        await tell_admins(context.bot, settings.admin_ids, text)


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


def name_of(error: Exception) -> str:
    """What kind of error it is; of Telegram's also what it says, but for what it repeats."""
    kind = type(error).__name__
    if not isinstance(error, TelegramError):
        return kind
    said = PLAIN.match(error.message)
    return f"{kind} ({said[0].strip()})" if said is not None else kind


def place_of(error: Exception) -> str:
    """Where in the bot's own code an exception came from; its text may be about somebody.

    What only carries requests to Telegram is passed over: whatever Telegram refuses comes from
    there, and who asked for it is what tells errors apart. Several handlers may ask by the same
    line, so the one that was at work is named too.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(HOME / "bot")]
    if not own:
        return "somewhere"
    asking = [frame for frame in own if frame.filename not in CARRIERS]
    if not asking or not isinstance(error, TelegramError):
        return _at(own[-1])
    handler, at = asking[0], asking[-1]
    return _at(at) if handler is at else f"{_at(at)}, asked for {_at(handler)}"


def _at(frame: traceback.FrameSummary) -> str:
    return f"in {Path(frame.filename).relative_to(HOME)}, line {frame.lineno}, {frame.name}"


def number(update: object) -> int | None:
    """The update's number; its content stays out of the logs."""
    return update.update_id if isinstance(update, Update) else None


def closed(error: Exception) -> str | None:
    """Why nobody can be told anything in the chat that an answer was for; `None` where one can."""
    if isinstance(error, Forbidden):
        return "the bot was blocked, or removed from a group"
    if isinstance(error, ChatMigrated):
        return "the group has become a supergroup"
    if not isinstance(error, BadRequest):
        return None
    said = error.message.lower()
    return "the bot may not write there" if any(words in said for words in CLOSED) else None
