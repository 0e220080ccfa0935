"""The commands that the bot offers, what is said of it, and the button beside the text."""

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


async def get_my_commands(request: Request) -> list[dict[str, str]]:
    """The command list of exactly one scope and language."""
    return request.world.commands.get(_scope(request), request.values.get("language_code", ""))


async def set_my_description(request: Request) -> bool:
    """Sets what stands in the chat before anything is said."""
    return _describe(request, "description", 512)


async def set_my_short_description(request: Request) -> bool:
    """Sets what stands on the bot's page."""
    return _describe(request, "short_description", 120)


async def get_my_description(request: Request) -> dict[str, str]:
    """What stands in the chat before anything is said."""
    return _described(request, "description")


async def get_my_short_description(request: Request) -> dict[str, str]:
    """What stands on the bot's page."""
    return _described(request, "short_description")


def _describe(request: Request, what: str, most: int) -> bool:
    text = request.values.get(what, "")
    if len(text) > most:
        raise bad_request("BOT_DESCRIPTION_TOO_LONG")
    request.world.descriptions[what, request.values.get("language_code", "")] = text
    return True


def _described(request: Request, what: str) -> dict[str, str]:
    said = request.world.descriptions
    language = request.values.get("language_code", "")
    return {what: said.get((what, language)) or said.get((what, ""), "")}


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
    "getMyCommands": get_my_commands,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
