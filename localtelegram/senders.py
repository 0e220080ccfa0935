"""Where a message is sent, and how Telegram shows that where it is not simply a person's."""

from __future__ import annotations

import time
from typing import Any, TypedDict

from localtelegram.world import Chat, Message


class Where(TypedDict, total=False):
    """Where and how to send: the keywords of every method that sends.

    Attributes:
        chat: id of the chat; the private chat with the bot if left out.
        reply_to: the message that this one replies to.
        reply_elsewhere: the message of another chat or topic that this one replies to.
        topic: id of the topic of a forum.
        in_name_of: the chat in whose name it is sent: the group, or a channel.
        extra: further fields of the `Message` object, `forward_origin` say.
    """

    chat: int
    reply_to: Message | None
    reply_elsewhere: Message
    topic: int | None
    in_name_of: int
    extra: dict[str, Any]


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


def blocking(
    bot: dict[str, Any], user: dict[str, Any], place: Chat, *, blocked: bool
) -> dict[str, Any]:
    """The `ChatMemberUpdated` of a person who blocks the bot, or takes that back."""
    kicked = {"status": "kicked", "user": bot, "until_date": 0}
    member = {"status": "member", "user": bot}
    return {
        "chat": place.info,
        "from": user,
        "date": int(time.time()),
        "old_chat_member": member if blocked else kicked,
        "new_chat_member": kicked if blocked else member,
    }
