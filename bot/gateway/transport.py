"""Requests to the Bot API by aiohttp.

python-telegram-bot leaves the HTTP client open (`telegram.request.BaseRequest`). With its own,
httpx, the event loop's share of a reply, four requests, takes twice as much processor time.
"""

from __future__ import annotations

import functools
import ssl
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import aiohttp
import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram.request import RequestData

KEPT_SECONDS: Final = 5.0
"""How long a connection that is not used stays open."""
NO_CONNECTION: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
)
"""Errors that come before the request itself; the last where a proxy opens no way."""

Body = dict[str, str] | aiohttp.FormData | None


class NotSent(NetworkError):
    """The request surely never reached the Bot API server."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a request may take, at most.

    Attributes:
        pool: to have a connection, whether one becomes free or is opened.
        connect: to open one.
        read: between two pieces of the answer, the first of them counted from the request on.

    `None` is without end.
    """

    pool: float | None
    connect: float | None
    read: float | None


class AiohttpRequest(BaseRequest):
    """Requests over a pool of connections.

    Args:
        connections: how many, at most.
        patience: where a call does not say otherwise.
        traces: hear how requests go.
    """

    __slots__ = ("_connections", "_patience", "_session", "_traces")

    def __init__(
        self, connections: int, patience: Patience, traces: Sequence[aiohttp.TraceConfig] = ()
    ) -> None:
        self._connections = connections
        self._patience = patience
        self._traces = traces
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds of `Patience.read`."""
        return self._patience.read

    async def initialize(self) -> None:
        """Opens the pool."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections,
                    ssl=_certificates(),
                    keepalive_timeout=KEPT_SECONDS,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trace_configs=list(self._traces),
                # The environment is looked through at each request.
                trust_env=bool(urllib.request.getproxies()),
            )

    async def shutdown(self) -> None:
        """Closes the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request, see `telegram.request.BaseRequest.do_request`.

        Raises:
            NotSent: there was no connection.
            TimedOut: there was no answer in time; the request may have been carried out.
            NetworkError: the connection broke; likewise.
        """
        del write_timeout  # aiohttp has none; the read timeout begins with the request
        usual = self._patience
        patience = Patience(
            pool=_seconds(pool_timeout, usual.pool),
            connect=_seconds(connect_timeout, usual.connect),
            read=_seconds(read_timeout, usual.read),
        )
        return await self.send(url, method, _body(request_data), patience)

    async def send(
        self, url: str, method: str, body: Body, patience: Patience
    ) -> tuple[int, bytes]:
        """One request; what it raises is said at `do_request`."""
        if self._session is None:
            raise RuntimeError("the request object is not initialized")
        timeout = aiohttp.ClientTimeout(
            connect=patience.pool, sock_connect=patience.connect, sock_read=patience.read
        )
        try:
            async with self._session.request(
                method, url, data=body, timeout=timeout, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except NO_CONNECTION as error:
            raise NotSent(_said(error, url)) from error
        except TimeoutError as error:
            raise TimedOut(_said(error, url)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(_said(error, url)) from error


def why(error: TelegramError) -> str:
    """What went wrong, for the log.

    Of what this module raises, the cause and the host; of anything else, whose text may hold
    more, the kind alone.
    """
    own = isinstance(error.__cause__, aiohttp.ClientError | OSError)
    return error.message if own else type(error).__name__


@functools.cache
def _certificates() -> ssl.SSLContext:
    """Those that come with httpx; to load them takes as long as five requests."""
    return httpx.create_ssl_context()


def _seconds(given: Any, usual: float | None) -> float | None:
    """What a call says (`None` is without end), or else what is usual."""
    return given if given is None or isinstance(given, int | float) else usual


def _body(data: RequestData | None) -> Body:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form


def _said(error: Exception, url: str) -> str:
    # Never the text of the error itself, which may hold the address, and with it the token.
    return f"aiohttp.{type(error).__name__} at {urlsplit(url).hostname}"
