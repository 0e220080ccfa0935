"""The commands that the bot offers, and the button beside the text field."""

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


async def set_chat_menu_button(request: Request) -> bool:
    """Sets the button of a private chat, or of all that have none of their own."""
    button = request.values.get("menu_button", {"type": "default"})
    request.world.menu_buttons[_private(request)] = button
    return True


async def get_chat_menu_button(request: Request) -> dict[str, Any]:
    """The button of a private chat, or the one of all."""
    buttons = request.world.menu_buttons
    return buttons.get(_private(request)) or buttons.get(None) or {"type": "commands"}


def _private(request: Request) -> int | None:
    chat_id: int | None = request.values.get("chat_id")
    if chat_id is not None and not request.world.chat_for_bot(chat_id, writing=False).private:
        raise bad_request("chat not found")
    return chat_id


def _show_commands(request: Request) -> None:
    for chat_id in request.world.chats:
        request.world.tell(chat_id, {"event": "commands"})


HANDLERS = {
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
