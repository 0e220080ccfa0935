"""What the bot says about itself: commands, name, descriptions."""

from __future__ import annotations

from typing import Any

from localtelegram.errors import bad_request
from localtelegram.methods.request import Request

_LIMITS = {"name": 64, "description": 512, "short_description": 120}


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


async def get_my_commands(request: Request) -> list[dict[str, str]]:
    """The command list of a scope."""
    return request.world.commands.get(_scope(request), request.values.get("language_code", ""))


async def delete_my_commands(request: Request) -> bool:
    """Takes the command list of a scope away."""
    request.world.commands.delete(_scope(request), request.values.get("language_code", ""))
    _show_commands(request)
    return True


def _show_commands(request: Request) -> None:
    for chat_id in request.world.chats:
        request.world.tell(chat_id, {"event": "commands"})


def _set(request: Request, field: str) -> bool:
    value = request.values.get(field, "")
    if len(value) > _LIMITS[field]:
        raise bad_request(f"{field} is too long")
    request.world.profile[field, request.values.get("language_code", "")] = value
    return True


def _get(request: Request, field: str) -> dict[str, str]:
    language = request.values.get("language_code", "")
    profile = request.world.profile
    unset = request.world.bot["first_name"] if field == "name" else ""
    return {field: profile.get((field, language)) or profile.get((field, "")) or unset}


async def set_my_name(request: Request) -> bool:
    """Sets the bot's name."""
    return _set(request, "name")


async def get_my_name(request: Request) -> dict[str, str]:
    """The bot's name."""
    return _get(request, "name")


async def set_my_description(request: Request) -> bool:
    """Sets what an empty chat shows."""
    return _set(request, "description")


async def get_my_description(request: Request) -> dict[str, str]:
    """What an empty chat shows."""
    return _get(request, "description")


async def set_my_short_description(request: Request) -> bool:
    """Sets what the bot's profile shows."""
    return _set(request, "short_description")


async def get_my_short_description(request: Request) -> dict[str, str]:
    """What the bot's profile shows."""
    return _get(request, "short_description")


HANDLERS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_my_name,
    "getMyName": get_my_name,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
}
