"""The commands that the bot offers."""

from __future__ import annotations

from typing import Any

from localtelegram.errors import bad_request
from localtelegram.methods.request import Request


def _scope(request: Request) -> dict[str, Any] | None:
    scope: dict[str, Any] | None = request.values.get("scope")
    if scope is not None and "chat_id" in scope:
        chat = request.world.chat_for_bot(scope["chat_id"], writing=False)
        if scope["type"] != "chat" and chat.private:
            raise bad_request("can't change commands of chat members in private chats")
    return scope


async def set_my_commands(request: Request) -> bool:
    """Sets the command list of a scope."""
    values = request.values
    scope = _scope(request)
    request.world.commands.set(values["commands"], scope, values.get("language_code", ""))
    _show_commands(request)
    return True


async def delete_my_commands(request: Request) -> bool:
    """Takes the command list of a scope away."""
    request.world.commands.delete(_scope(request), request.values.get("language_code", ""))
    _show_commands(request)
    return True


def _show_commands(request: Request) -> None:
    for chat_id in request.world.chats:
        request.world.tell(chat_id, {"event": "commands"})


HANDLERS = {
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
}
