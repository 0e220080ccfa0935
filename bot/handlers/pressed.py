"""A press of a button that judges an answer: of which answer, and whether it is to be obeyed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.handlers.admins import is_admin
from bot.handlers.answered import answered_by, key_of, numbers_in
from bot.handlers.responses import tell
from bot.handlers.senders import may_write_as_sender
from bot.handlers.sources import Source, picture_asked_for
from bot.handlers.writers import writer_of
from bot.replies import answers, corrections, presses
from bot.replies.presses import Answer, Press

if TYPE_CHECKING:
    from telegram import CallbackQuery, Message, User

    from bot.context import Context


@dataclass(frozen=True, slots=True)
class Case:
    """A press that may be obeyed.

    Attributes:
        query: the press.
        message: the answer, as a message.
        source: the picture.
        answer: the answer, as its buttons know it.
        shown: the number that it shows: as it was read, or as it was corrected.
        key: stands for the answer and who pressed in the database.
    """

    query: CallbackQuery
    message: Message
    source: Source
    answer: Answer
    shown: str
    key: str

    @property
    def is_own(self) -> bool:
        """Whether who presses has written it, as far as that is known."""
        picture = self.message.reply_to_message
        return picture is not None and self.query.from_user.id == writer_of(picture)


async def case_of(query: CallbackQuery, press: Press, context: Context) -> Case | None:
    """Looks whether a press is to be obeyed; who pressed is told why not."""
    if (asked := await picture_asked_for(query)) is None:
        return None
    message, source = asked
    picture = message.reply_to_message
    assert picture is not None, "that is where the source was found"
    services = context.services
    source, answer = answered_by(message, context)
    shown, _ = numbers_in(message)
    if not presses.is_genuine(services.keys, answer, press):
        await tell(query, answers.OUT_OF_DATE)
        return None
    user = query.from_user
    why_not = await _why_not(user, picture, answer.owner, context)
    if why_not is not None:
        await tell(query, why_not)
        return None
    key = key_of(context, answer, source, user.id)
    return Case(query, message, source, answer, shown, key)


async def _why_not(user: User, picture: Message, owner: int, context: Context) -> str | None:
    """Why somebody may not judge the answer to a picture; `None` for who may."""
    if user.id == owner or is_admin(user, context):
        return None
    if picture.sender_chat is None or picture.sender_chat.id != owner:
        return corrections.NOT_YOURS
    theirs = await may_write_as_sender(picture, user.id)
    if theirs is None:
        return corrections.UNKNOWN
    return None if theirs else corrections.NOT_YOURS
