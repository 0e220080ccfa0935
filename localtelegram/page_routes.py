"""What the chat page asks of the server: its files, its events, and what a person sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from localtelegram.errors import ApiError
from localtelegram.page_forms import form_parts, json_body, number, read_file, send_files
from localtelegram.parameters import named
from localtelegram.people import LocalUser
from localtelegram.viewers import stream_events
from localtelegram.world import Message

if TYPE_CHECKING:
    from localtelegram.server import BotApiServer

_PAGE = Path(__file__).with_name("page")
_CANVAS = Path(__file__).parents[1] / "canvas"
"""The drawing surface, which the bot's own page for drawing has as well."""
_KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_FILES = {path.name: path for folder in (_PAGE, _CANVAS) for path in folder.iterdir()}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_SHOWN_INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp"})
_MAX_TEXT = 4096
_MAX_ALBUM = 10
_IN_WORDS = {
    "IMAGE_PROCESS_FAILED": (
        "This cannot be sent as a photo: the file is empty or damaged, or no picture. Choose "
        "another, or send it as a file and see what the bot says."
    ),
    "PHOTO_INVALID_DIMENSIONS": (
        "This cannot be sent as a photo: it is too long and thin. Crop it, or send it as a file."
    ),
}
"""Telegram's refusals that people meet, for whom Telegram's apps have words of their own."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def on_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def add_page(app: web.Application, server: BotApiServer) -> None:
    """Adds the chat page to the server's routes, guarded against other sites."""
    page = _Page(server)
    routes: list[tuple[str, str, Handler]] = [
        ("GET", "/", page.index),
        ("GET", "/page/{name}", page.static),
        ("GET", "/demo/events", page.events),
        ("GET", "/demo/file/{file_id}", page.file),
        ("POST", "/demo/text", page.text),
        ("POST", "/demo/files", page.files),
        ("POST", "/demo/press", page.press),
        ("POST", "/demo/put-away", page.put_away),
    ]
    for method, path, handler in routes:
        app.router.add_route(method, path, page.guarded(handler))


class _Page:
    def __init__(self, server: BotApiServer) -> None:
        self._server = server
        self._world = server.world

    def guarded(self, handler: Handler) -> Handler:
        """Refuses what another web site could make a browser ask."""

        async def guard(request: web.Request) -> web.StreamResponse:
            host = urlsplit(f"//{request.headers.get('Host', '')}")
            if on_loopback(self._server.host) and not on_loopback(host.hostname or ""):
                # A name of somebody else's that points here: DNS rebinding.
                raise web.HTTPForbidden(text="Open this page by its loopback address.")
            origin = request.headers.get("Origin")
            if origin is not None and urlsplit(origin).netloc != host.netloc:
                raise web.HTTPForbidden(text="This comes from another web site.")
            try:
                response = await handler(request)
            except ApiError as error:
                text = error.description.removeprefix("Bad Request: ")
                words = _IN_WORDS.get(text, text)
                return web.json_response({"error": words}, status=error.code)
            if not response.prepared:
                response.headers["Content-Security-Policy"] = _POLICY
                response.headers["X-Content-Type-Options"] = "nosniff"
                response.headers["Referrer-Policy"] = "no-referrer"
            return response

        return guard

    async def index(self, request: web.Request) -> web.StreamResponse:
        return self._send_file("index.html")

    async def static(self, request: web.Request) -> web.StreamResponse:
        return self._send_file(request.match_info["name"])

    def _send_file(self, name: str) -> web.StreamResponse:
        if name not in _FILES:
            raise web.HTTPNotFound
        path = _FILES[name]
        headers = {"Cache-Control": "no-cache"}
        return web.Response(
            body=path.read_bytes(),
            content_type=_KINDS[path.suffix],
            charset="utf-8",
            headers=headers,
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        me = self._person(request.query.get("me", next(iter(self._world.users), None)))
        return await stream_events(request, self._world, me.id, self._server.closing)

    async def file(self, request: web.Request) -> web.StreamResponse:
        file = self._world.files.get(request.match_info["file_id"])
        if file is None or file.data is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": "private, max-age=86400, immutable"}
        mime = file.mime if file.mime in _SHOWN_INLINE else "application/octet-stream"
        if mime not in _SHOWN_INLINE:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.data, content_type=mime, headers=headers)

    async def text(self, request: web.Request) -> web.StreamResponse:
        body = await json_body(request)
        text = str(body.get("text", "")).strip()
        if not 1 <= len(text) <= _MAX_TEXT:
            raise ApiError(400, f"A message has 1 to {_MAX_TEXT} characters.")
        person, chat = self._person(body.get("me")), self._chat(body.get("chat"))
        reply = self._replied(chat, body.get("reply_to"))
        message = await person.send_text(text, chat=chat, reply_to=reply)
        return web.json_response({"message_id": message["message_id"]})

    async def press(self, request: web.Request) -> web.StreamResponse:
        body = await json_body(request)
        person, chat = self._person(body.get("me")), self._chat(body.get("chat"))
        message = self._world.chats[chat].messages.get(number(body.get("message_id")))
        if message is None:
            raise ApiError(404, "That message is gone.")
        row, column = number(body.get("row")), number(body.get("column"))
        try:
            press = await person.press_at(message, row, column)
        except LookupError:
            raise ApiError(404, "That button is gone.") from None
        return web.json_response({"query_id": press.query_id})

    async def put_away(self, request: web.Request) -> web.StreamResponse:
        """Takes `me`, `chat` and `message_id`: a question that will not be replied to."""
        body = await json_body(request)
        person, chat = self._person(body.get("me")), self._chat(body.get("chat"))
        self._world.questions.close(chat, person.id, number(body.get("message_id")))
        return web.json_response({})

    async def files(self, request: web.Request) -> web.StreamResponse:
        """Takes `me`, `chat`, `as` (photo or file), `caption` and `reply_to`, then the files."""
        fields: dict[str, str] = {}
        files: list[tuple[str, str, bytes, int]] = []
        async for part in form_parts(request):
            if part.filename is None:
                fields[part.name or ""] = (await part.read()).decode(errors="replace")
            elif len(files) == _MAX_ALBUM:
                raise ApiError(400, f"An album holds at most {_MAX_ALBUM} pictures.")
            else:
                data, length = await read_file(part)
                files.append((*named(part), data, length))
        person, chat = self._person(fields.get("me")), self._chat(fields.get("chat"))
        reply = self._replied(chat, fields.get("reply_to"))
        messages = await send_files(person, fields, files, chat=chat, reply_to=reply)
        return web.json_response({"message_ids": [m["message_id"] for m in messages]})

    def _person(self, given: object) -> LocalUser:
        user_id = number(given)
        if user_id not in self._world.users:
            raise ApiError(404, "There is no such person here.")
        return self._server.user(user_id)

    def _chat(self, given: object) -> int:
        chat_id = number(given)
        if chat_id not in self._world.chats:
            raise ApiError(404, "There is no such chat here.")
        return chat_id

    def _replied(self, chat: int, given: object) -> Message | None:
        return None if given is None else self._world.chats[chat].messages.get(number(given))
