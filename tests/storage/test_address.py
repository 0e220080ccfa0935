from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.storage.address import AddressError, driver_form, password, shown, sqlite_file

HOST = "user:p%40ss@db.example.org:5432/name"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_form_that_platforms_give(scheme):
    url = make_url(driver_form(f"{scheme}://{HOST}?sslmode=require&options=-c%20search_path%3Da"))
    assert url.drivername == "postgresql+psycopg"
    assert (url.username, url.password, url.host, url.port) == (
        *("user", "p@ss"),
        *("db.example.org", 5432),
    )
    assert url.query == {"sslmode": "require", "options": "-c search_path=a"}


def test_a_socket_needs_no_host():
    url = make_url(driver_form("postgresql:///name?host=/run/postgresql"))
    assert (url.database, url.query["host"]) == ("name", "/run/postgresql")


def test_files_are_relative_or_absolute():
    assert sqlite_file("sqlite:///data/bot.sqlite3") == Path("data/bot.sqlite3")
    assert sqlite_file("sqlite:////var/lib/bot.sqlite3") == Path("/var/lib/bot.sqlite3")
    assert make_url(driver_form("sqlite:////a/b")).database == "/a/b"
    assert sqlite_file(f"postgres://{HOST}") is None


@pytest.mark.parametrize(
    "wrong",
    [
        *("", "bot.sqlite3", "sqlite:", "sqlite://", "sqlite:///", "sqlite:///:memory:"),
        *("sqlite:///file:x?mode=memory", "sqlite://host/file", "mysql://u:p@h/d"),
        *("postgres://", "postgres:///name", "postgres://host:port/name", "postgres://[/name"),
    ],
)
def test_what_names_no_database_is_refused_without_being_repeated(wrong):
    with pytest.raises(AddressError) as caught:
        driver_form(wrong)
    assert not wrong or wrong in {"sqlite:", "sqlite://", "sqlite:///"} or wrong not in str(caught)


def test_passwords_are_known_to_the_logs_in_both_spellings():
    assert password(f"postgres://{HOST}") == ["p%40ss", "p@ss"]
    assert password("postgresql:///name?host=/run&password=word") == ["word"]
    assert password("sqlite:///data/bot.sqlite3") == []
    assert shown(f"postgres://{HOST}") == "PostgreSQL"
    assert shown("sqlite:///a") == "SQLite"


def test_no_database_library_is_loaded_before_it_is_needed():
    program = (
        "import sys; from bot.storage import Database; Database('sqlite:///a'); "
        "print(sorted({'sqlalchemy', 'alembic', 'psycopg', 'aiosqlite'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
