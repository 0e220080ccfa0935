"""/train and /cancel: admins make the model better, and everybody else goes on being answered."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram.constants import ChatType

from bot.handlers.admins import admins_only
from bot.handlers.responses import hand_over, say, tell
from bot.lifecycle.progress import CHECKING, Progress, progress_of
from bot.lifecycle.runs import Refused
from bot.lifecycle.training_backend import Kind
from bot.replies import answers, train
from bot.storage.errors import RunUnderWay, StorageDown

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.context import Context


async def train_command(update: Update, context: Context) -> None:
    """Begin a training run and show how it goes."""
    message = update.message
    assert message is not None
    if not await admins_only(message, context, train.ONLY_ADMINS):
        return
    if message.chat.type != ChatType.PRIVATE:
        # What comes of it may be people's handwriting, and the last lines of this machine's log.
        await say(message, train.IN_PRIVATE)
        return
    words = [word.lower() for word in context.args or []]
    kinds = [Kind(word) for word in words if word in set(Kind)]
    if len(words) > 1 or len(kinds) != len(words):
        await say(message, train.USAGE)
        return
    try:
        await _begin(message, context, kinds[0] if kinds else None)
    except RunUnderWay as error:
        run = error.run
        await say(message, train.under_way(Kind(run.kind), progress_of(run.progress)))
    except Refused as error:
        await _refuse(message, context, error)
    except StorageDown as error:
        await say(message, answers.sentence(str(error)))


async def cancel_command(update: Update, context: Context) -> None:
    """Stop the run that goes on."""
    message = update.message
    assert message is not None
    if await admins_only(message, context, train.ONLY_ADMINS):
        await say(message, await _cancel(context, None))


async def press_cancel(update: Update, context: Context) -> None:
    """Stop the run under whose message the button is."""
    query = update.callback_query
    assert query is not None
    if not await admins_only(query, context, train.ONLY_ADMINS):
        return
    number = re.fullmatch(train.CANCEL, query.data or "")
    assert number is not None, "the routing lets only these through"
    await tell(query, await _cancel(context, int(number[1])))


async def _begin(message: Message, context: Context, kind: Kind | None) -> None:
    services = context.services
    assert message.from_user is not None
    run = await services.training.begin(kind, who=message.from_user.id, chat=message.chat.id)
    try:
        text = train.progress(Kind(run.kind), Progress())
        sent = await say(message, text, train.cancel_button(run.id))
        run = replace(run, message=sent.message_id)
        # The run goes on all the same; another process alone would not know its message.
        with contextlib.suppress(StorageDown):
            await services.database.runs.progress(run.id, message=sent.message_id)
    finally:
        services.run_messages.follow(run)


async def _cancel(context: Context, run: int | None) -> str:
    """Ask a run to stop; what is to be said of it."""
    training = context.services.training
    try:
        current = await training.current()
        if current is None or run not in {None, current.id}:
            return train.NOTHING_RUNS
        if progress_of(current.progress).stage == CHECKING:
            return train.CHECKED_ALREADY
        await training.cancel(current.id)
    except StorageDown as error:
        return str(error)
    return train.CANCELLING


async def _refuse(message: Message, context: Context, refusal: Refused) -> None:
    """Say what is missing; where training is possible elsewhere, with what it needs there."""
    training = context.services.training
    wanted = refusal.kind is Kind.FINE_TUNE and refusal.corrections > 0
    file, why_not = None, ""
    try:
        file = await training.corrections_file() if wanted else None
    except StorageDown as down:  # what is missing can be told without them
        why_not = f"\n\n{answers.sentence(str(down))}"
    text = train.refused(refusal.kind, refusal.preflight, with_corrections=file is not None)
    await say(message, f"{text}{why_not}")
    if file is not None:
        await hand_over(message, file, "corrections.npz")
