"""What is said while an answer is corrected."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from bot.replies.certainty import ordinal
from bot.replies.quoted import quoted
from bot.speech import LANGUAGES, N_, apart, plural, speaking, tr
from bot.storage.correction_values import NOT_A_DIGIT, Kept

if TYPE_CHECKING:
    from collections.abc import Sequence

# Translators: at most 200 characters.
THANKS = N_("Thank you! Good to know.")
# Translators: at most 200 characters.
STAYS_CORRECTED = N_("Thank you! The corrected number stays. ✗ changes it again.")
# Translators: at most 200 characters.
NOT_YOURS = N_("Only who sent the picture can say whether it was read right.")
# Translators: at most 200 characters.
UNKNOWN = N_(
    "This was sent in the name of a channel, and Telegram does not tell me who may write as it. If "
    "I am made an admin there, it does."
)
WHICH = N_("Which digit is wrong?")
WHAT = N_("What is it?")
# Translators: at most 200 characters.
READ_ANEW = N_("I read this picture differently now; my answer has changed. Is it right?")
_KEPT: Final = {
    Kept.ADDED: N_("Noted"),
    Kept.CHANGED: N_("Changed"),
    Kept.SAME: N_("I have noted that already"),
}
MISSING = N_("A digit is missing")
MANY = N_("One too many")
TYPE = N_("Type it")
IS_NUMBER = N_("It is a number")
# Translators: at most 64 characters.
PLACEHOLDER = N_("The right number")
QUESTIONS: Final = {
    "missing": N_("Please reply to this with the whole number, the missing digit in its place."),
    "many": N_("Please reply to this with the whole number, without the digit that is too many."),
    "type": N_("Please reply to this with the number as it is written."),
    "lines": N_(
        "Please reply to this with all lines as they are written. A tap on my answer copies what I "
        "read."
    ),
}
NO_NUMBER_TYPED = N_(
    "That is not a number as I know it: only digits and the signs . , - + / : = ( ) % \u00d7 "
    "\u00f7 please. Nothing is changed."
)
TOO_LONG = N_(
    "This number is too long: I take at most {most} digits, signs and spaces in all. Nothing is "
    "changed."
)
NOTHING_LIKE_IT = N_(
    "I see nothing in the picture that this could be, so I cannot take it. Please send a closer "
    "picture of the number. Nothing is changed."
)
FITS_NOTHING = N_(
    "This has too little in common with what I see, {read}, to be the same number. Is it for "
    "another picture? Nothing is changed."
)
FOR_WHICH = N_(
    "I no longer know which answer this is for. Please press ✗ under that answer, then “Type it”; "
    "where there is no ✗, “It is a number”."
)
# Translators: at most 200 characters.
NOT_READ_ANEW = N_("I can no longer read this picture, so I cannot take your correction. Sorry!")


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
        # Translators: at most 200 characters.
        return tr(
            "You have corrected as much today as I can take from one person. Thank you! Please go "
            "on tomorrow."
        )
    fact = tr("{kept}: this {said} is {name}.")
    fact = fact.format(kept=tr(_KEPT[kept]), said=said, name=name(actual))
    if trusted:
        text = tr("{fact} Approved.")
    elif own and actual != NOT_A_DIGIT:
        text = tr(
            "Thank you! {fact} I read your next pictures by it, other people's once approved."
        )
    else:
        text = tr("Thank you! {fact} I learn from it once approved.")
    return text.format(fact=fact)


def question(what: str, read: str) -> str:
    """Asks for the right number.

    Args:
        what: the button that was pressed.
        read: what was read.
    """
    return QUESTIONS["lines" if what == "type" and "\n" in read else what]


def is_question(text: str) -> bool:
    """Whether a message of the bot with this text asked for a number, in whatever language."""
    return _questions().fullmatch(text) is not None


@cache
def _questions() -> re.Pattern[str]:
    asked: set[str] = set()
    for language in LANGUAGES:
        with speaking(language):
            refused = (NO_NUMBER_TYPED, TOO_LONG, NOTHING_LIKE_IT, FITS_NOTHING)
            asked.update(map(tr, QUESTIONS.values()), map(asked_anew, refused))
    return re.compile("|".join(map(_filled, asked)), re.DOTALL)


def _filled(text: str) -> str:
    """A pattern for a text with anything in its fields."""
    return ".*".join(map(re.escape, re.split(r"\{\w+\}", text)))


def asked_anew(refused: str) -> str:
    """Asks for another number than the one that `refused` is about."""
    return f"{tr(refused)} {tr(QUESTIONS['type'])}"


def too_long(most: int) -> str:
    """Refuses a typed number of more characters than `most`."""
    return tr(TOO_LONG).format(most=most)


def fits_nothing(read: str) -> str:
    """Refuses a typed number; HTML.

    Args:
        read: what was read; empty where nothing was.
    """
    if not read:
        return tr(NOTHING_LIKE_IT)
    return tr(FITS_NOTHING).format(read=apart(f"<code>{read}</code>"))


def taken(
    kept: Sequence[Kept],
    unplaced: str,
    *,
    trusted: bool,
    taught: bool = False,
    again: bool = False,
) -> str:
    """A number was typed, and is shown; HTML.

    Args:
        kept: what became of each digit that is corrected.
        unplaced: what was typed and could not be placed in the picture.
        trusted: whether they may be trained with at once.
        taught: whether the hand of who typed is known by it.
        again: whether the answer said so already, and each digit was kept.
    """
    if again:
        return f"{tr(_KEPT[Kept.SAME])}."
    parts = [tr("Thank you! I have corrected my answer.")]
    count = sum(one is not Kept.FULL for one in kept)
    if count and trusted:
        text = plural("I learn from one digit.", "I learn from {count} digits.", count)
        parts.append(text.format(count=count))
    elif count:
        text = plural(
            "I learn from one digit once approved.",
            "I learn from {count} digits once approved.",
            count,
        )
        parts.append(text.format(count=count))
    if taught:
        parts.append(tr("I read your next pictures by it."))
    if Kept.FULL in kept:
        parts.append(tr("You have taught me as much today as I can take from one person."))
    if unplaced:
        shown = " ".join(map(quoted, dict.fromkeys(unplaced)))
        text = tr("I could not tell where in the picture this is:")
        parts.append(f"{text} {shown}")
    return " ".join(parts)


def name(actual: int) -> str:
    """What something is: `a 7`, `an 8`, `not a digit`."""
    if actual == NOT_A_DIGIT:
        return tr("not a digit")
    text = tr("an {digit}") if actual == 8 else tr("a {digit}")
    return text.format(digit=actual)


def changed(said: int, actual: int) -> str:
    """A correction in a button."""
    now = tr("none") if actual == NOT_A_DIGIT else str(actual)
    # Else the arrow would point from what it is to what was read, where one reads leftwards.
    return apart(f"{said} → {now}")


def what(text: str, place: int) -> str:
    """Asks what a digit is: `The 3rd digit, 7: what is it?`."""
    digits = "".join(symbol for symbol in text if symbol.isdigit())
    if len(digits) == 1:
        return tr(WHAT)
    # Translators: {number} may stand for {ordinal}, which is English: 1st, 2nd.
    text = tr("The {ordinal} digit, {digit}: what is it?")
    return text.format(ordinal=ordinal(place + 1), number=place + 1, digit=digits[place])
