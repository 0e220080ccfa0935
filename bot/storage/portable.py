"""Values as both kinds of database take them."""

from __future__ import annotations

import json
import math
from typing import Any, Final

UNKNOWN: Final = "\ufffd"
"""Stands for a character that cannot be kept."""


def portable(text: str) -> str:
    """A text, without what PostgreSQL keeps in no text: NUL, and halves of characters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", UNKNOWN)


def as_json(value: Any) -> str:
    """A value as JSON; numbers that it does not know, as of a training that diverges, are null."""
    try:
        return json.dumps(value, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
