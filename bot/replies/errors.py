"""What the admins are told when something went wrong in the bot itself."""

from __future__ import annotations

from enum import Enum


class Told(Enum):
    """Whether somebody who waited for an answer knows that none comes."""

    YES = "Whoever it happened to was told so."
    NO = "Whoever it happened to could not be told."
    NOBODY = "Nobody was waiting for an answer."


def report(kind: str, told: Told, repeated: int) -> str:
    """A report of an error.

    Args:
        kind: what went wrong, and where in the program.
        told: whether who waited knows.
        repeated: how often it has happened since the last report of it.
    """
    text = f"Something went wrong: {kind}. {told.value} The log has more."
    return text + _again(repeated)


def passed_over(kind: str, why: str, repeated: int, *, own_server: bool) -> str:
    """A report of an update that cannot be understood.

    Args:
        kind: what it was, `message` say.
        why: the kind of error.
        repeated: how often it has happened since the last report of it.
        own_server: whether updates come from another server than Telegram's own.
    """
    text = f"I could not understand an update that came ({kind}: {why}), and passed it over."
    if own_server:
        text += " TELEGRAM_API_URL names a server of your own: is it of the same age as this bot?"
    else:
        text += " A newer version of this bot may understand it."
    return text + _again(repeated)


def _again(repeated: int) -> str:
    if not repeated:
        return ""
    times = "once" if repeated == 1 else f"{repeated} times"
    return f" It has also happened {times} since I last told you."
