"""Who opened the page, as Telegram vouches for it.

Telegram's app gives a Mini App `initData`: fields in the form of a URL's query, signed under a key
that comes from the bot's token, https://core.telegram.org/bots/webapps, "Validating data received
via the Mini App". All fields but `hash` take part, `signature` (for those without the token) too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

MOST_SECONDS: Final = 3600
"""How old a session may be: long enough to draw, too short for what was overheard to be of use."""
SKEW_SECONDS: Final = 60
"""How far Telegram's clock may be ahead of this machine's."""
MOST_FIELDS: Final = 32


class Forged(Exception):
    """Telegram did not sign this, or not for this bot; the text says what is wrong, no content."""


class Stale(Exception):
    """Telegram signed it, too long ago."""


@dataclass(frozen=True, slots=True)
class Session:
    """A page that somebody opened.

    Attributes:
        person: the number of who did.
        language: that the person's app is set to, an IETF tag; empty where it is not told.
        mark: tells it from others; the same however its fields are ordered or written.
    """

    person: int
    language: str
    mark: str


def session_in(init_data: str, token: str, now: float) -> Session:
    """The page that `init_data` stands for, and who opened it.

    Args:
        init_data: as the app gave it to the page.
        token: of the bot.
        now: seconds since 1970.

    Raises:
        Forged: it is not from Telegram, or names nobody.
        Stale: it is older than `MOST_SECONDS`.
    """
    try:
        init_data.encode()  # a header may hold bytes that are no text
        pairs = parse_qsl(
            init_data,
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise Forged("no fields") from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Forged("a field twice")
    given, mark = fields.pop("hash", ""), signature(fields, token)
    if not hmac.compare_digest(given.encode(), mark.encode()):
        raise Forged("wrong hash")
    try:
        made, user = int(fields["auth_date"]), json.loads(fields["user"])
        person, language = user["id"], str(user.get("language_code", ""))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Forged("no person or no date") from None
    if type(person) is not int or person <= 0:
        raise Forged("no person or no date")
    if not -SKEW_SECONDS <= now - made <= MOST_SECONDS:
        raise Stale
    return Session(person, language, mark)


def signature(fields: dict[str, str], token: str) -> str:
    """The `hash` that Telegram gives to `fields`, 64 hexadecimal digits."""
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()
