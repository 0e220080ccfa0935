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
MISSING = "A digit is missing"
MANY = "One too many"
TYPE = "Type it"
IS_NUMBER = "It is a number"
PLACEHOLDER = "The right number"
QUESTIONS: Final = {
    "missing": "Please reply to this with the whole number, the missing digit in its place.",
    "many": "Please reply to this with the whole number, without the digit that is too many.",
    "type": "Please reply to this with the number as it is written.",
}
NO_NUMBER_TYPED = (
    "That is not a number as I know it: only digits and the signs . , - + / : = ( ) % \u00d7 "
    "\u00f7 please. Nothing is changed."
)
FOR_WHICH = (
    "I no longer know which answer this is for. Please press ✗ under that answer, then “Type it”."
)
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


def fits_nothing(read: str) -> str:
    """Refuses a typed number; HTML.

    Args:
        read: what was read; empty where nothing was.
    """
    if not read:
        return (
            "I see nothing in the picture that this could be, so I cannot take it. Please send a "
            "closer picture of the number. Nothing is changed."
        )
    return (
        f"This has too little in common with what I see, <code>{read}</code>, to be the same "
        "number. Is it for another picture? Nothing is changed."
    )


def taken(kept: int, unplaced: str, *, trusted: bool, full: bool) -> str:
    """A number was typed, and is shown; HTML.

    Args:
        kept: how many crops of digits are kept.
        unplaced: what was typed and could not be placed in the picture.
        trusted: whether they may be trained with at once.
        full: whether more were to be kept than one person may give today.
    """
    parts = ["Thank you! I have corrected my answer."]
    if kept:
        digits = "one digit" if kept == 1 else f"{kept} digits"
        parts.append(
            f"I learn from {digits}." if trusted else f"I learn from {digits} once approved."
        )
    if full:
        parts.append("You have taught me as much today as I can take from one person.")
    if unplaced:
        shown = " ".join(dict.fromkeys(unplaced))
        parts.append(f"I could not tell where in the picture this is: <code>{shown}</code>")
    return " ".join(parts)


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
