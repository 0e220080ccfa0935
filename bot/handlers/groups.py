"""In a group the bot speaks only when it is spoken to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Message, MessageEntity, MessageOriginUser
from telegram.constants import ChatType
from telegram.ext.filters import MessageFilter

if TYPE_CHECKING:
    from telegram import Bot


def is_addressed(message: Message, bot: Bot) -> bool:
    """Whether a message is meant for the bot.

    Everything in a private chat is. In a group: what names the bot in its text or caption, what
    replies to it, and a caption with /read.
    """
    return message.chat.type == ChatType.PRIVATE or replies_to(message, bot) or names(message, bot)


def replied_to(message: Message) -> Message | None:
    """The message of this chat that a message replies to.

    In a topic, what replies to nothing comes as a reply to the message that the topic began with.
    """
    original = message.reply_to_message
    begins_topic = original is not None and original.forum_topic_created is not None
    return None if begins_topic else original


def replies_to(message: Message, bot: Bot) -> bool:
    """Whether a message replies to one of the bot's own, also in another chat or topic."""
    original, elsewhere = replied_to(message), message.external_reply
    sender = original.from_user if original is not None else None
    if elsewhere is not None and isinstance(elsewhere.origin, MessageOriginUser):
        sender = elsewhere.origin.sender_user
    return sender is not None and sender.id == bot.id


def names(message: Message, bot: Bot) -> bool:
    """Whether a message's text or caption names the bot, or a caption commands it to /read."""
    kinds: list[str | None] = [
        MessageEntity.MENTION,
        MessageEntity.TEXT_MENTION,
        MessageEntity.BOT_COMMAND,
    ]
    in_text = message.parse_entities(kinds) if message.text else {}
    in_caption = message.parse_caption_entities(kinds) if message.caption else {}
    name = f"@{bot.username}".lower()
    for entity, text in (in_text | in_caption).items():
        if entity.type == MessageEntity.TEXT_MENTION:
            if entity.user is not None and entity.user.id == bot.id:
                return True
        elif entity.type == MessageEntity.MENTION:
            if text.lower() == name:
                return True
        elif message.caption and text.lower() in {"/read", f"/read{name}"}:
            return True
    return False


class Addressed(MessageFilter):
    """Lets through what is meant for the bot."""

    def filter(self, message: Message) -> bool:
        """Whether `message` is."""
        return is_addressed(message, message.get_bot())


class Named(MessageFilter):
    """Lets through what names the bot."""

    def filter(self, message: Message) -> bool:
        """Whether `message` does."""
        return names(message, message.get_bot())


class Replying(MessageFilter):
    """Lets through what replies to a message of the bot in the same chat."""

    def filter(self, message: Message) -> bool:
        """Whether `message` does."""
        original = replied_to(message)
        return original is not None and replies_to(message, message.get_bot())
