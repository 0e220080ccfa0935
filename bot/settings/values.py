"""How values of settings are read, and what is said of those that cannot be used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pydantic import HttpUrl

from bot.storage.address import driver_form, sqlite_file

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

TELEGRAM: Final = HttpUrl("https://api.telegram.org")
TELEGRAM_PORTS: Final = frozenset({80, 88, 443, 8443})
"""The ports that Telegram calls a webhook on."""
RESERVED: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths at which something else than the webhook is served."""
DRAWING: Final = "/draw/"
"""Path of the page for drawing, below WEB_URL or at the host of WEBHOOK_URL."""

TOKEN: Final = re.compile(r"\d+:[\w-]{30,}", re.ASCII)
SECRET: Final = re.compile(r"[\w-]{1,256}", re.ASCII)

SHORTEST_SECRET: Final = 16

PLAIN: Final = {
    "path_not_file": "should be the path of a file that is there",
    "url_parsing": "should be a whole address, such as https://example.org",
    "url_scheme": "should begin with https:// or http://",
    "int_parsing": "should be a whole number",
    "int_from_float": "should be a whole number",
    "float_parsing": "should be a number",
    "finite_number": "should be a number",
    "bool_parsing": "should be on or off",
    "path_type": "should be the path of a file",
}
"""pydantic's kinds of errors in plain words; those that are not here are plain already."""


STAND_INS: Final = {
    1087968824: "every anonymous admin of every group",
    136817688: "every channel that writes in a group",
    777000: "Telegram itself, and every channel that is linked to a group",
}
"""Users that Telegram names in place of those who write in the name of a chat."""


def ids(value: object, *, chats: bool = False) -> object:
    """Numbers as people separate them; anything but text is left as it is.

    Args:
        value: as it was given.
        chats: whether the numbers may be negative, as those of groups are.

    Raises:
        ValueError: if it is something else than numbers.
    """
    if not isinstance(value, str):
        return value
    words = [word for word in re.split(r"[,;\s]+", value) if word]
    shape = r"-?[0-9]{1,19}" if chats else r"[0-9]{1,19}"
    if not all(re.fullmatch(shape, word) for word in words):
        kind, example = ("chat", "-1001234567890") if chats else ("user", "123456")
        raise ValueError(f"must be {kind} numbers with commas between, such as {example},789012")
    found = frozenset(int(word) for word in words)
    if not chats:
        check_people(found)
    return found


def check_people(numbers: frozenset[int]) -> None:
    """Hold numbers of users against those that stand for no one person.

    Raises:
        ValueError: if one of them does.
    """
    for number, whom in STAND_INS.items():
        if number in numbers:
            raise ValueError(f"should not have {number}, which stands for {whom}")


def check_token(value: str) -> None:
    """Hold a bot's token against the shape of those that @BotFather gives.

    Raises:
        ValueError: if it is no token.
    """
    if not TOKEN.fullmatch(value):
        raise ValueError(
            "does not look like a token: @BotFather gives digits, a colon, and about 35 "
            "letters, digits, '-' and '_', without quotes or spaces"
        )


def check_secret(value: str) -> None:
    """Hold a webhook's secret against what Telegram takes.

    Raises:
        ValueError: if it is too long, or has other characters.
    """
    if not SECRET.fullmatch(value):
        raise ValueError("may have 1 to 256 letters, digits, '-' and '_' only")


def check_webhook(value: HttpUrl, is_telegram: bool) -> None:
    """Hold a webhook's address against what can be called.

    Args:
        value: the address.
        is_telegram: whether Telegram itself is to call it, rather than a server of one's own.

    Raises:
        ValueError: if it cannot be.
    """
    if value.path in RESERVED:
        raise ValueError(f"should not end in {value.path}, where the bot tells how it is")
    if f"{value.path}/".startswith(DRAWING):
        raise ValueError(f"should not begin with {DRAWING} behind the host: the page is there")
    if not is_telegram:
        return
    if value.scheme != "https":
        raise ValueError("should begin with https://, Telegram calls nothing else")
    if value.port not in TELEGRAM_PORTS:
        raise ValueError(
            "should have no port, or 443, 80, 88 or 8443: Telegram calls no other. The port "
            "behind the platform's router is PORT"
        )


def check_web(value: HttpUrl, is_telegram: bool) -> None:
    """Hold the address of the bot's web server against what Telegram's apps open.

    Args:
        value: the address.
        is_telegram: whether those are Telegram's own apps.

    Raises:
        ValueError: if they would not, or something would have to be left out of it.
    """
    if value.query is not None or value.fragment is not None:
        raise ValueError("should end with its path, without '?' and '#'")
    if is_telegram and value.scheme != "https":
        raise ValueError("should begin with https://, Telegram's apps open nothing else")


def check_length(value: str) -> None:
    """Hold a secret of one's own choice against what can be guessed.

    Raises:
        ValueError: if it is too short.
    """
    if len(value) < SHORTEST_SECRET:
        raise ValueError(f"should have {SHORTEST_SECRET} characters or more")


def check_database(value: str) -> None:
    """Hold the address of a database against the forms that platforms give.

    Raises:
        ValueError: if it names no database.
    """
    driver_form(value)


def is_server(address: str) -> bool:
    """Whether a database is a server, and no file of one machine."""
    return sqlite_file(address) is None


def check_dsn(value: str) -> None:
    """Hold the address of a Sentry project against its shape, `https://KEY@HOST/NUMBER`.

    Raises:
        ValueError: if it has another.
    """
    try:
        parts = urlsplit(value)
        whole = parts.scheme in {"http", "https"} and parts.username and parts.hostname
    except ValueError:
        whole = None
    if not whole or not parts.path.rpartition("/")[2].isdecimal():
        raise ValueError("should be the DSN that Sentry shows, such as https://key@example.org/1")


def sentence(mistake: ErrorDetails) -> str:
    """One plain sentence for one of pydantic's errors; never the value that was given."""
    name = "_".join(str(part) for part in mistake["loc"][:1]).upper()
    reason = PLAIN.get(mistake["type"], mistake["msg"])
    reason = reason.removeprefix("Value error, ").replace("Input should", "should")
    return f"{name} {reason}."
