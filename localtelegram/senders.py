"""How Telegram shows who wrote a message, where that is not simply a person of the chat."""

from __future__ import annotations

from typing import Any

from localtelegram.state import Chat, Message


def stand_in(sender: Chat, place: Chat) -> tuple[dict[str, Any], dict[str, Any]]:
    """Who Telegram names where somebody writes in the name of a chat.

    Returns:
        The user that stands in for all such senders, and the fields that tell which chat it is.
    """
    if sender.linked_to == place.chat_id:
        service = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
        origin = {"type": "channel", "chat": sender.info, "message_id": 1, "date": 1_700_000_000}
        forwarded = {"is_automatic_forward": True, "forward_origin": origin}
        return service, forwarded | {"sender_chat": sender.info}
    if sender is place:
        user_id, name, username = 1087968824, "Group", "GroupAnonymousBot"
    else:
        user_id, name, username = 136817688, "Channel", "Channel_Bot"
    user = {"id": user_id, "is_bot": True, "first_name": name, "username": username}
    return user, {"sender_chat": sender.info}


def external(message: Message) -> dict[str, Any]:
    """The `ExternalReplyInfo` of a message."""
    kinds = ("photo", "document", "sticker", "voice", "animation")
    origin = {"type": "user", "sender_user": message["from"], "date": message["date"]}
    value = {"origin": origin} | {kind: message[kind] for kind in kinds if kind in message}
    if message["chat"]["type"] in {"supergroup", "channel"}:
        value |= {"chat": message["chat"], "message_id": message["message_id"]}
    return value
