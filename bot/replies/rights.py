"""What is said of what is kept of people, and how they have it deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.speech import N_, listed, plural, tr

if TYPE_CHECKING:
    from bot.signing import Keys
    from bot.storage.correction_values import Tally

FORGET: Final = r"forget:(yes|no):(\d{1,19}):([0-9a-f]{10})"
"""Presses of the buttons under the question whether to forget: what, whose, and a seal."""

FORGET_HAND: Final = r"hand:forget:(\d{1,19}):([0-9a-f]{10})"
"""Presses of the button that forgets somebody's hand: whose, and a seal."""

PARAGRAPHS: Final = (
    N_(
        "<b>Your pictures</b> are read in memory and forgotten as soon as you have your answer. I"
        " keep no pictures and no names. Of several pictures sent at once the numbers stay in "
        "memory for a while, for the buttons that make a file of them."
    ),
    N_(
        "<b>If you press ✓ or ✗</b>, I keep whether the answer was right, the time, and a code in"
        " place of your Telegram number. If you also say what a digit is, I keep a tiny picture "
        "of that one digit, 28 by 28 dots, with what I read, what you say it is, and which model "
        "read it. Of a number that you type I keep no more than that of each digit; which answer "
        "I asked about stays in memory for a while. If the picture was yours, I also keep some "
        "numbers by which my model tells such a digit again, of your newest 200 digits: so I know"
        " your hand, and read your next pictures by it, and nobody else's. /stats says so, and "
        "forgets it at a press."
    ),
    N_(
        "<b>What for:</b> to make fewer mistakes. An admin looks at corrections, and a better "
        "model learns from those that are approved."
    ),
    N_(
        "<b>/forget</b> deletes all that I keep of you, /stats says how much it is. I cannot take"
        " back what a model has learned by then, nor what an admin's chat with me has shown."
    ),
    N_(
        "<b>Besides</b>, I count how many pictures are read each day, without anybody's name or "
        "code. Where several machines serve me, they note which pictures of an album have come, "
        "until it is answered; and for about a day which answer I asked you to correct, with what "
        "I read and your Telegram number, which /forget deletes too. Of admins I keep which "
        "trainings they began and which models they chose."
    ),
    N_(
        "<b>I speak</b> the language that your Telegram app is set to, of which I keep nothing. If "
        "you choose another with /language, I keep that one with the same code."
    ),
)
PRIVACY: Final = "\n\n".join(PARAGRAPHS)
NOTHING = N_("I keep nothing of you. /privacy says what I would keep, and when.")
ANONYMOUS = N_("I cannot tell who you are here. Please ask me in a private chat.")
# Translators: at most 200 characters.
HAND_FORGOTTEN = N_(
    "I no longer know your hand. What you corrected I still keep; /forget deletes it."
)
KEPT_ALL = N_("I have deleted nothing.")
# Translators: at most 200 characters.
NOT_YOURS = N_("Only who asked for it can answer that.")


def privacy() -> str:
    """What is kept, and why."""
    return "\n\n".join(map(tr, PARAGRAPHS))


def ask(tally: Tally, *, hand: bool = False, language: bool = False) -> str:
    """Asks whether to forget all of somebody.

    Args:
        tally: their corrections and verdicts.
        hand: whether something is known of it.
        language: whether they chose one.
    """
    text = tr("Of you I keep {amount}. Shall I delete all of it? There is no way back.")
    return text.format(amount=amount(tally, hand=hand, language=language))


def forgotten(count: int) -> str:
    """All of somebody was deleted.

    Args:
        count: how much there was.
    """
    return tr("Deleted. I keep nothing of you any more.") if count else tr(NOTHING)


def amount(tally: Tally, *, hand: bool = False, language: bool = False) -> str:
    """How much is kept of somebody: `2 corrections and 3 verdicts`; as `ask`."""
    parts = []
    if count := tally.corrections:
        text = plural("{count} correction", "{count} corrections", count)
        parts.append(text.format(count=count))
    if count := tally.right + tally.wrong:
        text = plural("{count} verdict on my answers", "{count} verdicts on my answers", count)
        parts.append(text.format(count=count))
    if hand:
        parts.append(tr("what I know of your hand"))
    if language:
        parts.append(tr("the language that you chose"))
    if len(parts) < 2:
        return "".join(parts)
    return tr("{first} and {last}").format(first=listed(parts[:-1]), last=parts[-1])


def buttons(keys: Keys, user: int, chat: int) -> InlineKeyboardMarkup:
    """Yes and no, for nobody else than `user`."""
    names = {"yes": tr("Delete it all"), "no": tr("Keep it")}
    seal = keys.seal(*_sealed(user, chat))
    row = [
        InlineKeyboardButton(name, callback_data=f"forget:{what}:{user}:{seal}")
        for what, name in names.items()
    ]
    return InlineKeyboardMarkup([row])


def hand_button(keys: Keys, user: int, chat: int) -> InlineKeyboardMarkup:
    """Forgets the hand of `user`, for nobody else."""
    seal = keys.seal("hand", *_sealed(user, chat))
    button = InlineKeyboardButton(tr("Forget my hand"), callback_data=f"hand:forget:{user}:{seal}")
    return InlineKeyboardMarkup([[button]])


def is_genuine_hand(keys: Keys, seal: str, user: int, chat: int) -> bool:
    """Whether this bot has put `seal` on the button for the hand of `user` in `chat`."""
    return keys.fits(seal, "hand", *_sealed(user, chat))


def is_genuine(keys: Keys, seal: str, user: int, chat: int) -> bool:
    """Whether this bot has put `seal` on a button for `user` in `chat`."""
    return keys.fits(seal, *_sealed(user, chat))


def _sealed(user: int, chat: int) -> tuple[object, ...]:
    return ("forget", user, chat)
