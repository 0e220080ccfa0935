"""/models: admins see the versions, choose one, roll back."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from bot.handlers.admins import admins_only
from bot.handlers.responses import put_in_place, say, tell
from bot.lifecycle.card import mnist_accuracy
from bot.lifecycle.evaluation import Stopped
from bot.lifecycle.promotion import NotAllowed, NotKept, Unchecked
from bot.replies import answers, models, verdicts
from bot.storage import StorageDown

if TYPE_CHECKING:
    from telegram import CallbackQuery, InlineKeyboardMarkup, Update

    from bot.context import Context

PROBLEMS: Final = (StorageDown, NotAllowed, NotKept, Stopped, OSError)
"""What keeps a version from being used or measured, and is told to the admin."""


def problem(error: Exception) -> str:
    """One of `PROBLEMS` in plain words, short enough to be shown over the chat."""
    match error:
        case StorageDown():
            return str(error)
        case NotAllowed():
            return models.not_allowed(error.version)
        case NotKept():
            return models.GONE
        case Stopped():
            return models.STOPPED
        case _:
            return models.NO_ROOM


async def models_command(update: Update, context: Context) -> None:
    """List the versions."""
    message = update.message
    assert message is not None
    if not await admins_only(message, context, models.ONLY_ADMINS):
        return
    try:
        text, buttons = await _listing(context)
    except StorageDown as down:
        await say(message, answers.sentence(str(down)))
        return
    await say(message, text, buttons)


async def press_list(update: Update, context: Context) -> None:
    """Show the list in place of the message."""
    query = update.callback_query
    assert query is not None
    if await admins_only(query, context, models.ONLY_ADMINS):
        try:
            await _show_list(query, context)
        except StorageDown as down:
            await tell(query, problem(down), alert=True)
        else:
            await tell(query)


async def press_version(update: Update, context: Context) -> None:
    """Use a version, use it although not all was checked, or measure it again.

    A button counts only while the version is active that was active when it was made, so that
    pressing twice, or an old button, changes nothing.
    """
    query = update.callback_query
    assert query is not None
    if not await admins_only(query, context, models.ONLY_ADMINS):
        return
    found = re.fullmatch(verdicts.CHOICE, query.data or "")
    assert found is not None, "the routing lets only these through"
    wanted, seen = (int(number) or None for number in found.group(2, 3))
    try:
        await _carry_out(update, context, found[1], wanted, seen)
    except PROBLEMS as error:
        await tell(query, problem(error), alert=True)


async def _carry_out(
    update: Update, context: Context, action: str, wanted: int | None, seen: int | None
) -> None:
    query = update.callback_query
    assert query is not None
    now = await context.services.database.versions.active_id()
    if wanted == now:
        await tell(query, models.IN_USE, alert=True)
        await _show_list(query, context)
    elif seen != now:
        await tell(query, models.CHANGED, alert=True)
        await _show_list(query, context)
    elif action == "again":
        await _measure(update, context, wanted)
    else:
        await _choose(query, context, wanted, insist=action == "sure")


async def _choose(
    query: CallbackQuery, context: Context, wanted: int | None, *, insist: bool
) -> None:
    services = context.services
    try:
        loaded = await services.promotion.choose(wanted, by=query.from_user.id, insist=insist)
    except Unchecked as unchecked:
        await tell(query)
        version = unchecked.version
        now = await services.database.versions.active_id()
        buttons = models.confirm_buttons(version.id, now)
        await put_in_place(query, models.confirm(version), buttons)
        return
    current = services.models.current
    if loaded:
        await tell(query)
        decision = await services.database.versions.before()
        before = decision.version if decision is not None else None
        await put_in_place(query, models.chosen(current), models.chosen_buttons(before, wanted))
    else:
        assert wanted is not None, "the shipped model is always loaded"
        await tell(query, models.does_not_load(wanted, current), alert=True)
        await _show_list(query, context)


async def _measure(update: Update, context: Context, wanted: int | None) -> None:
    """Measure a version in the background; the message becomes what comes of it."""
    query = update.callback_query
    assert query is not None
    assert wanted is not None, "the shipped model has no such button"
    services = context.services
    if services.promotion.is_busy:
        await tell(query, models.MEASURING_ANOTHER, alert=True)
        return
    if await services.database.versions.get(wanted) is None:
        raise NotKept
    await tell(query)
    await put_in_place(query, models.MEASURING)

    async def work() -> None:
        buttons = None
        try:
            outcome = await services.promotion.again(wanted, by=query.from_user.id)
            now = await services.database.versions.active_id()
        except PROBLEMS as error:
            text = problem(error)
        else:
            text, buttons = verdicts.outcome(outcome), verdicts.buttons(outcome, now)
        await put_in_place(query, text, buttons)

    context.application.create_task(work(), update)


async def _show_list(query: CallbackQuery, context: Context) -> None:
    text, buttons = await _listing(context)
    await put_in_place(query, text, buttons)


async def _listing(context: Context) -> tuple[str, InlineKeyboardMarkup | None]:
    services = context.services
    kept = services.database.versions
    active, before = await kept.active(), await kept.before()
    versions = await kept.listed(models.SHOWN)
    registry = services.models
    path, shipped = services.settings.model_path, registry.shipped
    accuracy = await asyncio.to_thread(mnist_accuracy, path, shipped.name)
    text = models.listing(registry.current, active, versions, shipped, accuracy)
    return text, models.listing_buttons(active, before, versions)
