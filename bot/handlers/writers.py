"""Whose a picture is: who may say what it is, and whose hand is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import MessageOriginUser
from telegram.constants import ChatType

from bot.handlers.sources import picture_in

if TYPE_CHECKING:
    from telegram import ExternalReplyInfo, Message


def owner_of(picture: Message) -> int:
    """Who sent a picture, or in the name of which chat; 0 for nobody in particular.

    Of a picture of another topic that is who sent it there, where Telegram tells; of one of another
    chat, whose people need not be in this one, it is who asks for it.
    """
    behind = _behind(picture)
    if behind is not None and behind.chat == picture.chat:
        origin = behind.origin
        if isinstance(origin, MessageOriginUser) and not origin.sender_user.is_bot:
            return origin.sender_user.id
    chat = picture.sender_chat
    return chat.id if chat is not None else _sender_of(picture) or 0


def writer_of(picture: Message) -> int | None:
    """Whose hand is in a picture, as far as that is known.

    That of who sent it in their own name, unless it is passed on from somebody else, or is
    somebody else's in another chat or topic.
    """
    behind = _behind(picture)
    origin = picture.forward_origin if behind is None else behind.origin
    passed_on = origin is not None and getattr(origin, "sender_user", None) != picture.from_user
    return None if passed_on else _sender_of(picture)


def is_of_one(picture: Message) -> bool:
    """Whether a private chat is with who wrote what is in a picture, as far as that is known."""
    return writer_of(picture) == picture.chat.id


def is_drawing(picture: Message) -> bool:
    """Whether the bot put a picture into a chat for the person there.

    They drew it on its page, or it is a page of a file of theirs, see `bot.handlers.page`.
    Whatever else the bot sends as a photo has words below.
    """
    sender, private = picture.from_user, picture.chat.type == ChatType.PRIVATE
    ours = private and sender is not None and sender.is_bot
    return ours and bool(picture.photo) and picture.caption is None


def _behind(picture: Message) -> ExternalReplyInfo | None:
    """The message of another chat or topic that has the picture, where it is not `picture`."""
    return None if picture_in(picture) is not None else picture.external_reply


def _sender_of(picture: Message) -> int | None:
    """Who sent a picture in their own name."""
    sender = picture.from_user
    if picture.sender_chat is not None or sender is None:
        return None
    if sender.is_bot:
        return picture.chat.id if is_drawing(picture) else None
    return sender.id
