"""What somebody is asked to type the right number of, as far as it is needed to take it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.handlers.answered import answered_by, explained
from bot.handlers.sources import Source
from bot.handlers.writers import writer_of
from bot.replies.presses import Answer
from bot.storage.question_values import Question

if TYPE_CHECKING:
    from telegram import Message

    from bot.context import Context


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer that is to be corrected.

    Attributes:
        message: its number in the chat.
        user: who may reply.
        source: the picture.
        answer: as its buttons know it.
        own: whether who may reply has written what is in the picture.
    """

    message: int
    user: int
    source: Source
    answer: Answer
    own: bool


def asked_of(context: Context, answered: Message, user: int) -> Asked:
    """What is asked of somebody who corrects an answer to a picture."""
    source, answer = answered_by(answered, context)
    picture = answered.reply_to_message
    own = picture is not None and writer_of(picture) == user
    return Asked(answered.message_id, user, source, answer, own)


def as_question(context: Context, asked: Asked, question: Message) -> Question:
    """What is kept of it, under the message that asks."""
    about = {
        "user": asked.user,
        "picture": asked.answer.picture,
        "owner": asked.answer.owner,
        "read": asked.answer.text,
        "turned": asked.answer.turned,
        "own": asked.own,
        "source": asdict(asked.source),
    }
    user = context.services.keys.user(asked.user)
    return Question(question.chat.id, question.message_id, asked.message, user, about)


def of_question(context: Context, question: Question) -> Asked:
    """What was asked."""
    about = question.about
    picture, owner, read = about["picture"], about["owner"], about["read"]
    turned = about["turned"]
    shown = explained(question.chat, question.answer, turned) in context.services.shown
    answer = Answer(question.chat, picture, owner, read, shown, turned=turned)
    return Asked(question.answer, about["user"], Source(**about["source"]), answer, about["own"])
