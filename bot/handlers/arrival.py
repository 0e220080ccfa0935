"""What is decided of an update before any handler: whether it is for the bot, and its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.context import Context
from bot.gateway.drawings import Drawing
from bot.handlers.filters import is_album_part
from bot.handlers.groups import is_addressed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from bot.gateway.admission import Admission
    from bot.observability.counters import Counters


def arrival(admission: Admission, counters: Counters) -> Callable[[object], Hashable | None]:
    """What is done with an update as it comes: it is counted, judged, and gets its turn.

    A refused update waits for nothing, for `keep_out` is quick.
    """

    def turn(update: object) -> Hashable | None:
        if isinstance(update, Drawing):
            return update.person  # judged and counted when it came
        if not isinstance(update, Update):
            return None
        counters.arrived()
        return None if admission.judge(update) is not None else turn_of(update)

    return turn


def concerned(table: Sequence[BaseHandler[Update, Context, Any]]) -> Callable[[Update], bool]:
    """Whether an update is for the bot: whether `table` has a line that takes it.

    The line for albums takes every part, of which only some name the bot.
    """

    def concerns(update: Update) -> bool:
        if is_album_part(update):
            assert update.message is not None
            return is_addressed(update.message, update.get_bot())
        checks = (handler.check_update(update) for handler in table)
        return any(check is not None and check is not False for check in checks)

    return concerns


def turn_of(update: Update) -> Hashable | None:
    """What an update must wait for: earlier ones of its chat.

    Parts of albums wait for nothing, for they have to be counted as they come.
    """
    if is_album_part(update):
        return None
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else None
