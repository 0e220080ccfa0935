"""The words of the page for drawing, of the way to it, and of what is refused there."""

from __future__ import annotations

from typing import Final

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonWebApp,
    WebAppInfo,
)

from bot.speech import spoken, tr

LANGUAGE: Final = "language"
"""In the page's address: which language its words are to be in."""


def page() -> dict[str, str]:
    """What stands on the page, by what it is for."""
    return {
        "title": tr("Draw a digit, or a number"),
        "surface": tr("Drawing surface. Draw with a finger, a pen or the mouse."),
        "tools": tr("Drawing tools"),
        "pen": tr("Pen"),
        "width": tr("Width of the pen"),
        "invert": tr("Light on dark"),
        "undo": tr("Undo"),
        "clear": tr("Clear"),
        "send": tr("Send"),
        "sending": tr("Sending…"),
        "sent": tr("Sent. The answer comes into the chat, you may close this page."),
        "unreachable": tr("The bot does not answer. Please try again in a moment."),
        "offline": tr("You are offline. Please send it when there is a connection again."),
        "outside": not_vouched(),
        "script": tr("This page is for drawing: it needs JavaScript."),
    }


def menu_button(url: str) -> MenuButtonWebApp:
    """The button beside the text that somebody writes to the bot."""
    return MenuButtonWebApp(_open(), WebAppInfo(url))


def open_button(url: str) -> InlineKeyboardMarkup:
    """The button that opens the page, in the language that is spoken here.

    Telegram allows it in private chats only.
    """
    page = WebAppInfo(f"{url}?{LANGUAGE}={spoken()}")
    return InlineKeyboardMarkup.from_button(InlineKeyboardButton(_open(), web_app=page))


def _open() -> str:
    # Translators: at most 20 characters.
    return tr("Draw")


def invitation() -> str:
    """What is said above the button that opens the page."""
    return tr("Draw a digit or a number here. The answer comes into this chat.")


def only_private() -> str:
    """To `/draw` in a group."""
    return tr("To draw, please write /draw to me in private. In groups I read pictures only.")


def in_the_chat() -> str:
    """To `/draw` where the chat itself has something to draw on."""
    return tr(
        "Press the pen beside the message field, and draw a digit or a number there. The answer "
        "comes into this chat."
    )


def not_served() -> str:
    """To `/draw` where the operator has set no address for the page."""
    return tr(
        "There is no page to draw on here. Please write the number on paper, or in a paint "
        "program, and send me a picture of it."
    )


def too_old() -> str:
    """Of a session that has expired."""
    return tr(
        "This page has been open for too long. Please close it, and open it again from the chat."
    )


def not_vouched() -> str:
    """Of a session that is not from Telegram."""
    return tr(
        "Telegram does not tell who you are. Please open this page from the chat with the bot."
    )


def used() -> str:
    """Of a session that has sent another drawing before."""
    return tr("This page has sent its drawing. For another, please open it again from the chat.")


def nothing_drawn() -> str:
    """Of a drawing without strokes."""
    return tr("Nothing is drawn yet. Please draw a digit or a number first.")


def no_image() -> str:
    """Of what is not a drawing at all."""
    return tr("This is no picture that the page has drawn. Please open the page again, and draw.")


def too_large() -> str:
    """Of a drawing that is too large."""
    return tr("The drawing is too large. Please open the page again, and draw.")
