"""Messages of the bot that want a reply: `ForceReply`, whom it is for, and until when."""

from __future__ import annotations

from typing import Any

from localtelegram.spans import covered

_Message = dict[str, Any]


class QuestionBook:
    """The question each person is to reply to in a chat: the latest, till they have or will not."""

    def __init__(self) -> None:
        self._open: dict[tuple[int, int], dict[str, Any]] = {}

    def ask(self, chat_id: int, people: list[int], question: dict[str, Any]) -> None:
        """Notes what a page needs of a question: `message_id` and `placeholder`."""
        for user_id in people:
            self._open[chat_id, user_id] = question

    def open(self, chat_id: int, user_id: int) -> dict[str, Any] | None:
        """The question that a person has not replied to."""
        return self._open.get((chat_id, user_id))

    def close(self, chat_id: int, user_id: int, message_id: int) -> None:
        """Notes that a person replied to a message, or will not."""
        question = self._open.get((chat_id, user_id))
        if question is not None and question["message_id"] == message_id:
            del self._open[chat_id, user_id]


def addressed(
    message: _Message, replied: _Message | None, users: dict[int, dict[str, Any]]
) -> list[int]:
    """Whom a message means: whom it replies to, and whom it mentions.

    Args:
        message: the bot's.
        replied: what it replies to.
        users: the people that there are, by id.
    """
    named = {replied["from"]["id"]} if replied is not None else set()
    text = message.get("text") or message.get("caption") or ""
    for entity in message.get("entities") or message.get("caption_entities") or []:
        if entity["type"] == "mention":
            name = covered(text, entity).removeprefix("@").lower()
            named |= {i for i, user in users.items() if user.get("username", "").lower() == name}
    return [user_id for user_id in users if user_id in named]
