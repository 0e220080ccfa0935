"""The page for drawing, a Mini App of Telegram's: its files, and what is drawn on it."""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import logging
import time
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import unquote, urlsplit

from aiohttp import web
from cachetools import TTLCache

from bot.gateway.admission import Refusal
from bot.gateway.drawings import Drawing
from bot.replies import answers, notices
from bot.replies import drawing_page as words
from bot.settings.values import TELEGRAM
from bot.speech import language_of, spoken, tr, use
from bot.speech.languages import RIGHT_TO_LEFT
from bot.web import png
from bot.web.init_data import MOST_SECONDS, SKEW_SECONDS, Forged, Stale, session_in
from bot.worker import Busy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.context import Services
    from bot.settings import Settings

Handler: TypeAlias = "Callable[[web.Request], Awaitable[web.Response]]"
log = logging.getLogger(__name__)

PAGE: Final = Path(__file__).with_name("page")
CANVAS: Final = Path(__file__).parents[2] / "canvas"
"""The drawing surface, which the demo's page has as well."""
FILES: Final = {
    "page.js": (PAGE, "text/javascript"),
    "telegram.js": (PAGE, "text/javascript"),
    "colours.js": (PAGE, "text/javascript"),
    "page.css": (PAGE, "text/css"),
    "canvas.js": (CANVAS, "text/javascript"),
    "canvas.css": (CANVAS, "text/css"),
}
SCHEME: Final = "tma "
"""Precedes `initData` in the header Authorization: it is checked before the body is read."""
SCRIPT: Final = "https://telegram.org/js/"
"""Where Telegram's own script for such pages is."""
MOST_SESSIONS: Final = 10_000
"""Those that have sent their drawing and are remembered for as long as they hold."""
READ_SECONDS: Final = 20.0
"""How long a drawing may take to come; it has some ten kilobytes."""
FRAMES: Final = "https://web.telegram.org https://*.telegram.org"
"""What may show the page within itself: Telegram in a browser."""
STATUS: Final = {
    Refusal.STRANGER: 403,
    Refusal.PERSON_TOO_FAST: 429,
    Refusal.CHAT_TOO_FAST: 429,
    Refusal.BUSY: 503,
}


def add(server: web.Application, services: Services, settings: Settings) -> None:
    """Serve the page below the path of its address."""
    assert settings.drawing_url is not None
    path = unquote(urlsplit(settings.drawing_url).path)  # as aiohttp compares it
    headers = _headers(settings)
    server.router.add_get(path, _page(headers))
    for name, (folder, kind) in FILES.items():
        content = (folder / name).read_text(encoding="utf-8")
        server.router.add_get(path + name, _file(content, kind, headers))
    server.router.add_post(f"{path}picture", _receiver(services, settings))


def _page(headers: dict[str, str]) -> Handler:
    """The page with its words in the language that its address, or the browser, asks for."""
    template = Template((PAGE / "index.html").read_text(encoding="utf-8"))

    async def send(request: web.Request) -> web.Response:
        use(_language_asked(request))
        texts = words.page()
        escaped = {name: html.escape(text) for name, text in texts.items()}
        text = template.substitute(
            escaped,
            words=html.escape(json.dumps(texts)),
            language=spoken(),
            direction="rtl" if spoken() in RIGHT_TO_LEFT else "ltr",
        )
        return web.Response(text=text, content_type="text/html", headers=headers)

    return send


def _language_asked(request: web.Request) -> str:
    """The language that the address tells, else the first of what the browser asks for."""
    told = request.query.get(words.LANGUAGE)
    if told is not None:
        return language_of(told)
    return language_of(request.headers.get("Accept-Language", "").split(",")[0].split(";")[0])


def _headers(settings: Settings) -> dict[str, str]:
    frames = FRAMES
    if settings.telegram_api_url != TELEGRAM:  # its apps, if it has any, are there
        frames += f" {settings.telegram_api_url.scheme}://{urlsplit(settings.api_root).netloc}"
    policy = (
        f"default-src 'none'; script-src 'self' {SCRIPT}; style-src 'self'; img-src 'self'; "
        f"connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors {frames}"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
        "Vary": "Accept-Language",
    }


def _file(content: str, kind: str, headers: dict[str, str]) -> Handler:
    async def send(request: web.Request) -> web.Response:
        del request
        return web.Response(text=content, content_type=kind, headers=headers)

    return send


def _receiver(services: Services, settings: Settings) -> Handler:
    sent: TTLCache[str, bytes] = TTLCache(MOST_SESSIONS, MOST_SECONDS + 2 * SKEW_SECONDS)

    async def receive(request: web.Request) -> web.Response:
        use(_language_asked(request))
        try:
            given = request.headers.get("Authorization", "").removeprefix(SCHEME)
            session = session_in(given, settings.token, time.time())
        except Stale:
            return _not_vouched("its session is too old", words.too_old())
        except Forged as error:
            return _not_vouched(str(error), words.not_vouched())
        use(await services.languages.of(session.person) or language_of(session.language))
        refusal = services.admission.judge_person(session.person)
        if refusal is not None:
            services.counters.turned_away(refusal.value)
            return _refused(STATUS[refusal], notices.BRIEFLY[refusal])
        try:
            async with asyncio.timeout(READ_SECONDS):
                data = await request.read()
            await services.worker.run(png.check, data)
        except web.HTTPRequestEntityTooLarge:
            return _refused(413, words.too_large())
        except TimeoutError:
            return _refused(408, words.page()["unreachable"])
        except web.RequestPayloadError:  # packed otherwise than its header says, or cut short
            return _refused(400, words.no_image())
        except png.Unusable as error:
            return _refused(422 if error.is_image else 400, str(error))
        except Busy:
            return _refused(503, answers.BUSY)
        digest = hashlib.sha256(data).digest()
        if session.mark in sent:
            # The page asks again where the answer was lost; others would send something else.
            if sent[session.mark] == digest:
                return web.json_response({}, status=202)
            return _not_vouched("its session was used", words.used())
        if services.update_queue.closed or not services.update_queue.has_room:
            return _refused(503, answers.BUSY)
        sent[session.mark] = digest
        services.counters.arrived()
        await services.update_queue.put(Drawing(session.person, spoken(), data))
        return web.json_response({}, status=202)

    return receive


def _not_vouched(why: str, said: str) -> web.Response:
    log.warning("a drawing is refused", extra={"why": why})
    return _refused(401, said)


def _refused(status: int, why: str) -> web.Response:
    """An answer in which the page finds, in plain words, what to say."""
    return web.json_response({"error": tr(why)}, status=status)
