"""An admin sends a model that was trained elsewhere: the same gate, the same swap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.handlers.admins import admins_only
from bot.handlers.models import PROBLEMS, problem
from bot.handlers.responses import Edited, edit, say
from bot.handlers.sources import Source, Unavailable, fetch
from bot.lifecycle.promotion import Origin
from bot.replies import answers, models, verdicts

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup, Message, Update

    from bot.context import Context

ENDING: Final = ".onnx"


async def take_model(update: Update, context: Context) -> None:
    """Measure a model file in the background, and say what comes of it."""
    message = update.effective_message
    assert message is not None
    document = message.document
    assert document is not None
    if not await admins_only(message, context, models.NO_MODELS_FROM_YOU):
        return
    if context.services.promotion.is_busy:
        await say(message, models.MEASURING_ANOTHER)
        return
    size = document.file_size or 0
    source = Source(document.file_id, document.file_unique_id, size, is_file=True)
    told = await say(message, models.MEASURING)

    async def work() -> None:
        text, buttons = await _considered(context, message, source)
        if await edit(told, text, buttons) is Edited.GONE:
            await say(message, text, buttons)

    context.application.create_task(work(), update)


async def _considered(
    context: Context, message: Message, source: Source
) -> tuple[str, InlineKeyboardMarkup | None]:
    """What became of the file, and what may be pressed."""
    services = context.services
    assert message.document is not None
    assert message.from_user is not None
    name = message.document.file_name or ENDING
    try:
        async with services.files:
            content = await fetch(context, source)
        outcome = await services.promotion.consider(
            content, name, origin=Origin.SENT, by=message.from_user.id
        )
        active = await services.database.versions.active_id()
    except Unavailable as error:
        text = str(error)
        return (models.TOO_LARGE if text == answers.TOO_BIG else models.LOST), None
    except PROBLEMS as error:
        return answers.sentence(problem(error)), None
    return verdicts.outcome(outcome), verdicts.buttons(outcome, active)
