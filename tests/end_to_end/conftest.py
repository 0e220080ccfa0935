"""The real bot against the local Bot API server, over HTTP through python-telegram-bot."""

from __future__ import annotations

import asyncio
import json
import socket

import numpy as np
import pytest
import pytest_asyncio
import smallmnist
from databases import opened
from pydantic import HttpUrl, SecretStr

from benchmarks.fault_injection import FaultyServer
from bot.announcements import profile
from bot.gateway import retry
from bot.lifecycle import registry
from bot.serve import serve
from bot.settings import Settings
from localtelegram.people import LocalUser
from tests.localtelegram.botapi_facts import FACTS

GROUP = -1001234567890


@pytest_asyncio.fixture
async def telegram():
    """The server. What the bot asked of it is held against the Bot API's own description."""
    async with FaultyServer(webhook_pause=0.05) as server:
        yield server
        calls = list(server.calls)
    methods = json.loads(FACTS.read_text(encoding="utf-8"))["methods"]
    for call in calls:
        if call.method != "download":
            against_reference(methods[call.method], call)


def against_reference(fields, call):
    given = set(call.values) | set(call.files)
    # python-telegram-bot names parts of a form that an `attach://` address points to.
    values = " ".join(str(value) for value in call.values.values())
    assert all(f"attach://{name}" in values for name in given - fields.keys()), call.method
    assert {name for name, (required, *_) in fields.items() if required} <= given, call.method


@pytest.fixture(autouse=True)
def _unannounced(monkeypatch):
    """Nothing is set in all languages while a test counts calls, or breaks some."""
    monkeypatch.setattr(profile, "PAUSE", 3600)


@pytest.fixture
def settings(telegram, tmp_path) -> Settings:
    return Settings(
        _env_file=None,
        telegram_bot_token=telegram.token,
        telegram_api_url=telegram.url,
        admin_ids=frozenset({1}),
        database_url=SecretStr(f"sqlite:///{tmp_path}/bot.sqlite3"),
        model_cache=tmp_path / "models",
    )


@pytest.fixture
def run_bot(settings):
    """Runs the bot while its block runs: `async with run_bot():`."""

    class Running:
        def __init__(self, **changes):
            self.settings = settings.model_copy(update=changes)
            self.stop = asyncio.Event()

        async def __aenter__(self):
            self.task = asyncio.create_task(serve(self.settings, self.stop))
            return self

        async def __aexit__(self, *error):
            self.stop.set()
            await self.task

    return Running


@pytest.fixture
def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def webhook_address(free_port):
    """Settings that let the bot serve a webhook here."""
    url = HttpUrl(f"http://127.0.0.1:{free_port}/hook")
    return {"webhook_host": "127.0.0.1", "port": free_port, "webhook_url": url}


@pytest_asyncio.fixture
async def bot(telegram, run_bot, settings, request):
    """The bot, ready."""
    if "kept" in request.fixturenames:
        # Alembic cannot make the tables twice at a time in one process.
        async with opened(settings.database_url.get_secret_value()) as database:
            await database.check()
    async with run_bot() as running:
        await telegram.wait_for(
            lambda calls: any(c.method == "getUpdates" for c in calls), within=60
        )
        yield running


@pytest.fixture
def ann(telegram) -> LocalUser:
    return telegram.user(7, "Ann")


@pytest.fixture
def ben(telegram) -> LocalUser:
    return telegram.user(8, "Ben")


@pytest.fixture
def group(telegram, ann, ben) -> int:
    """A group in which the bot sees everything."""
    telegram.world.add_group(GROUP, "Homework", set(), privacy=False)
    return GROUP


async def all_done(person, chat=None):
    """What a chat was sent before is worked on, since what is asked now has been answered.

    The updates of a chat are worked on one after another. The answer is one `sendMessage` more.
    """
    await person.answer_to(await person.send_text("/id", chat=chat), within=60)


@pytest.fixture
def hurried(monkeypatch):
    """Retries without long pauses."""
    monkeypatch.setattr(retry, "PAUSES", (0.01, 0.02, 0.03))


@pytest.fixture
def admin(telegram) -> LocalUser:
    return telegram.user(1, "Ada")


@pytest_asyncio.fixture
async def database(settings):
    """The bot's database, seen from beside the bot.

    Opened before the bot's, for Alembic cannot make the tables twice at a time in one process.
    """
    async with opened(settings.database_url.get_secret_value()) as database:
        await database.check()
        yield database


@pytest_asyncio.fixture
async def kept(settings):
    """The corrections in the bot's database, seen from beside the bot."""
    async with opened(settings.database_url.get_secret_value()) as database:
        await database.check()  # closed while it is being opened it would stay locked
        yield database.corrections


@pytest_asyncio.fixture
async def shared(postgres):
    """The database of several processes, seen from beside them."""
    async with opened(postgres) as database:
        await database.check()
        yield database


@pytest.fixture(scope="module")
def mnist(tmp_path_factory):
    """A small MNIST, of the real one where there is a copy."""
    from benchmarks.small import write_mnist

    path = tmp_path_factory.mktemp("small") / "mnist.npz"
    write_mnist(path, smallmnist.real())
    return path


@pytest.fixture(scope="module")
def long_mnist(mnist, tmp_path_factory):
    """One to train on for long enough that it can be stopped before the end."""
    path = tmp_path_factory.mktemp("long") / "mnist.npz"
    with np.load(mnist) as small:
        train = {name: np.concatenate([small[name]] * 20) for name in ("x_train", "y_train")}
        np.savez(path, **(dict(small) | train))
    return path


@pytest.fixture
def no_mnist(monkeypatch, tmp_path):
    """As on a worker: nothing is cached."""
    monkeypatch.delenv("MNIST_PATH", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.fixture
def drawn_mnist(monkeypatch, no_mnist, tmp_path):
    """A small MNIST, drawn."""
    from training.synthesis import styles

    drawn = styles.draw(700, np.random.default_rng(5))
    path = tmp_path / "mnist.npz"
    np.savez(
        path,
        x_train=drawn.images[:600],
        y_train=drawn.labels[:600],
        x_test=drawn.images[600:],
        y_test=drawn.labels[600:],
    )
    monkeypatch.setenv("MNIST_PATH", str(path))


@pytest.fixture
def quick(monkeypatch):
    """A database that is asked often."""
    monkeypatch.setattr(registry, "FOLLOW_SECONDS", 0.02)
