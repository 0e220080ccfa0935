"""What is said while an answer is corrected."""

from __future__ import annotations

from typing import Final

from bot.replies.answers import ordinal
from bot.storage.values import NOT_A_DIGIT, Kept

THANKS = "Thank you! Good to know."
NOT_YOURS = "Only who sent the picture can say whether it was read right."
UNKNOWN = (
    "This was sent in the name of a channel, and Telegram does not tell me who may write as it. If "
    "I am made an admin there, it does."
)
WHICH = "Which digit is wrong?"
WHAT = "What is it?"
READ_ANEW = "I read this picture differently now; my answer has changed. Is it right?"
_KEPT: Final = {
    Kept.ADDED: "Noted",
    Kept.CHANGED: "Changed",
    Kept.SAME: "I have noted that already",
}
NOT_READ_ANEW = "I can no longer read this picture, so I cannot take your correction. Sorry!"


def noted(said: int, actual: int, kept: Kept, *, trusted: bool, own: bool = False) -> str:
    """A correction was given.

    Args:
        said: what was read.
        actual: what it is.
        kept: what became of it.
        trusted: whether it may be trained with at once.
        own: whether it is learnt for the next pictures of who corrects.
    """
    if kept is Kept.FULL:
        return (
            "You have corrected as much today as I can take from one person. Thank you! Please go "
            "on tomorrow."
        )
    fact = f"{_KEPT[kept]}: this {said} is {name(actual)}."
    if trusted:
        return f"{fact} Approved."
    if own and actual != NOT_A_DIGIT:
        return f"Thank you! {fact} I read your next pictures by it, other people's once approved."
    return f"Thank you! {fact} I learn from it once approved."


def name(actual: int) -> str:
    """What something is: `a 7`, `an 8`, `not a digit`."""
    if actual == NOT_A_DIGIT:
        return "not a digit"
    return f"an {actual}" if actual == 8 else f"a {actual}"


def changed(said: int, actual: int) -> str:
    """A correction in a button."""
    return f"{said} → {'none' if actual == NOT_A_DIGIT else actual}"


def what(text: str, place: int) -> str:
    """Asks what a digit is: `The 3rd digit, 7: what is it?`."""
    digits = "".join(symbol for symbol in text if symbol.isdigit())
    if len(digits) == 1:
        return WHAT
    return f"The {ordinal(place + 1)} digit, {digits[place]}: what is it?"
