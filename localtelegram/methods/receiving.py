"""How the bot receives: itself, updates, the webhook, files, chats."""

from __future__ import annotations

from typing import Any

from localtelegram.errors import bad_request
from localtelegram.files import MAX_DOWNLOAD
from localtelegram.methods.request import Request
from localtelegram.world import Chat


async def get_me(request: Request) -> dict[str, Any]:
    """Who the bot is."""
    return request.world.bot


async def get_updates(request: Request) -> list[dict[str, Any]]:
    """Waiting updates; waits for the first up to `timeout` seconds."""
    values = request.values
    return await request.world.updates.poll(
        values.get("offset", 0),
        values.get("limit", 100),
        values.get("timeout", 0),
        values.get("allowed_updates"),
    )


async def set_webhook(request: Request) -> bool:
    """Has updates delivered to an address."""
    values = request.values
    if not values["url"]:
        return await delete_webhook(request)
    request.world.updates.allow(values.get("allowed_updates"))
    if values.get("drop_pending_updates"):
        request.world.updates.clear()
    await request.webhook.set(
        values["url"], values.get("secret_token"), values.get("max_connections", 40)
    )
    return True


async def delete_webhook(request: Request) -> bool:
    """Goes back to getUpdates."""
    await request.webhook.delete()
    if request.values.get("drop_pending_updates"):
        request.world.updates.clear()
    return True


async def get_webhook_info(request: Request) -> dict[str, Any]:
    """Where updates are delivered to, and how well that goes."""
    return request.webhook.info()


async def get_file(request: Request) -> dict[str, Any]:
    """Where a file can be downloaded from."""
    file = request.world.files.get(request.values["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    if file.data is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }


async def get_chat_member(request: Request) -> dict[str, Any]:
    """What somebody is in a chat."""
    chat = request.chat(writing=False)
    user_id = request.values["user_id"]
    bot = request.world.bot
    if user_id == bot["id"]:
        return {"status": "member", "user": bot}
    user = request.world.users.get(user_id)
    if user is None or (chat.private and user_id != chat.chat_id):
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat.members_hidden:
        raise bad_request("member list is inaccessible")
    if user_id in chat.administrators:
        return _administrator(chat, user)
    return {"status": "member", "user": user}


def _administrator(chat: Chat, user: dict[str, Any]) -> dict[str, Any]:
    anonymous = user["id"] in chat.anonymous
    if user["id"] == min(chat.administrators):
        return {"status": "creator", "user": user, "is_anonymous": anonymous}
    rights = [
        "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
        "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
        "can_edit_stories", "can_delete_stories",
    ]  # fmt: skip
    value = {"status": "administrator", "user": user, "can_be_edited": False}
    value |= {"is_anonymous": anonymous} | dict.fromkeys(rights, True)
    return value | ({"can_post_messages": True} if chat.info["type"] == "channel" else {})


HANDLERS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
    "getChatMember": get_chat_member,
}
