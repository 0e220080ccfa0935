"""Updates as they come: one that cannot be understood is passed over, and it alone.

python-telegram-bot parses what getUpdates brings as a whole. One update that it cannot parse, as
from a Bot API server of another age, would make it drop all of them without a word to the server,
which would bring the same again, for ever.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from telegram import Update

if TYPE_CHECKING:
    from telegram import Bot

log = logging.getLogger(__name__)

NUMBER: Final = "update_id"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An update that could not be understood; none of its content.

    Attributes:
        kind: the field that it came in, `message` say.
        why: the kind of error.
    """

    kind: str
    why: str


Hear = Callable[[PassedOver], None]


def parsed(data: Any, bot: Bot | None, hear: Hear) -> Update | None:
    """One update; `None` after telling `hear` that it cannot be understood."""
    try:
        return Update.de_json(data, bot)
    except Exception as error:  # noqa: BLE001 - which one, of a strange value, nobody can know
        # The error's text may repeat somebody's words, and so may the names of unknown fields.
        known = [name for name in Update.__slots__ if isinstance(data, dict) and name in data]
        kind = next((name for name in known if name != NUMBER), "update")
        passed = PassedOver(kind, type(error).__name__)
        number = data.get(NUMBER) if isinstance(data, dict) else None
        extra = {"update": number, "kind": passed.kind, "why": passed.why}
        log.error("an update cannot be understood, passing it over", extra=extra)
        hear(passed)
        return None


def readable(payload: bytes, hear: Hear) -> bytes | None:
    """An answer to getUpdates in which each update can be understood, or is empty but counts.

    Args:
        payload: the answer, with `ok`.
        hear: is told of each update that cannot be understood.

    Returns:
        The answer as it came, where nothing is wrong with it. `None` where it brings no updates
        that could be counted as seen.
    """
    try:
        answer = json.loads(payload)
        updates = answer["result"]
        numbers = [update[NUMBER] for update in updates]
    except (ValueError, TypeError, LookupError):
        return None
    if not all(type(number) is int for number in numbers):
        return None
    whole = [parsed(update, None, hear) is not None for update in updates]
    if all(whole):
        return payload
    answer["result"] = [
        update if understood else {NUMBER: update[NUMBER]}
        for update, understood in zip(updates, whole, strict=True)
    ]
    return json.dumps(answer).encode()
