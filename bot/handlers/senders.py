"""Who stands behind a message that was written in the name of a group or a channel."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram import ChatMemberAdministrator, ChatMemberOwner
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

if TYPE_CHECKING:
    from telegram import Bot, ChatMember, Message

log = logging.getLogger(__name__)


async def may_write_as_sender(message: Message, user: int) -> bool | None:
    """Whether somebody may write in the name of the chat in whose name a message was written.

    Args:
        message: with a `sender_chat`.
        user: who wants to know what was written so to be theirs.

    Returns:
        `None` where Telegram does not tell, as of a channel that the bot is not in.
    """
    sender = message.sender_chat
    assert sender is not None
    member = await _member(message.get_bot(), sender.id, user)
    if member is not None:
        return _posts(member) if sender.type == ChatType.CHANNEL else _writes_as_group(member)
    if not message.is_automatic_forward:
        return None
    # A channel that is linked to this group, whose admins look after both.
    member = await _member(message.get_bot(), message.chat.id, user)
    if member is None:
        return None
    return isinstance(member, ChatMemberOwner | ChatMemberAdministrator)


async def _member(bot: Bot, chat: int, user: int) -> ChatMember | None:
    """What somebody is in a chat; `None` where it is not told, or not so that it is understood."""
    try:
        return await bot.get_chat_member(chat, user)
    except (BadRequest, Forbidden):
        return None
    except TypeError:  # python-telegram-bot misses a right that the server does not know
        log.warning("a member could not be understood: is the Bot API server of the bot's age?")
        return None


def _posts(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberAdministrator):
        return bool(member.can_post_messages)
    return isinstance(member, ChatMemberOwner)


def _writes_as_group(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberAdministrator):
        return member.is_anonymous
    return isinstance(member, ChatMemberOwner)
