"""`python -m bot check`: tries everything that the bot needs, and says what is wrong."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.cli.check_database import in_words
from bot.cli.printing import say
from bot.gateway.transport import AiohttpRequest, Patience, why
from bot.jobs.queue_backend import NOBODY
from bot.observability.health import OK
from bot.settings.values import TELEGRAM
from bot.storage import StorageDown
from bot.storage.standing import Standing, look

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pydantic import HttpUrl
    from telegram import WebhookInfo

    from bot.settings import Settings

SECONDS: Final = 10.0
"""How long each part may take to answer."""
FOUND: Final = {
    Standing.NO_FILE: "its file is not there yet; it is made when the bot starts.",
    Standing.NO_TABLES: "it answers; its tables are made when the bot starts.",
    Standing.OLDER: "it answers; its tables are brought up to date when the bot starts.",
    Standing.CURRENT: "it answers, and its tables are as they should be.",
}
"""What is said of a database that the bot can work with."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one trial.

    Attributes:
        part: what was tried.
        good: whether the bot can work with it.
        words: what is the case, and, where it is not good, what to do.
    """

    part: str
    good: bool
    words: str


async def check(settings: Settings) -> bool:
    """Try each part, and print a line for it; returns whether all are well.

    Raises:
        bot.cli.printing.Unprinted: no more can be printed.
    """
    well = True
    async for finding in findings(settings):
        mark = OK if finding.good else "WRONG"
        say(f"{mark:6}{finding.part}: {finding.words}")
        well = well and finding.good
    return well


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Try the model, the database, the token and, with that, how updates come."""
    yield await asyncio.to_thread(_model, settings)
    yield await _database(settings)
    if settings.training == "queue":
        yield await _trainer(settings)
    bot = Bot(
        settings.token,
        base_url=f"{settings.api_root}/bot",
        request=AiohttpRequest(4, Patience(pool=SECONDS, connect=SECONDS, read=SECONDS)),
    )
    try:
        token = await _token(bot, settings)
        yield token
        if not token.good:
            return
        info = await bot.get_webhook_info()
    except TelegramError:
        yield Finding("updates", False, "Telegram stopped answering. Please try again.")
        return
    finally:
        await bot.shutdown()
    if settings.webhook_url is None:
        yield _polling(info)
    else:
        yield await _address(settings.webhook_url, settings)
        yield _webhook(info, settings.webhook_url)


def _model(settings: Settings) -> Finding:
    from bot.reading import ModelError, Reader

    try:
        version = Reader.open(settings.model_path).classifier.info.version
    except ModelError as error:
        return Finding("model", False, f"{error} MODEL_PATH names the file.")
    return Finding("model", True, f"{settings.model_path.name}, version {version}.")


async def _database(settings: Settings) -> Finding:
    address = settings.database_url.get_secret_value()
    try:
        async with asyncio.timeout(SECONDS):
            found = await look(address)
    except StorageDown as error:
        return Finding("database", False, await in_words(error, address))
    except TimeoutError:
        words = "it does not answer in time. Is it the one that DATABASE_URL should name?"
        return Finding("database", False, words)
    return Finding("database", True, FOUND[found])


async def _trainer(settings: Settings) -> Finding:
    """Whether somebody listens who trains."""
    from bot.jobs.queue import listeners, queue_at

    try:
        async with queue_at(settings.database_url.get_secret_value()) as queue:
            count = await listeners(queue)
    except StorageDown:
        return Finding("trainer", False, "it is asked through the database, which does not answer.")
    if not count:
        return Finding("trainer", False, f"{NOBODY}.")
    return Finding("trainer", True, f"{count} listening." if count > 1 else "one is listening.")


async def _token(bot: Bot, settings: Settings) -> Finding:
    try:
        await bot.initialize()
    except InvalidToken:
        words = (
            "Telegram does not accept this TELEGRAM_BOT_TOKEN. Ask @BotFather for the right one "
            "(/mybots, then API Token)."
        )
        return Finding("token", False, words)
    except TelegramError as error:
        cause = why(error).partition(" at ")[0]
        words = (
            f"nothing answers as Telegram at {settings.telegram_api_url.host} ({cause}). Does this "
            "machine reach the internet, and is TELEGRAM_API_URL what it should be?"
        )
        return Finding("token", False, words)
    return Finding("token", True, f"Telegram accepts it; the bot is @{bot.username}.")


def _polling(info: WebhookInfo) -> Finding:
    words = f"the bot will fetch updates; {info.pending_update_count} wait for it."
    if info.url:
        words += " Telegram still has a webhook, which goes when the bot starts."
    return Finding("updates", True, words)


async def _address(url: HttpUrl, settings: Settings) -> Finding:
    """Whether the bot, or whatever runs there, answers at the webhook's address from here."""
    assert url.host is not None
    if settings.telegram_api_url == TELEGRAM and not await _is_public(url.host):
        words = f"{url.host} is not an address on the internet, so Telegram cannot call it."
        return Finding("webhook's address", False, words)
    health = httpx.URL(str(url)).copy_with(path="/healthz", query=None)
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            answer = await client.get(health)
    except httpx.HTTPError as error:
        words = (
            f"nothing answers at {health}{_because(error)}. Is the bot running, is its domain "
            "right, and does the platform end TLS for it?"
        )
        return Finding("webhook's address", False, words)
    if answer.status_code != httpx.codes.OK or answer.text.strip() != "alive":
        words = (
            f"something else than this bot answers at {health} (status {answer.status_code}). "
            f"The platform should pass requests on to PORT, which is {settings.port} here."
        )
        return Finding("webhook's address", False, words)
    return Finding("webhook's address", True, f"the bot answers at {health}.")


def _because(error: httpx.HTTPError) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return " with a certificate that Telegram would accept"
    return " in time" if isinstance(error, httpx.TimeoutException) else ""


async def _is_public(host: str) -> bool:
    """Whether a name stands for an address that is reached from everywhere."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return any(ipaddress.ip_address(entry[4][0]).is_global for entry in found)


def _webhook(info: WebhookInfo, url: HttpUrl) -> Finding:
    """What Telegram says of the webhook that it has."""
    part = "webhook"
    if not info.url:
        return Finding(part, True, "Telegram has none yet; the bot sets it when it starts.")
    if info.url != str(url):
        words = "Telegram has another address; the bot sets this one when it starts."
        return Finding(part, True, words)
    waiting = info.pending_update_count
    if waiting and info.last_error_message:
        words = f"{waiting} updates wait, and Telegram's last call failed: "
        return Finding(part, False, f"{words}{info.last_error_message}.")
    return Finding(part, True, f"Telegram calls it; {waiting} updates wait.")
