"""What is said to people whose messages are not worked on just now."""

from __future__ import annotations

from bot.gateway.admission import Refusal
from bot.replies.answers import BUSY
from bot.speech import N_, tr

NOTICES = {
    Refusal.STRANGER: N_(
        "This bot is only for the people that its owner has let in. If you should be one of "
        "them, give the owner this number: <code>{number}</code>."
    ),
    Refusal.PERSON_TOO_FAST: N_(
        "That is a lot at once, and others are waiting too. I leave this one out, and maybe more "
        "in the next minute. Please send again, after that, what I have not answered."
    ),
    Refusal.CHAT_TOO_FAST: N_(
        "There is more in this chat than I can answer. I leave this one out, and maybe more in "
        "the next minute. Please send again, after that, what I have not answered."
    ),
    Refusal.BUSY: BUSY,
}
BRIEFLY = {
    # Translators: at most 200 characters.
    Refusal.STRANGER: N_("This bot is only for the people that its owner has let in."),
    # Translators: at most 200 characters.
    Refusal.PERSON_TOO_FAST: N_("That is a lot at once. Please try again in a minute."),
    # Translators: at most 200 characters.
    Refusal.CHAT_TOO_FAST: N_("There is a lot going on here. Please try again in a minute."),
    # Translators: at most 200 characters.
    Refusal.BUSY: N_("I have a lot to read just now. Please try again in a minute."),
}
"""The same in a line, for somebody who pressed a button; at most 200 characters."""


def moved(title: str | None, old: int, new: int) -> str:
    """To the admins: a group that was let in has another number now.

    Args:
        title: of the group, where it is known.
        old: the number that the settings have.
        new: the number that it has now.
    """
    name = f"The group {title}" if title else "A group"
    return (
        f"{name} has become a supergroup, so its number has changed. I go on serving it. Please "
        f"put {new} in place of {old} into ALLOWED_CHATS."
    )


def notice(refusal: Refusal, number: int) -> str:
    """The notice for a message.

    Args:
        refusal: why it is not worked on.
        number: of the person, or of the group that it came in.
    """
    return tr(NOTICES[refusal]).format(number=number)
