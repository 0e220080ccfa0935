"""How the bot speaks to Telegram: patience with its limits and with bad networks."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

import httpx
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError
from telegram.ext import AIORateLimiter

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

log = logging.getLogger(__name__)

PAUSES: Final = (0.5, 2.0, 5.0)
"""Seconds before each further try of a request that failed on the way."""


def never_arrived(error: NetworkError) -> bool:
    """Whether Telegram surely has not carried out the request that failed with `error`."""
    cause = error.__cause__
    return isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


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


async def patiently(action: Callable[[], Awaitable[Any]], method: str) -> Any:
    """Await `action()`, again after a pause where that is safe and may help."""
    for pause in PAUSES:
        try:
            return await action()
        except NetworkError as error:
            if not may_repeat(method, error):
                raise
            log.info("Telegram did not answer, trying again", extra={"method": method})
        await asyncio.sleep(pause)
    return await action()


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
        except (InvalidToken, BadRequest):
            raise
        except TelegramError as error:
            why = {"why": type(error).__name__, "seconds": pause}
            log.warning("Telegram cannot be reached, trying again", extra=why)
        await asyncio.sleep(pause)
        pause = min(30.0, 2 * pause)


class PatientLimiter(AIORateLimiter):
    """Keeps Telegram's limits, waits when told to, and repeats what failed on the way."""

    def __init__(self, messages_per_second: int) -> None:
        super().__init__(overall_max_rate=messages_per_second, max_retries=5)

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
            return await limited(callback, args, kwargs, endpoint, data, rate_limit_args)

        return await patiently(once, endpoint)
