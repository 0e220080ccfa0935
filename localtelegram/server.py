"""A Bot API server on this machine: HTTP in, the local Telegram's state out."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from localtelegram.errors import ApiError
from localtelegram.files import MAX_DOWNLOAD, MAX_UPLOAD
from localtelegram.journal import Call, Journal
from localtelegram.methods import HANDLERS, Request
from localtelegram.parameters import read_parameters
from localtelegram.people import LocalUser
from localtelegram.schema import Upload, check_request
from localtelegram.webhooks import Webhook
from localtelegram.world import World

_BODY_LIMIT = 2 * MAX_UPLOAD
_METHODS = {name.lower(): name for name in HANDLERS}
"""Telegram does not look at capitals in their names."""
DOWNLOAD = "download"
"""The name under which the journal has downloads of files."""
CarryOut = Callable[[], Awaitable[web.Response]]


class BotApiServer:
    """The server; use it as an async context manager.

    Attributes:
        token: that the bot must use.
        world: the state behind it.
        journal: the record of its requests.
        host: the address that it listens on.
        closing: set when the server stops.
    """

    def __init__(
        self,
        token: str | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        history: int = 5_000,
        record: int = 2_000,
        query_lifetime: float = 60.0,
        webhook_pause: float = 1.0,
        extend: Callable[[web.Application, BotApiServer], None] | None = None,
    ) -> None:
        self.token = token or f"1000000001:{secrets.token_urlsafe(26)}"
        bot = {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Digit Reader",
            "username": "local_digit_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.world = World(bot, history=history, query_lifetime=query_lifetime)
        self.journal = Journal(record)
        self.host = host
        self._port = port
        self._extend = extend
        self._webhook = Webhook(self.world.updates, first_pause=webhook_pause)
        self._people: dict[int, LocalUser] = {}
        self.closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Address of the server, without a slash at its end."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as `base_file_url`."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def start(self) -> None:
        """Listens; after `stop` again, at the same address.

        Raises:
            OSError: the address cannot be had.
        """
        self.closing.clear()
        app = web.Application(client_max_size=_BODY_LIMIT)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._api)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._download)
        if self._extend is not None:
            self._extend(app, self)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self._port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        self._port = self._runner.addresses[0][1]

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Closes all connections, waiting ones too; harmless when it is closed already."""
        self.closing.set()
        await self._webhook.delete()
        self.world.updates.interrupt(ApiError(502, "Bad Gateway"))
        if self._runner is not None:
            await self._runner.cleanup()

    def user(self, user_id: int, first_name: str = "", *, started: bool = True) -> LocalUser:
        """The person of that id; made known if new.

        Args:
            user_id: positive.
            first_name: of a new person.
            started: whether a new person has already started the bot; if not, the bot cannot
                write to them first.
        """
        if user_id not in self._people:
            name = first_name or f"User {user_id}"
            info = {"id": user_id, "is_bot": False, "first_name": name, "language_code": "en"}
            self.world.add_user(info, started=started)
            self._people[user_id] = LocalUser(self.world, info)
        return self._people[user_id]

    @property
    def calls(self) -> deque[Call]:
        """The latest requests, oldest first; bounded, so that a long run stays small."""
        return self.journal.calls

    def made(self, method: str) -> list[Call]:
        """The recorded calls of one method."""
        return [call for call in self.calls if call.method == method]

    async def wait_for(
        self, condition: Callable[[Sequence[Call]], bool], *, within: float = 60.0
    ) -> None:
        """Waits until the record of calls meets a condition; looked at when a call begins or ends.

        Raises:
            TimeoutError: it did not within that many seconds.
        """
        await self.journal.wait_for(condition, within)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = _METHODS.get(request.match_info["method"].lower())
        try:
            self._check_token(request)
            if method is None:
                raise ApiError(404, "Not Found: method not found")
            values, uploads = await read_parameters(request)
        except ApiError as error:
            return _json(error.code, error.body())
        except ConnectionResetError:  # the bot hung up before it had finished asking
            return web.Response(status=400)
        files = {name: (up.filename, up.mime, len(up.data)) for name, up in uploads.items()}
        call = self.journal.open(method, values, files)

        async def carry_out() -> web.Response:
            return await self._carry_out(call, uploads)

        return await self._answer(request, call, carry_out)

    async def _carry_out(self, call: Call, uploads: dict[str, Upload]) -> web.Response:
        checked = check_request(call.method, call.values, uploads)
        request = Request(self.world, self._webhook, checked, uploads)
        call.result = await HANDLERS[call.method](request)
        return _json(200, {"ok": True, "result": call.result})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        try:
            self._check_token(request)
        except ApiError as error:
            return _json(error.code, error.body())
        call = self.journal.open(DOWNLOAD, {"file_path": path}, {})

        async def carry_out() -> web.Response:
            file = self.world.files.at_path(path)
            if file is None or file.data is None or file.size > MAX_DOWNLOAD:
                raise ApiError(404, "Not Found")
            call.result = file.size
            return web.Response(body=file.data, content_type="application/octet-stream")

        return await self._answer(request, call, carry_out)

    async def _answer(
        self, request: web.Request, call: Call, carry_out: CarryOut
    ) -> web.StreamResponse:
        """Carries a call out, and notes what became of it."""
        response: web.StreamResponse
        try:
            response = await self.respond(request, call, carry_out)
            connected = request.transport is not None and not request.transport.is_closing()
            self.journal.close(call, response.status if connected else 0, call.result)
        except ApiError as error:
            self.journal.close(call, error.code, error.description)
            response = _json(error.code, error.body())
        return response

    async def respond(
        self, request: web.Request, call: Call, carry_out: CarryOut
    ) -> web.StreamResponse:
        """Answers a call; a server with troubles of its own overrides it."""
        del request, call
        return await carry_out()

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            well_formed = token.partition(":")[0].isdecimal() and ":" in token
            raise ApiError(401, "Unauthorized") if well_formed else ApiError(404, "Not Found")


def _json(status: int, body: dict[str, Any]) -> web.Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(status=status, text=text, content_type="application/json")
