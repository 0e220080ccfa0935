"""The composition root: settings in, a Telegram application out. The only place of wiring."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, ExtBot, TypeHandler

from bot.albums.answered import AnsweredAlbums
from bot.albums.in_database import SharedAlbums
from bot.albums.in_memory import Albums, Gathering
from bot.albums.left_out import LeftOut
from bot.announcements.admins import tell_trouble
from bot.announcements.run_messages import RunMessages
from bot.context import BotApplication, Context, Recent, Services
from bot.gateway import retry
from bot.gateway.admission import Admission
from bot.gateway.drawings import Drawing
from bot.gateway.languages import ChosenLanguages
from bot.gateway.moved_groups import Moved, MovedGroups
from bot.gateway.per_chat_processor import PerChatProcessor
from bot.gateway.polling import PollingRequest, PollingWatch
from bot.gateway.retry import PatientLimiter
from bot.gateway.transport import AiohttpRequest, Patience
from bot.gateway.update_queue import UpdateQueue
from bot.gateway.updates import PassedOver
from bot.handlers.arrival import arrival, concerned
from bot.handlers.draw import read_drawing
from bot.handlers.errors import Reports
from bot.handlers.language import speak
from bot.handlers.moved import learn_move
from bot.handlers.refusals import keep_out
from bot.handlers.rights import is_for_everybody
from bot.handlers.routes import routes
from bot.jobs.queue_backend import QueueTrainer
from bot.lifecycle.cache import ModelCache
from bot.lifecycle.child_backend import ChildTrainer
from bot.lifecycle.hands import Hands
from bot.lifecycle.promotion import Promotion
from bot.lifecycle.registry import ModelRegistry
from bot.lifecycle.runs import Training
from bot.lifecycle.training_backend import NoTrainer, Trainer
from bot.lifecycle.training_runner import TrainingRunner
from bot.machine.cores import sensible_threads
from bot.observability.counters import Counters
from bot.observability.daily_counts import DailyCounts
from bot.questions.in_database import SharedQuestions
from bot.questions.in_memory import OwnQuestions, Questions
from bot.signing import Keys
from bot.storage import Database
from bot.storage.expiry import Expiry
from bot.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.lifecycle.registry import Trouble
    from bot.settings import Settings

FIRST: Final = -2
BEFORE_ALL: Final = -1
"""The groups of handlers that every update passes before those of the routing table."""
ALBUM_QUIET: Final = 0.7
"""Seconds without a further picture after which an album is complete."""
MOST_WAITING: Final = 64
"""Pictures that may wait for a thread."""
MOST_ANSWERED: Final = 4000
"""Messages of which it is remembered that their picture was answered."""
MOST_SHOWN: Final = 1000
"""Presses of which it is remembered that what they ask for was sent."""


@dataclass(frozen=True, slots=True, eq=False)
class Lifecycle:
    """What looks after models: in the bot, and in a trainer's process.

    Attributes:
        database: where versions, runs and corrections are.
        models: the model in use.
        promotion: takes candidates for it.
        runner: carries out runs.
    """

    database: Database
    models: ModelRegistry
    promotion: Promotion
    runner: TrainingRunner


def make_lifecycle(
    settings: Settings,
    *,
    spare_cores: int,
    on_trouble: Callable[[Trouble], Awaitable[None]] | None = None,
) -> Lifecycle:
    """What looks after models in this process.

    Args:
        settings: what the operator chose.
        spare_cores: how many are for others, where the operator did not choose.
        on_trouble: is told once of each model that does not load.
    """
    shipped = settings.model_path
    database = Database(settings.database_url.get_secret_value())
    models = ModelRegistry(shipped, ModelCache(settings.model_cache), database, on_trouble)
    promotion = Promotion(database, shipped, models)
    runner = TrainingRunner(
        database,
        promotion,
        shipped,
        threads=settings.training_threads or sensible_threads(spare_cores),
        patience=60 * settings.training_patience_minutes,
    )
    return Lifecycle(database, models, promotion, runner)


def build(settings: Settings) -> BotApplication:
    """Wire the bot.

    Raises:
        bot.settings.SettingsError: if there is no token.
    """
    # Else it warns at each "too many requests" that durations will be timedeltas one day.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    table, counters, update_queue, watch = (
        routes(),
        Counters(),
        UpdateQueue(settings.queue_limit),
        PollingWatch(),
    )
    concerns, moved = concerned(table), MovedGroups()
    reports = Reports(concerns)
    bot = make_bot(settings, watch, update_queue)
    admission = Admission(settings, update_queue, concerns, is_for_everybody, moved)
    order = PerChatProcessor(
        settings.concurrency,
        key=arrival(admission, counters),
        waited=counters.waited,
        ended=update_queue.moved,
    )
    cycle = make_lifecycle(
        settings, spare_cores=1, on_trouble=partial(tell_trouble, bot, settings.admin_ids)
    )
    training = Training(cycle.database, make_trainer(settings, cycle))
    keys = Keys(settings.hash_key)
    services = Services(
        settings=settings,
        watch=watch,
        worker=Worker(settings.reading_threads, MOST_WAITING),
        order=order,
        update_queue=update_queue,
        admission=admission,
        counters=counters,
        moved=moved,
        albums=make_albums(settings, cycle.database),
        left_out=LeftOut(),
        pictures=Recent(MOST_ANSWERED),
        shown=Recent(MOST_SHOWN),
        answered=AnsweredAlbums(),
        questions=make_questions(settings, cycle.database),
        files=asyncio.Semaphore(1),
        database=cycle.database,
        daily_counts=DailyCounts(counters, cycle.database),
        expiry=Expiry(cycle.database),
        keys=keys,
        models=cycle.models,
        languages=ChosenLanguages(cycle.database, keys, shared=is_shared(settings)),
        hands=Hands(cycle.database, shared=is_shared(settings)),
        promotion=cycle.promotion,
        training=training,
        run_messages=RunMessages(bot, cycle.database, training),
    )
    application: BotApplication = (
        ApplicationBuilder()
        .bot(bot)
        .context_types(
            # python-telegram-bot only calls it, once.
            ContextTypes(context=Context, bot_data=cast("type[Services]", lambda: services))
        )
        .concurrent_updates(order)
        .update_queue(update_queue)
        .job_queue(None)
        .build()
    )
    application.add_handlers(
        {
            FIRST: [TypeHandler(Update, speak)],
            BEFORE_ALL: [TypeHandler(Update, keep_out)],
            0: table,
        }
    )
    # What this process puts into the queue itself, beside Telegram's updates.
    application.add_handler(TypeHandler(PassedOver, reports.passed_over))
    application.add_handler(TypeHandler(Moved, learn_move))
    application.add_handler(TypeHandler(Drawing, read_drawing))
    application.add_error_handler(reports.on_error)
    return application


def make_bot(settings: Settings, watch: PollingWatch, update_queue: UpdateQueue) -> ExtBot[int]:
    """What calls Telegram's methods; what it hears beside their answers goes into the queue."""
    patience = Patience(pool=20, connect=10, read=retry.READ_SECONDS)
    return ExtBot(
        settings.token,
        base_url=f"{settings.api_root}/bot",
        base_file_url=f"{settings.api_root}/file/bot",
        request=AiohttpRequest(4 * settings.concurrency, patience),
        get_updates_request=PollingRequest(watch, update_queue, update_queue.put_nowait),
        rate_limiter=PatientLimiter(settings.messages_per_second, update_queue.put_nowait),
    )


def make_trainer(settings: Settings, cycle: Lifecycle) -> Trainer:
    """Who carries out the runs that `/train` begins."""
    match settings.training:
        case "queue":
            return QueueTrainer(cycle.database)
        case "off":
            return NoTrainer()
    return ChildTrainer(cycle.runner)


def make_albums(settings: Settings, database: Database) -> Gathering:
    """Where albums are gathered; their parts may come to several processes behind a webhook."""
    return SharedAlbums(database, ALBUM_QUIET) if is_shared(settings) else Albums(ALBUM_QUIET)


def make_questions(settings: Settings, database: Database) -> Questions:
    """Where it is known what was asked; as albums, replies may come to several processes."""
    return SharedQuestions(database) if is_shared(settings) else OwnQuestions()


def is_shared(settings: Settings) -> bool:
    """Whether other processes may answer the same people."""
    return settings.webhook_url is not None and settings.has_server
