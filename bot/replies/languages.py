"""What is said, and pressed, while somebody chooses a language."""

from __future__ import annotations

from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.speech import LANGUAGES, N_, tr

PREFIX: Final = "language:"
APP: Final = "app"
CHOICE: Final = f"{PREFIX}({APP}|{'|'.join(LANGUAGES)})"
"""Presses of the buttons: a language, or the one that the Telegram app is set to."""
_IN_A_ROW: Final = 2

WHICH: Final = N_("Which language shall I speak with you?")
# Translators: at most 120 characters.
CHOSEN: Final = N_("From now on I speak this language with you.")
# Translators: at most 120 characters.
AS_APP: Final = N_(
    "From now on I speak the language that your Telegram app is set to, and English where I do not "
    "know that one."
)
# Translators: at most 79 characters, for it comes after one of the two above.
NOT_KEPT: Final = N_("I could not write that down, so it holds until I am restarted.")


def buttons(chosen: str | None) -> InlineKeyboardMarkup:
    """All languages, each by its own name.

    Args:
        chosen: what holds now; `None` for what the app is set to.
    """
    names = [_button(code, name, chosen) for code, name in LANGUAGES.items()]
    rows = [names[at : at + _IN_A_ROW] for at in range(0, len(names), _IN_A_ROW)]
    app = InlineKeyboardButton(
        _marked(tr("As my Telegram app is set"), holds=chosen is None),
        callback_data=f"{PREFIX}{APP}",
    )
    return InlineKeyboardMarkup([*rows, [app]])


def confirmed(language: str | None, *, kept: bool) -> str:
    """What is said of a choice, in the language that is spoken by then.

    Args:
        language: what was chosen; `None` for what the app is set to.
        kept: whether it outlasts the process.
    """
    said = tr(AS_APP if language is None else CHOSEN)
    return said if kept else f"{said} {tr(NOT_KEPT)}"


def _button(code: str, name: str, chosen: str | None) -> InlineKeyboardButton:
    marked = _marked(name, holds=code == chosen)
    return InlineKeyboardButton(marked, callback_data=f"{PREFIX}{code}")


def _marked(name: str, *, holds: bool) -> str:
    return f"✓ {name}" if holds else name
