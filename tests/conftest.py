"""For all tests: no test talks to anything beyond this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys

import pytest
from hypothesis import settings
from postgres import Postgres, programs

from bot.settings import Settings

os.environ.setdefault("PTB_TIMEDELTA", "1")  # as `bot.app` does, before anything fails

# Some set this where they build images. It would have each process that is started here compile all
# that it imports: half of what a start takes then.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The same examples everywhere: what passes for one passes for all.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


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
