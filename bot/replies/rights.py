"""What is said of what is kept of people, and how they have it deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

if TYPE_CHECKING:
    from bot.signing import Keys
    from bot.storage.values import Tally

FORGET: Final = r"forget:(yes|no):(\d{1,19}):([0-9a-f]{10})"
"""Presses of the buttons under the question whether to forget: what, whose, and a seal."""

FORGET_HAND: Final = r"hand:forget:(\d{1,19}):([0-9a-f]{10})"
"""Presses of the button that forgets somebody's hand: whose, and a seal."""

PRIVACY = (
    "<b>Your pictures</b> are read in memory and forgotten as soon as you have your answer. I "
    "keep no pictures and no names. Of several pictures sent at once the numbers stay in memory "
    "for a while, for the buttons that make a file of them.\n\n"
    "<b>If you press ✓ or ✗</b>, I keep whether the answer was right, the time, and a code in "
    "place of your Telegram number. If you also say what a digit is, I keep a tiny picture of "
    "that one digit, 28 by 28 dots, with what I read, what you say it is, and which model read "
    "it. Of a number that you type I keep no more than that of each digit; which answer I asked "
    "about stays in memory for a while. If the picture was yours, I also keep some numbers by "
    "which my model tells such a digit again, of your newest 200 digits: so I know your hand, and "
    "read your next pictures by it, and nobody else's. /stats says so, and forgets it at a "
    "press.\n\n"
    "<b>What for:</b> to make fewer mistakes. An admin looks at corrections, and a better model "
    "learns from those that are approved.\n\n"
    "<b>/forget</b> deletes all that I keep of you, /stats says how much it is. I cannot take back "
    "what a model has learned by then, nor what an admin's chat with me has shown.\n\n"
    "<b>Besides</b>, I count how many pictures are read each day, without anybody's name or code. "
    "Where several machines serve me, they note which pictures of an album have come, until it is "
    "answered. Of admins I keep which trainings they began and which models they chose."
)
NOTHING = "I keep nothing of you. /privacy says what I would keep, and when."
ANONYMOUS = "I cannot tell who you are here. Please ask me in a private chat."
HAND_FORGOTTEN = "I no longer know your hand. What you corrected I still keep; /forget deletes it."
KEPT_ALL = "I have deleted nothing."
NOT_YOURS = "Only who asked for it can answer that."


def ask(tally: Tally) -> str:
    """Asks whether to forget all of somebody."""
    return f"Of you I keep {amount(tally)}. Shall I delete all of it? There is no way back."


def forgotten(count: int) -> str:
    """All of somebody was deleted.

    Args:
        count: how much there was.
    """
    return "Deleted. I keep nothing of you any more." if count else NOTHING


def amount(tally: Tally) -> str:
    """How much is kept of somebody: `2 corrections and 3 verdicts`."""
    verdicts = tally.right + tally.wrong
    parts = [_of(tally.corrections, "correction"), _of(verdicts, "verdict on my answers")]
    return " and ".join(part for part in parts if part)


def buttons(keys: Keys, user: int, chat: int) -> InlineKeyboardMarkup:
    """Yes and no, for nobody else than `user`."""
    names = {"yes": "Delete it all", "no": "Keep it"}
    seal = keys.seal(*_sealed(user, chat))
    row = [
        InlineKeyboardButton(name, callback_data=f"forget:{what}:{user}:{seal}")
        for what, name in names.items()
    ]
    return InlineKeyboardMarkup([row])


def hand_button(keys: Keys, user: int, chat: int) -> InlineKeyboardMarkup:
    """Forgets the hand of `user`, for nobody else."""
    seal = keys.seal("hand", *_sealed(user, chat))
    button = InlineKeyboardButton("Forget my hand", callback_data=f"hand:forget:{user}:{seal}")
    return InlineKeyboardMarkup([[button]])


def is_genuine_hand(keys: Keys, seal: str, user: int, chat: int) -> bool:
    """Whether this bot has put `seal` on the button for the hand of `user` in `chat`."""
    return keys.fits(seal, "hand", *_sealed(user, chat))


def is_genuine(keys: Keys, seal: str, user: int, chat: int) -> bool:
    """Whether this bot has put `seal` on a button for `user` in `chat`."""
    return keys.fits(seal, *_sealed(user, chat))


def _sealed(user: int, chat: int) -> tuple[object, ...]:
    return ("forget", user, chat)


def _of(count: int, what: str) -> str:
    if not count:
        return ""
    first, *rest = what.split()
    return " ".join([str(count), first if count == 1 else f"{first}s", *rest])
