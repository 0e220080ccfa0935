"""The ways that Telegram and the network fail a bot on a bad day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from localtelegram.errors import ApiError, bad_request, forbidden, moved
from localtelegram.server import CarryOut


@dataclass(frozen=True, slots=True)
class Strike:
    """The request that a fault hits.

    Attributes:
        request: as it came in.
        carry_out: does what the request asks for, and builds the proper answer.
        closing: set when the server stops.
    """

    request: web.Request
    carry_out: CarryOut
    closing: asyncio.Event

    def hang_up(self) -> None:
        """Closes the connection at once."""
        if self.request.transport is not None:
            self.request.transport.abort()


class Fault(Protocol):
    """One way to fail."""

    async def strike(self, hit: Strike) -> web.StreamResponse:
        """Answers in place of the server."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Refuses with an error of the Bot API; nothing is carried out."""

    error: ApiError

    async def strike(self, hit: Strike) -> web.StreamResponse:
        """Raises the error."""
        raise self.error


def flood(retry_after: int) -> Refuse:
    """429 with `retry_after` seconds."""
    text = f"Too Many Requests: retry after {retry_after}"
    return Refuse(ApiError(429, text, {"retry_after": retry_after}))


def blocked() -> Refuse:
    """403: the user has blocked the bot."""
    return Refuse(forbidden("bot was blocked by the user"))


def vanished() -> Refuse:
    """The file is gone between the message and its download."""
    return Refuse(bad_request("wrong file_id or the file is temporarily unavailable"))


def migrated(chat_id: int) -> Refuse:
    """The group has become the supergroup `chat_id`."""
    return Refuse(moved(chat_id))


@dataclass(frozen=True, slots=True)
class ServerError:
    """5xx with the HTML page of a proxy; nothing is carried out."""

    status: int = 502

    async def strike(self, hit: Strike) -> web.StreamResponse:
        """Answers with the page."""
        page = f"<html><head><title>{self.status}</title></head><body>nginx</body></html>"
        return web.Response(status=self.status, text=page, content_type="text/html")


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer for `seconds`, then the connection is closed; nothing is carried out."""

    seconds: float = 3_600.0

    async def strike(self, hit: Strike) -> web.StreamResponse:
        """Waits, and hangs up."""
        try:
            async with asyncio.timeout(self.seconds):
                await hit.closing.wait()
        except TimeoutError:
            pass
        hit.hang_up()
        return web.Response()


@dataclass(frozen=True, slots=True)
class Drop:
    """Closes the connection without an answer.

    Attributes:
        carried_out: whether what was asked for has happened all the same.
    """

    carried_out: bool = False

    async def strike(self, hit: Strike) -> web.StreamResponse:
        """Hangs up."""
        if self.carried_out:
            await hit.carry_out()
        hit.hang_up()
        return web.Response()


async def _begun(hit: Strike) -> tuple[web.StreamResponse, bytes]:
    """Carries the request out and sends the head of its answer; returns that and the body."""
    whole = await hit.carry_out()
    body = bytes(whole.body) if isinstance(whole.body, bytes) else b""
    begun = web.StreamResponse(status=whole.status)
    begun.content_type = whole.content_type
    begun.content_length = len(body)
    await begun.prepare(hit.request)
    return begun, body


@dataclass(frozen=True, slots=True)
class HalfBody:
    """Carries the request out, and closes the connection after half the answer."""

    async def strike(self, hit: Strike) -> web.StreamResponse:
        """Sends half of the body."""
        half, body = await _begun(hit)
        await half.write(body[: len(body) // 2])
        hit.hang_up()
        return half


@dataclass(frozen=True, slots=True)
class Slow:
    """Carries the request out, and sends the answer at `bytes_per_second`."""

    bytes_per_second: float

    async def strike(self, hit: Strike) -> web.StreamResponse:
        """Sends the body a tenth of a second's worth at a time."""
        slow, body = await _begun(hit)
        step = max(1, round(self.bytes_per_second / 10))
        for start in range(0, len(body), step):
            if hit.closing.is_set():
                break
            await slow.write(body[start : start + step])
            await asyncio.sleep(0.1)
        return slow
