"""The refusals of the Bot API, in Telegram's own words."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A request that the server refuses.

    Attributes:
        code: HTTP status and `error_code` of the answer.
        description: what went wrong, as Telegram words it.
        parameters: the answer's `parameters` (`retry_after`, `migrate_to_chat_id`), if any.
    """

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON object that the bot receives."""
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(why: str) -> ApiError:
    """A 400: the request cannot be carried out as it is."""
    return ApiError(400, f"Bad Request: {why}")


def forbidden(why: str) -> ApiError:
    """A 403: the bot may not do this in this chat."""
    return ApiError(403, f"Forbidden: {why}")


def conflict(why: str) -> ApiError:
    """A 409: somebody else receives the updates."""
    return ApiError(409, f"Conflict: {why}")


def moved(chat_id: int) -> ApiError:
    """A 400: the group has become the supergroup `chat_id`."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, text, {"migrate_to_chat_id": chat_id})
