"""What Telegram's app gives to a page that somebody opens in it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode


def signed(fields: dict[str, str], token: str) -> dict[str, str]:
    """`fields` with their hash, made step by step as Telegram's documentation says it."""
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    text = "\n".join(sorted(f"{name}={value}" for name, value in fields.items()))
    return fields | {"hash": hmac.new(key, text.encode(), hashlib.sha256).hexdigest()}


def init_data(person: dict, token: str, *, age: float = 0.0) -> str:
    """The session of a person of the local Telegram, opened `age` seconds ago."""
    fields = {
        "query_id": "AAF" + str(time.monotonic_ns()),
        "user": json.dumps(person, ensure_ascii=False),
        "auth_date": str(int(time.time() - age)),
        "signature": "c2lnbmF0dXJl",
    }
    return urlencode(signed(fields, token))
