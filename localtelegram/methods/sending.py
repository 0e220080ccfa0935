"""Messages of text, chat actions, answers to button presses."""

from __future__ import annotations

from typing import Any

from localtelegram.errors import bad_request
from localtelegram.methods.request import Request
from localtelegram.spans import units

_CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_MAX_TOAST = 200


async def send_message(request: Request) -> dict[str, Any]:
    """Posts text."""
    chat = request.chat()
    content = request.text() | request.markup()
    return request.post(chat, content, request.replied(chat))


async def send_chat_action(request: Request) -> bool:
    """Shows for five seconds that the bot is busy."""
    chat = request.chat()
    action = request.values["action"]
    if action not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    request.world.tell(chat.chat_id, {"event": "action", "action": action})
    return True


async def answer_callback_query(request: Request) -> bool:
    """Ends the waiting of a pressed button, with a toast or an alert if there is a text."""
    values = request.values
    if units(values.get("text", "")) > _MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    if values.get("url"):
        raise bad_request("URL_INVALID")
    press = request.world.callbacks.answer(values["callback_query_id"], values)
    event = {
        "event": "answer",
        "query_id": press.query_id,
        "user_id": press.user_id,
        "message_id": press.message_id,
        "text": values.get("text", ""),
        "alert": values.get("show_alert", False),
    }
    request.world.tell(press.chat_id, event)
    return True


HANDLERS = {
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
    "answerCallbackQuery": answer_callback_query,
}
