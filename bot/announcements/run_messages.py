"""The message of a training run, kept up to date until the run has ended."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from telegram import InputMediaPhoto, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.lifecycle.processes import sweep
from bot.lifecycle.progress import outcome_of, progress_of
from bot.lifecycle.training_backend import Kind
from bot.replies import train, verdicts
from bot.storage.errors import StorageDown
from bot.storage.model_values import RunState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Coroutine

    from telegram import InlineKeyboardMarkup
    from telegram.ext import ExtBot

    from bot.lifecycle.promotion import Outcome
    from bot.lifecycle.runs import Training
    from bot.storage import Database
    from bot.storage.model_values import Run

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 1.0
"""Seconds between two looks at the run's row."""
EDIT_EVERY: Final = 3.0
"""Seconds between two edits at least."""
IN_GROUPS: Final = 6.0
"""The same in groups, where Telegram takes 20 messages a minute from a bot."""
PATIENCE: Final = 5.0
"""Seconds until a database that does not answer is asked again."""
ORPHANS_EVERY: Final = 5.0
"""Seconds between two looks for runs that no process shows any longer."""
AFTER_ERROR: Final = 60.0
"""Seconds until a run is taken up again whose showing has failed unexpectedly."""


class RunMessages:
    """Follows runs, each in a task of its own.

    Every process follows every run until its end is told; one of them shows it to people.
    """

    def __init__(self, bot: ExtBot[int], database: Database, training: Training) -> None:
        self._bot = bot
        self._database = database
        self._training = training
        self._tasks: set[asyncio.Task[None]] = set()
        self._messages: dict[int, int | None] = {}
        self._closing = False
        self._settling = asyncio.Event()

    def follow(self, run: Run) -> None:
        """Keep the message of a run up to date until the run has ended, and tell its end."""
        known = run.id in self._messages
        self._messages[run.id] = run.message or self._messages.get(run.id)
        if not known:
            self._spawn(self._follow(run))

    def resume(self) -> None:
        """Follow what other processes begin, or have left behind."""
        self._spawn(self._resume())

    async def settle(self, ending: Awaitable[None]) -> None:
        """Let the last edits be made; what goes on elsewhere is left to be shown later.

        Args:
            ending: ends a run that goes on here.
        """
        self._closing = True
        try:
            await ending
            self._settling.set()
            if self._tasks:
                await asyncio.wait(self._tasks)
        finally:
            for task in self._tasks:
                task.cancel()

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("runs are no longer looked for", exc_info=error)

    async def _resume(self) -> None:
        await asyncio.to_thread(sweep)
        tidy = False
        while True:
            with contextlib.suppress(StorageDown):
                if not tidy:
                    await self._training.tidy()
                    tidy = True
                for run in await self._training.untold():
                    self.follow(run)
            if await self._pause(ORPHANS_EVERY):
                return

    async def _follow(self, run: Run) -> None:
        """Shows a run; where that fails, `_resume` finds the run again after a while."""
        try:
            await self._show(run)
        except Exception:
            log.exception("a training run could not be shown")
            await self._pause(AFTER_ERROR)
        finally:
            del self._messages[run.id]

    async def _show(self, run: Run) -> None:
        """Edits the message at most every few seconds, and only where it changes."""
        every = IN_GROUPS if run.chat < 0 else EDIT_EVERY
        shown, free, stopping = _progress(run), time.monotonic() + every, False
        while True:
            try:
                found = await self._training.look(run.id)
                if found is None or found.told:
                    return
                run = replace(found, message=found.message or self._messages[run.id])
                if run.state is not RunState.RUNNING and await self._training.may_show(run):
                    await self._tell_end(run)
                    return
                if stopping:
                    await self._training.let_go(run)
                    return
                text = _progress(run)
                if run.state is RunState.RUNNING and text != shown and time.monotonic() >= free:
                    free = time.monotonic() + every
                    if await self._training.may_show(run):
                        await self._edit(run, text, train.cancel_button(run.id))
                        shown = text
                stopping = await self._pause(LOOK_EVERY)
            except StorageDown:
                if stopping or await self._pause(PATIENCE):
                    return

    async def _pause(self, seconds: float) -> bool:
        """Wait, unless the bot is told to stop; whether it is."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._settling.wait()
        return self._settling.is_set()

    async def _tell_end(self, run: Run) -> None:
        kind = Kind(run.kind)
        outcome = outcome_of(progress_of(run.progress))
        if run.state is not RunState.DONE or outcome is None:
            text = train.ended(kind, run.state, run.last_lines)
            edited = await self._edit(run, text)
            if run.state is RunState.INTERRUPTED and self._closing:
                await self._training.let_go(run)  # it ended with the bot; the next one tells
                return
            if not edited:
                await self._send(run, text)
            elif run.state in train.ALOUD:
                await self._send(run, train.ALOUD[run.state])
        else:
            await self._tell_outcome(run, kind, outcome)
        await self._training.told(run)

    async def _tell_outcome(self, run: Run, kind: Kind, outcome: Outcome) -> None:
        text, buttons = train.made(kind, outcome), await self._buttons(outcome)
        if not await self._edit(run, text, buttons):
            await self._send(run, text, buttons)
        with contextlib.suppress(StorageDown, TelegramError):
            figures = await self._training.figures(run)
            media = [InputMediaPhoto(figure) for figure in figures]
            if media:
                await self._bot.send_media_group(
                    run.chat, media, reply_parameters=_to(run), caption=train.FIGURES
                )

    async def _buttons(self, outcome: Outcome) -> InlineKeyboardMarkup | None:
        try:
            return verdicts.buttons(outcome, await self._database.versions.active_id())
        except StorageDown:
            return None

    async def _edit(self, run: Run, text: str, buttons: InlineKeyboardMarkup | None = None) -> bool:
        """Change the message of a run; `False` where that did not work, as when it is deleted."""
        if run.message is None:
            return False
        try:
            await self._bot.edit_message_text(
                text,
                chat_id=run.chat,
                message_id=run.message,
                parse_mode=ParseMode.HTML,
                reply_markup=buttons,
            )
        except BadRequest as error:
            return "not modified" in error.message
        except TelegramError as error:
            log.info("a training's message was not edited", extra={"why": type(error).__name__})
            return False
        return True

    async def _send(self, run: Run, text: str, buttons: InlineKeyboardMarkup | None = None) -> None:
        with contextlib.suppress(TelegramError):
            await self._bot.send_message(
                run.chat,
                text,
                parse_mode=ParseMode.HTML,
                reply_parameters=_to(run),
                reply_markup=buttons,
            )


def _progress(run: Run) -> str:
    return train.progress(Kind(run.kind), progress_of(run.progress), cancelling=run.cancel)


def _to(run: Run) -> ReplyParameters | None:
    if run.message is None:
        return None
    return ReplyParameters(run.message, allow_sending_without_reply=True)
