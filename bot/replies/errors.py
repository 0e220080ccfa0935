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
    if repeated:
        times = "once" if repeated == 1 else f"{repeated} times"
        text += f" It has also happened {times} since I last told you."
    return text
