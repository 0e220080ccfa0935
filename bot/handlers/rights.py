"""/privacy, /forget and /stats: what is kept of somebody, and no longer if they wish."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from telegram.constants import ChatType

from bot.handlers.admins import is_admin
from bot.handlers.responses import edit_buttons, message_of, put_in_place, say, tell
from bot.observability.counters import STAGES, memory
from bot.observability.daily_counts import READ, REFUSED
from bot.replies import answers, rights, stats
from bot.storage import StorageDown

if TYPE_CHECKING:
    from telegram import CallbackQuery, Message, Update

    from bot.context import Context


FOR_EVERYBODY: Final = re.compile(r"/(privacy|forget)(@\w+)?\b.*", re.DOTALL)


def is_for_everybody(update: Update) -> bool:
    """Whether those may ask it, too, who may not use the bot (any longer)."""
    if update.callback_query is not None:
        data = update.callback_query.data or ""
        return re.fullmatch(f"{rights.FORGET}|{rights.FORGET_HAND}", data) is not None
    text = update.message.text if update.message is not None else None
    return text is not None and FOR_EVERYBODY.fullmatch(text) is not None


async def asked_by(message: Message) -> int | None:
    """Who asks; `None` after telling that a group's or channel's name does not do."""
    if message.sender_chat is not None or message.from_user is None:
        await say(message, rights.ANONYMOUS)
        return None
    return message.from_user.id


async def privacy(update: Update, context: Context) -> None:
    """Say what is kept, and why."""
    del context
    assert update.message is not None
    await say(update.message, rights.privacy())


async def forget(update: Update, context: Context) -> None:
    """Ask whether to delete all that is kept of somebody."""
    message = update.message
    assert message is not None
    person = await asked_by(message)
    if person is None:
        return
    services = context.services
    user = services.keys.user(person)
    try:
        tally = await services.database.corrections.tally(user)
        hand = await services.database.taught.count(user) > 0
        chose = await services.languages.of(person) is not None
        if nothing := not (tally.corrections or tally.right or tally.wrong or hand or chose):
            await services.questions.forget(user)
    except StorageDown as down:
        await say(message, answers.sentence(str(down)))
        return
    if nothing:
        await say(message, rights.NOTHING)
        return
    markup = rights.buttons(services.keys, person, message.chat.id)
    await say(message, rights.ask(tally, hand=hand, language=chose), markup)


async def press_forget(update: Update, context: Context) -> None:
    """Delete it, or not."""
    query = update.callback_query
    assert query is not None
    found = re.fullmatch(rights.FORGET, query.data or "")
    assert found is not None, "the routing lets only these through"
    person, services, message = int(found[2]), context.services, query.message
    keys = services.keys
    genuine = message is not None and rights.is_genuine(keys, found[3], person, message.chat.id)
    if not await _may_press(query, person, genuine=genuine):
        return
    text = rights.KEPT_ALL
    if found[1] == "yes":
        try:
            await services.questions.forget(keys.user(person))
            gone = await services.database.corrections.forget(keys.user(person))
            services.hands.changed(keys.user(person))
            services.languages.forgotten(person)
        except StorageDown as down:
            await tell(query, str(down), alert=True)
            return
        text = rights.forgotten(gone)
    await tell(query)
    await put_in_place(query, text)


async def press_forget_hand(update: Update, context: Context) -> None:
    """Forget somebody's hand, and keep what they corrected."""
    query = update.callback_query
    assert query is not None
    found = re.fullmatch(rights.FORGET_HAND, query.data or "")
    assert found is not None, "the routing lets only these through"
    person, keys, message = int(found[1]), context.services.keys, query.message
    genuine = message is not None and rights.is_genuine_hand(
        keys, found[2], person, message.chat.id
    )
    if not await _may_press(query, person, genuine=genuine):
        return
    try:
        await context.services.hands.forget(keys.user(person))
    except StorageDown as down:
        await tell(query, str(down), alert=True)
        return
    await tell(query, rights.HAND_FORGOTTEN, alert=True)
    if (shown := message_of(query)) is not None:
        await edit_buttons(shown, None)


async def _may_press(query: CallbackQuery, person: int, *, genuine: bool) -> bool:
    """Whether a button is for who pressed it; tells them where it is not."""
    if genuine and query.from_user.id == person:
        return True
    await tell(query, rights.NOT_YOURS if genuine else answers.OUT_OF_DATE)
    return False


async def stats_command(update: Update, context: Context) -> None:
    """Say how much is kept of somebody; to admins in private, how the bot does as well."""
    message = update.message
    assert message is not None
    person = await asked_by(message)
    if person is None:
        return
    services, markup = context.services, None
    user = services.keys.user(person)
    try:
        known = await services.database.taught.count(user)
        text = stats.own(await services.database.corrections.tally(user), known)
        if known:
            markup = rights.hand_button(services.keys, person, message.chat.id)
        if message.chat.type == ChatType.PRIVATE and is_admin(message.from_user, context):
            text += f"\n\n{stats.everything(await _overview(context))}"
    except StorageDown as down:
        text = answers.sentence(str(down))
    await say(message, text, markup)


async def _overview(context: Context) -> stats.Overview:
    services = context.services
    counters, state = services.counters, services.database.state
    await services.daily_counts.enter()
    ever = await state.counted()
    today = await state.counted(since=datetime.now(UTC).date())
    latency: dict[str, tuple[float, float]] = {}
    for stage in STAGES:
        durations = counters.stages[stage]
        half, most = durations.quantile(0.5), durations.quantile(0.95)
        if half is not None and most is not None:
            latency[stage] = (half, most)
    return stats.Overview(
        read=(ever.get(READ, 0), today.get(READ, 0)),
        refused=(ever.get(REFUSED, 0), today.get(REFUSED, 0)),
        tally=await services.database.corrections.tally(),
        latency=latency,
        memory=memory(),
        uptime=counters.uptime,
        model=services.models.current.name,
    )
