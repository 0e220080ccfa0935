"""Runs the bot until it is told to stop, then finishes what it has begun."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from functools import partial
from typing import TYPE_CHECKING

from telegram.error import InvalidToken, TelegramError

from bot.announcements.menus import offer_menus
from bot.announcements.profile import introduce
from bot.app import build
from bot.gateway.polling import POLL_SECONDS
from bot.gateway.retry import until_reached
from bot.handlers.routes import ALLOWED_UPDATES
from bot.observability.heartbeat import beat
from bot.replies import menus
from bot.settings import SettingsError

if TYPE_CHECKING:
    from telegram.ext import Updater

    from bot.context import BotApplication, Services
    from bot.gateway.polling import PollingWatch
    from bot.lifecycle.registry import ModelRegistry
    from bot.settings import Settings

log = logging.getLogger(__name__)

FIRST_POLL = 2.0
"""Seconds that the database waits for the first poll to be sent."""
REFUSED = "Telegram does not accept this TELEGRAM_BOT_TOKEN. Ask @BotFather for the right one."


async def serve(
    settings: Settings, stop: asyncio.Event, started: asyncio.Event | None = None
) -> None:
    """Run the bot until `stop` is set.

    Args:
        settings: what the operator chose.
        stop: ends it.
        started: is set once it answers people.

    Raises:
        SettingsError: if the token is missing or wrong, or the model cannot be used.
    """
    settings.hand_over()
    application = build(settings)
    services = application.bot_data
    async with contextlib.AsyncExitStack() as closing:
        closing.push_async_callback(_shut_down, application)
        starting = asyncio.create_task(_start(application, closing))
        if not await _unless(stop, starting):
            return
        log.info("started", extra={"mode": "webhook" if settings.webhook_url else "polling"})
        if started is not None:
            started.set()
        every = 60 * settings.heartbeat_minutes
        beating = asyncio.create_task(beat(services.counters, services.update_queue, every))
        closing.callback(beating.cancel)
        furnished = await _unless(stop, asyncio.create_task(_furnish(application)))
        if furnished:
            offered = menus.commands(drawing=settings.drawing_url is not None)
            about = introduce(application.bot, services.database, offered)
            closing.callback(asyncio.create_task(about).cancel)
        if furnished and await _unless(stop, asyncio.create_task(services.watch.refused.wait())):
            raise SettingsError([REFUSED])
        log.info("stopping")


async def _start(application: BotApplication, closing: contextlib.AsyncExitStack) -> None:
    assert application.updater is not None
    services = application.bot_data
    opening = asyncio.create_task(services.worker.run(_load, services.models))
    greeting = asyncio.create_task(until_reached(application.initialize))
    try:
        await asyncio.gather(opening, greeting)  # the model loads while Telegram answers
        await application.start()
        if services.settings.has_web:
            from bot.web import server  # which polling alone does not need

            await closing.enter_async_context(server.listening(application, services.settings))
        if services.settings.webhook_url is None:
            await until_reached(partial(_start_polling, application.updater, services.watch))
    except InvalidToken:
        raise SettingsError([REFUSED]) from None
    finally:
        opening.cancel()
        greeting.cancel()


def _load(models: ModelRegistry) -> None:
    """Runs in a thread: loads OpenCV, onnxruntime and the model."""
    import cv2

    from bot.reading import ModelError

    cv2.setNumThreads(1)  # pictures are read side by side already
    try:
        models.load()
    except ModelError as error:
        raise SettingsError([f"MODEL_PATH: {error}"]) from error


async def _start_polling(updater: Updater, watch: PollingWatch) -> None:
    await updater.start_polling(
        timeout=POLL_SECONDS,
        bootstrap_retries=-1,
        allowed_updates=ALLOWED_UPDATES,
        drop_pending_updates=False,
        error_callback=watch.failed,
    )


async def _furnish(application: BotApplication) -> None:
    """Open what the first poll need not wait for: to load SQLAlchemy takes as long as all else."""
    services = application.bot_data
    if services.settings.webhook_url is None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_POLL):
                await services.watch.asked.wait()
    services.database.start()
    await services.database.loaded()
    services.models.start()
    services.run_messages.resume()
    services.daily_counts.start()
    services.expiry.start()
    application.create_task(offer_menus(application.bot, services.settings, services.database))


async def _unless(stop: asyncio.Event, task: asyncio.Task[object]) -> bool:
    """Await `task`, unless `stop` comes first: then cancel it. Returns whether it finished."""
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if task.done():
        task.result()
        return True
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return False


async def _shut_down(application: BotApplication) -> None:
    """Fetch nothing more, finish what was fetched, close everything."""
    services = application.bot_data
    services.update_queue.close()
    services.albums.close()
    services.promotion.close()
    try:
        async with asyncio.timeout(services.settings.shutdown_seconds):
            ending = (
                _stop_fetching(application),
                services.update_queue.join(),
                _stop_training(services),
            )
            await asyncio.gather(*ending)
            if application.running:
                await application.stop()
        await application.shutdown()
    except TimeoutError:
        if services.update_queue.unfinished:
            unanswered = {"unanswered": services.update_queue.unfinished}
            log.error("stopped before everything was answered", extra=unanswered)
    finally:
        await application.bot.shutdown()
        await _close(services)


async def _close(services: Services) -> None:
    """Let the threads come to an end, and the database's connections."""
    services.worker.stop.set()
    await services.models.close()
    await services.daily_counts.close()
    await services.expiry.close()
    await services.database.close()
    await asyncio.to_thread(services.worker.close)


async def _stop_training(services: Services) -> None:
    """End a training, and let its message say so."""
    await services.run_messages.settle(services.training.trainer.close())


async def _stop_fetching(application: BotApplication) -> None:
    """Confirm what was fetched; Telegram keeps everything else."""
    assert application.updater is not None
    if application.updater.running:
        with contextlib.suppress(TelegramError):  # what ended polling, told already
            await application.updater.stop()
