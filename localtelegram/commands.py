"""The bot's command lists, by scope and language."""

from __future__ import annotations

import re
from typing import Any

from localtelegram.errors import bad_request

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_MAX_COMMANDS = 100
_MAX_DESCRIPTION = 256

Scope = dict[str, Any]
Key = tuple[str, int | str | None, int | None, str]


def _key(scope: Scope | None, language: str) -> Key:
    scope = scope or {"type": "default"}
    return scope["type"], scope.get("chat_id"), scope.get("user_id"), language


class CommandBook:
    """Lists of commands, as setMyCommands, getMyCommands and deleteMyCommands keep them."""

    def __init__(self) -> None:
        self._lists: dict[Key, list[dict[str, str]]] = {}

    def set(self, commands: list[dict[str, str]], scope: Scope | None, language: str) -> None:
        """Sets the list of a scope; an empty list takes it away.

        Raises:
            ApiError: a name or description is not allowed, or there are too many.
        """
        if len(commands) > _MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _NAME.fullmatch(command["command"].removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= _MAX_DESCRIPTION:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        clean = [{**command, "command": command["command"].lstrip("/")} for command in commands]
        if clean:
            self._lists[_key(scope, language)] = clean
        else:
            self.delete(scope, language)

    def get(self, scope: Scope | None, language: str) -> list[dict[str, str]]:
        """The list of exactly this scope and language."""
        return self._lists.get(_key(scope, language), [])

    def delete(self, scope: Scope | None, language: str) -> None:
        """Takes the list of a scope away."""
        self._lists.pop(_key(scope, language), None)

    def shown(
        self, *, chat_id: int, user_id: int, private: bool, admin: bool, language: str
    ) -> list[dict[str, str]]:
        """What a person finds in the command menu of a chat: the list of the narrowest scope.

        The order is that of https://core.telegram.org/bots/api#determining-list-of-commands.
        """
        chat: Scope = {"type": "chat", "chat_id": chat_id}
        if private:
            order: list[Scope] = [chat, {"type": "all_private_chats"}]
        else:
            order = [{"type": "chat_member", "chat_id": chat_id, "user_id": user_id}]
            if admin:
                order.append({"type": "chat_administrators", "chat_id": chat_id})
            order.append(chat)
            if admin:
                order.append({"type": "all_chat_administrators"})
            order.append({"type": "all_group_chats"})
        for scope in [*order, {"type": "default"}]:
            for tongue in (language, ""):
                commands = self.get(scope, tongue)
                if commands:
                    return commands
        return []
