"""For all tests: no test talks to anything beyond this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from postgres import Postgres, programs
from xdist.scheduler import LoadScopeScheduling

from bot.settings import Settings

os.environ.setdefault("PTB_TIMEDELTA", "1")  # as `bot.app` does, before anything fails

# Some set this where they build images. It would have each process that is started here compile all
# that it imports: half of what a start takes then.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The same examples everywhere: what passes for one passes for all.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


SLOW = (
    "benchmarks/",
    "end_to_end/test_albums.py",
    "end_to_end/test_check.py",
    "end_to_end/test_corrections_outages.py",
    "end_to_end/test_crash.py",
    "end_to_end/test_drawing",
    "end_to_end/test_faults",
    "end_to_end/test_followers.py",
    "end_to_end/test_limits.py",
    "end_to_end/test_model",
    "end_to_end/test_moved_groups.py",
    "end_to_end/test_process.py",
    "end_to_end/test_sentry.py",
    "end_to_end/test_several.py",
    "end_to_end/test_signals.py",
    "end_to_end/test_storm.py",
    "end_to_end/test_topics.py",
    "end_to_end/test_train",
    "end_to_end/test_webhook.py",
    "lifecycle/test_killed.py",
    "lifecycle/test_promotion.py",
    "lifecycle/test_training_child.py",
    "localtelegram/page/",
    "localtelegram/test_page_with_bot.py",
    "pdf/test_pages.py",
    "reading/binarise/test_printed_paper.py",
    "reading/open/test_decode_fuzz.py",
    "reading/open/test_decode_limits.py",
    "storage/test_server_faults.py",
    "training/finetune/",
    "training/lines/",
    "training/measure/test_comparison.py",
    "training/measure/test_corrupt.py",
    "training/optimisers/",
    "training/process/",
    "training/synthesis/",
    "training/test_command.py",
    "training/test_evaluate.py",
    "training/test_fit.py",
    "training/test_network.py",
    "training/test_tutorial.py",
)
"""What begins so loads TensorFlow, starts processes or a browser, waits for what is away, or draws
many large pages."""


def is_slow(path):
    return path.relative_to(Path(__file__).parent).as_posix().startswith(SLOW)


def pytest_ignore_collect(collection_path, config):
    """With `-m "not slow"` they are not even loaded, for TensorFlow takes long."""
    return True if config.option.markexpr == "not slow" and is_slow(collection_path) else None


def pytest_collection_modifyitems(items):
    """Marks them for any other choice."""
    for item in items:
        if is_slow(item.path):
            item.add_marker(pytest.mark.slow)


class WholeFiles(LoadScopeScheduling):
    """With `-n 2`: a file's tests in one process, and in one those that share a trained model.

    In the order in which they were found, so that few processes load TensorFlow before the end.
    """

    def _split_scope(self, nodeid):
        file = nodeid.split("::", 1)[0]
        return "training" if file in SHARING else file


SHARING = frozenset(f"tests/training/test_{name}.py" for name in ("command", "evaluate", "fit"))
"""Files that use `fitted`, which trains."""


def pytest_xdist_make_scheduler(config, log):
    """Gives `-n` these."""
    config.option.loadscopereorder = False
    return WholeFiles(config, log)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Fails what would connect to another machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                pytest.fail(f"this test connects to {host}, beyond this machine")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="session")
def no_settings():
    """Takes the bot's settings of whoever runs the tests out of the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in Settings.model_fields:
            patch.delenv(name.upper(), raising=False)
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def postgres_server():
    """One PostgreSQL server for all tests; who stops it starts it again."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL's server is not installed here (apt-get install postgresql)")
    server = Postgres(found)
    yield server
    server.close()


@pytest.fixture
def postgres(postgres_server) -> str:
    """The address of an empty database on a real PostgreSQL server."""
    return postgres_server.database()
