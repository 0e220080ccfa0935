"""What the routing table asks of an update, where python-telegram-bot has no filter for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.ext import BaseHandler
from telegram.ext.filters import MessageFilter

from bot.context import Context
from bot.handlers.sources import picture_in

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from telegram import Message


class HasPicture(MessageFilter):
    """Lets through messages with something that may be a picture."""

    def filter(self, message: Message) -> bool:
        """Whether `message` has one."""
        return picture_in(message) is not None


class SentModel(MessageFilter):
    """Lets through model files, as their names have it."""

    def filter(self, message: Message) -> bool:
        """Whether `message` has one."""
        document = message.document
        return document is not None and (document.file_name or "").lower().endswith(".onnx")


class InAlbum(MessageFilter):
    """Lets through what was sent as part of an album."""

    def filter(self, message: Message) -> bool:
        """Whether `message` was."""
        return message.media_group_id is not None


def is_album_part(update: object) -> bool:
    """Whether an update is a new part of an album."""
    return (
        isinstance(update, Update)
        and update.message is not None
        and update.message.media_group_id is not None
    )


class PressHandler(BaseHandler[Update, Context, Any]):
    """Takes presses of buttons whose data matches as a whole.

    python-telegram-bot's own CallbackQueryHandler takes presses without any data whatever its
    pattern is, and `$` lets a line break through; neither can come from a button of this bot.
    """

    def __init__(
        self,
        callback: Callable[[Update, Context], Coroutine[Any, Any, None]],
        pattern: str | None = None,
    ) -> None:
        """Handle presses with `callback`; without a pattern, every press."""
        super().__init__(callback)
        self._pattern = pattern

    def check_update(self, update: object) -> bool:
        """Whether `update` is such a press."""
        if not isinstance(update, Update) or update.callback_query is None:
            return False
        data = update.callback_query.data or ""
        return self._pattern is None or re.fullmatch(self._pattern, data) is not None
