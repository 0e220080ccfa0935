"""How everything is said: one way to answer a message, to answer a press, and to edit.

A message may be gone by the time that it is answered, as where a moderation bot deletes commands,
and an edit may come too late. Neither is an error, and neither keeps an answer from being given.

A text that is one of the marked ones is said in the language that is spoken; one that was put
together is in that language already.
"""

from __future__ import annotations

import logging
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from telegram import Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.speech import tr

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from telegram import CallbackQuery, ForceReply, InlineKeyboardMarkup

log = logging.getLogger(__name__)

QUOTED: Final[dict[str, Any]] = {"do_quote": True, "allow_sending_without_reply": True}
MOST_TOLD: Final = 200
"""Characters that Telegram shows over a chat."""
SAME: Final = "message is not modified"
NO_LONGER_THERE: Final = ("message to edit not found", "message can't be edited")
"""In what Telegram says of an edit that nobody misses."""


class Edited(Enum):
    """What became of an edit."""

    YES = "yes"
    SAME = "same"
    """The message says so already."""
    GONE = "gone"
    """The message is no longer there."""


async def say(
    message: Message, html: str, markup: InlineKeyboardMarkup | ForceReply | None = None
) -> Message:
    """Reply to a message, whether or not it is still there."""
    return await message.reply_html(tr(html), reply_markup=markup, **QUOTED)


async def show(
    message: Message,
    picture: bytes,
    filename: str,
    caption: str,
    markup: InlineKeyboardMarkup | None = None,
) -> Message:
    """Reply with a picture."""
    return await message.reply_photo(
        picture, caption=tr(caption) or None, filename=filename, reply_markup=markup, **QUOTED
    )


async def hand_over(
    message: Message,
    content: bytes,
    filename: str,
    caption: str = "",
    markup: InlineKeyboardMarkup | None = None,
) -> Message:
    """Reply with a file; its caption is HTML."""
    return await message.reply_document(
        content,
        filename=filename,
        caption=tr(caption) or None,
        parse_mode=ParseMode.HTML if caption else None,
        reply_markup=markup,
        **QUOTED,
    )


async def tell(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answer a press, so that the button stops waiting.

    Args:
        query: the press.
        text: is shown over the chat; at most 200 characters.
        alert: whether the text stays until it is put away.
    """
    try:
        said = tr(text)[:MOST_TOLD] if text else None
        await query.answer(said, show_alert=alert or None)
    except TelegramError as error:  # pressed while the bot, or Telegram, was away
        log.info("a press was not answered in time", extra={"why": type(error).__name__})


def message_of(query: CallbackQuery) -> Message | None:
    """The message whose button was pressed; `None` where Telegram no longer shows it to the bot.

    python-telegram-bot makes a `Message` of that too, which has a chat and a number and no more.
    """
    message = query.message
    return message if isinstance(message, Message) and message.is_accessible else None


async def edit(message: Message, html: str, markup: InlineKeyboardMarkup | None = None) -> Edited:
    """Put another text, and other buttons or none, into a message of the bot."""
    work = message.edit_text(tr(html), parse_mode=ParseMode.HTML, reply_markup=markup)
    return await _tried(work)


async def edit_caption(message: Message, text: str, markup: InlineKeyboardMarkup | None) -> Edited:
    """Put another caption, and other buttons or none, under a picture of the bot; as `edit`."""
    return await _tried(message.edit_caption(tr(text), reply_markup=markup))


async def edit_buttons(message: Message, markup: InlineKeyboardMarkup | None) -> Edited:
    """Put other buttons, or none, under a message of the bot; as `edit`."""
    return await _tried(message.edit_reply_markup(markup))


async def put_in_place(
    query: CallbackQuery, html: str, markup: InlineKeyboardMarkup | None = None
) -> None:
    """Put another text in the place of the message whose button was pressed.

    Where Telegram no longer shows that message to the bot, it is said in a new one.
    """
    message = message_of(query)
    if message is not None and await edit(message, html, markup) is not Edited.GONE:
        return
    if query.message is not None:
        chat = query.message.chat
        await chat.send_message(tr(html), parse_mode=ParseMode.HTML, reply_markup=markup)


async def _tried(work: Awaitable[object]) -> Edited:
    try:
        await work
    except BadRequest as error:
        said = error.message.lower()
        if SAME in said:
            return Edited.SAME
        if not any(words in said for words in NO_LONGER_THERE):
            raise
        return Edited.GONE
    return Edited.YES
