"""How the bot speaks to Telegram: patience with its limits and with bad networks."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter

from bot.gateway.moved_groups import Moved
from bot.gateway.per_chat_processor import own_place
from bot.gateway.transport import NotSent, why

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

log = logging.getLogger(__name__)

PAUSES: Final = (0.5, 2.0, 5.0)
"""Seconds before each further try of a request that failed on the way; the last of them again and
again while Telegram is away."""
OUTAGE: Final = 600.0
"""Seconds for which Telegram may be away, or tell to wait, before an answer is given up."""
SHORT: Final = 1.0
"""Seconds for which a chat that has had its share of messages keeps its place from others."""
READ_SECONDS: Final = 20.0
"""How long Telegram may be silent in the middle of a request."""
NEEDED: Final = ("send", "edit", "getFile", "download")
"""What an answer is made of."""
TOPIC: Final = "message_thread_id"
NO_TOPIC: Final = "message thread not found"
SOON_USELESS: Final = {"sendChatAction": 0, "answerCallbackQuery": len(PAUSES)}
"""How often to repeat what helps nobody later: the sign of typing, the answer to a press."""


def never_arrived(error: NetworkError) -> bool:
    """Whether Telegram surely has not carried out the request that failed with `error`."""
    return isinstance(error, NotSent)


def server_failed(error: NetworkError) -> bool:
    """Whether Telegram itself said that it failed (a 5xx answer)."""
    cause = error.__cause__  # of a 5xx with a body that is not JSON: that it could not be parsed
    return type(error) is NetworkError and (cause is None or isinstance(cause, TelegramError))


def may_repeat(method: str, error: NetworkError) -> bool:
    """Whether sending the request again cannot do its work twice.

    A send that timed out may have arrived: sending it again would answer somebody twice.
    """
    if isinstance(error, BadRequest):
        return False
    if never_arrived(error) or server_failed(error):
        return True
    return not method.startswith("send")


def next_pause(method: str, error: TelegramError, tries: int, waited: float) -> float | None:
    """How long to wait before a failed request is sent again.

    As long as Telegram is away nobody can be told anything, so an answer waits until it is back.
    Where only the picture cannot be got, its sender is told so soon.

    Args:
        method: of the Bot API, or `download`.
        error: why it failed.
        tries: how often it has.
        waited: seconds since the first try.

    Returns:
        Seconds; `None` where it is not to be sent again.
    """
    pause = PAUSES[min(tries, len(PAUSES)) - 1]
    if tries > SOON_USELESS.get(method, tries):
        return None
    if isinstance(error, RetryAfter):
        pause = seconds_of(error) + 0.1
        lasting = True
    elif isinstance(error, NetworkError) and may_repeat(method, error):
        away = method.startswith(NEEDED) and never_arrived(error)
        lasting = away or (method.startswith("send") and server_failed(error))
    else:
        return None
    return pause if waited + pause <= OUTAGE and (lasting or tries <= len(PAUSES)) else None


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


async def patiently(action: Callable[[], Awaitable[Any]], method: str) -> Any:
    """Await `action()`, again after a pause where that is safe and may help."""
    began = time.monotonic()
    for tries in count(1):
        try:
            return await action()
        except TelegramError as error:
            pause = next_pause(method, error, tries, time.monotonic() - began)
            if pause is None:
                raise
            if isinstance(error, RetryAfter) and (place := own_place()) is not None:
                place.give_away()
            if tries <= len(PAUSES):
                extra = {"method": method, "why": why(error)}
                log.info("Telegram did not answer, trying again", extra=extra)
        await asyncio.sleep(pause)
    raise AssertionError("never reached")


async def until_reached(action: Callable[[], Awaitable[None]]) -> None:
    """Await `action()` as often as it takes to reach Telegram.

    Raises:
        InvalidToken: Telegram was reached, and refuses the token.
        BadRequest: Telegram was reached, and refuses the request.
    """
    pause = 1.0
    while True:
        try:
            return await action()
        except TelegramError as error:
            if isinstance(error, InvalidToken | BadRequest) and not is_of_a_proxy(error):
                raise
            extra = {"why": why(error), "seconds": pause}
            log.warning("Telegram cannot be reached, trying again", extra=extra)
        await asyncio.sleep(pause)
        pause = min(30.0, 2 * pause)


def is_of_a_proxy(error: TelegramError) -> bool:
    """Whether not Telegram answered, but what stands before it: with a page in place of JSON."""
    cause: BaseException | None = error
    while cause is not None and type(cause) is not TelegramError:
        cause = cause.__cause__
    return cause is not None


class PatientLimiter(AIORateLimiter):
    """Keeps Telegram's limits, waits when told to, and repeats what failed on the way.

    Only what was told to wait waits: most of Telegram's limits are those of one chat.
    """

    def __init__(
        self, messages_per_second: int, has_moved: Callable[[Moved], None] = lambda _: None
    ) -> None:
        """Send so many messages a second; `has_moved` hears of groups with new numbers."""
        super().__init__(overall_max_rate=messages_per_second)
        self._has_moved = has_moved

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Send one request, at the pace and with the retries described above."""
        limited = super().process_request

        async def once() -> Any:
            # The limiter below may hold a busy group for a minute; others should not wait for it.
            kept_waiting = _place_given_away_soon(data.get("chat_id"))

            async def told_to_wait(*args: Any, **kwargs: Any) -> Any:
                kept_waiting.close()
                try:
                    return await callback(*args, **kwargs)
                except RetryAfter as error:  # returned, for raised it would let all chats wait
                    return error

            with kept_waiting:
                done: Any = await limited(
                    told_to_wait, args, kwargs, endpoint, data, rate_limit_args
                )
            if isinstance(done, RetryAfter):
                raise done
            return done

        try:
            return await patiently(once, endpoint)
        except BadRequest as error:
            # Messages keep the number of their topic where topics are switched off again.
            if NO_TOPIC not in error.message.lower() or data.pop(TOPIC, None) is None:
                raise
            log.info("a topic is no more, answering outside of it", extra={"method": endpoint})
            return await patiently(once, endpoint)
        except ChatMigrated as moved:
            if isinstance(chat := data.get("chat_id"), int):
                self._has_moved(Moved(chat, moved.new_chat_id))
            if not endpoint.startswith("send"):
                raise
            # Messages of the group have other numbers in the supergroup.
            data["chat_id"] = moved.new_chat_id
            data.pop("reply_parameters", None)
            return await patiently(once, endpoint)


def _place_given_away_soon(chat: object) -> contextlib.ExitStack:
    """Lets other chats have the place of a group that is kept waiting, until this is closed."""
    waiting = contextlib.ExitStack()
    if isinstance(chat, int) and chat < 0 and (place := own_place()) is not None:
        later = asyncio.get_running_loop().call_later(SHORT, place.give_away)
        waiting.callback(later.cancel)
    return waiting
