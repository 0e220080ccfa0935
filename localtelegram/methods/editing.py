"""Edits of the bot's own messages."""

from __future__ import annotations

import time
from typing import Any

from localtelegram.errors import bad_request
from localtelegram.methods.request import Request, caption_fields
from localtelegram.world import Chat, Message

_MARKUP = frozenset({"reply_markup"})
_CAPTION = frozenset({"caption", "caption_entities"})
_MEDIA = frozenset({"photo", "document"})
_UNMODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _target(request: Request) -> tuple[Chat, Message]:
    values = request.values
    if "inline_message_id" in values:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in values:
        raise bad_request("chat_id is empty")
    if "message_id" not in values:
        raise bad_request("message identifier is not specified")
    chat = request.chat()
    message = chat.messages.get(values["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != request.world.bot["id"]:
        raise bad_request("message can't be edited")
    return chat, message


def _apply(
    request: Request, chat: Chat, message: Message, drop: frozenset[str], content: dict[str, Any]
) -> Message:
    """Replaces the fields `drop` of a message and its keyboard by `content`.

    Raises:
        ApiError: nothing would change.
    """
    drop |= _MARKUP
    edited = {name: value for name, value in message.items() if name not in drop} | content
    if {**edited, "edit_date": 0} == {**message, "edit_date": 0}:
        raise bad_request(_UNMODIFIED)
    if drop | content.keys() > _MARKUP:  # that its keyboard was changed no chat tells
        edited["edit_date"] = int(time.time())
    return request.world.replace(chat, edited)


async def edit_text(request: Request) -> Message:
    """Changes text and keyboard of a text message."""
    chat, message = _target(request)
    if "text" not in request.values:
        raise bad_request("message text is empty")
    content = request.text() | request.markup()
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _apply(request, chat, message, frozenset({"text", "entities"}), content)


async def edit_caption(request: Request) -> Message:
    """Changes caption and keyboard of a message with media."""
    chat, message = _target(request)
    content = caption_fields(request.values) | request.markup()
    if not _MEDIA & message.keys():
        raise bad_request("there is no caption in the message to edit")
    return _apply(request, chat, message, _CAPTION, content)


async def edit_markup(request: Request) -> Message:
    """Changes the keyboard only."""
    chat, message = _target(request)
    return _apply(request, chat, message, frozenset(), request.markup())


HANDLERS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
}
