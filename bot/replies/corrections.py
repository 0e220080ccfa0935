"""What is said while an answer is corrected."""

from __future__ import annotations

from typing import Final

from bot.replies.answers import ordinal
from bot.speech import N_, tr
from bot.storage.values import NOT_A_DIGIT, Kept

THANKS = N_("Thank you! Good to know.")
NOT_YOURS = N_("Only who sent the picture can say whether it was read right.")
UNKNOWN = N_(
    "This was sent in the name of a channel, and Telegram does not tell me who may write as it. If "
    "I am made an admin there, it does."
)
WHICH = N_("Which digit is wrong?")
WHAT = N_("What is it?")
READ_ANEW = N_("I read this picture differently now; my answer has changed. Is it right?")
_KEPT: Final = {
    Kept.ADDED: N_("Noted"),
    Kept.CHANGED: N_("Changed"),
    Kept.SAME: N_("I have noted that already"),
}
NOT_READ_ANEW = N_("I can no longer read this picture, so I cannot take your correction. Sorry!")


def noted(said: int, actual: int, kept: Kept, *, trusted: bool) -> str:
    """A correction was given.

    Args:
        said: what was read.
        actual: what it is.
        kept: what became of it.
        trusted: whether it may be trained with at once.
    """
    if kept is Kept.FULL:
        return tr(
            "You have corrected as much today as I can take from one person. Thank you! Please go "
            "on tomorrow."
        )
    fact = tr("{kept}: this {said} is {name}.")
    fact = fact.format(kept=tr(_KEPT[kept]), said=said, name=name(actual))
    if trusted:
        return tr("{fact} Approved.").format(fact=fact)
    return tr("Thank you! {fact} I learn from it once approved.").format(fact=fact)


def name(actual: int) -> str:
    """What something is: `a 7`, `an 8`, `not a digit`."""
    if actual == NOT_A_DIGIT:
        return tr("not a digit")
    text = tr("an {digit}") if actual == 8 else tr("a {digit}")
    return text.format(digit=actual)


def changed(said: int, actual: int) -> str:
    """A correction in a button."""
    return f"{said} → {tr('none') if actual == NOT_A_DIGIT else actual}"


def what(text: str, place: int) -> str:
    """Asks what a digit is: `The 3rd digit, 7: what is it?`."""
    digits = "".join(symbol for symbol in text if symbol.isdigit())
    if len(digits) == 1:
        return tr(WHAT)
    text = tr("The {ordinal} digit, {digit}: what is it?")
    return text.format(ordinal=ordinal(place + 1), number=place + 1, digit=digits[place])
