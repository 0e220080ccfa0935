"""Who stands behind a message that was written in the name of a group or a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import ChatMemberAdministrator, ChatMemberOwner
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

if TYPE_CHECKING:
    from telegram import ChatMember, Message


async def may_write_as_sender(message: Message, user: int) -> bool | None:
    """Whether somebody may write in the name of the chat in whose name a message was written.

    Args:
        message: with a `sender_chat`.
        user: who wants to know what was written so to be theirs.

    Returns:
        `None` where Telegram does not tell, as of a channel that the bot is not in.
    """
    sender, bot = message.sender_chat, message.get_bot()
    assert sender is not None
    try:
        member = await bot.get_chat_member(sender.id, user)
    except (BadRequest, Forbidden):
        if not message.is_automatic_forward:
            return None
    else:
        return _posts(member) if sender.type == ChatType.CHANNEL else _writes_as_group(member)
    # A channel that is linked to this group, whose admins look after both.
    try:
        member = await bot.get_chat_member(message.chat.id, user)
    except (BadRequest, Forbidden):
        return None
    return isinstance(member, ChatMemberOwner | ChatMemberAdministrator)


def _posts(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberAdministrator):
        return bool(member.can_post_messages)
    return isinstance(member, ChatMemberOwner)


def _writes_as_group(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberAdministrator):
        return member.is_anonymous
    return isinstance(member, ChatMemberOwner)
