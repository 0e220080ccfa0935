"""The database's address, in the forms that platforms give it."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

POSTGRES: Final = ("postgres", "postgresql", "postgresql+psycopg")
SQLITE: Final = ("sqlite", "sqlite+aiosqlite")

FORM: Final = (
    "should be postgresql://USER:PASSWORD@HOST:5432/NAME for a PostgreSQL server, or "
    "sqlite:///FOLDER/FILE for a file"
)


class AddressError(ValueError):
    """An address that names no database; the text has no part of the address in it."""


def driver_form(address: str) -> str:
    """The address as SQLAlchemy takes it: `postgres://` is called psycopg, `sqlite://` aiosqlite.

    Everything after the scheme stays as it is, `?sslmode=require` included.

    Raises:
        AddressError: another scheme, no host, no file, or a database in memory, which would
            forget everything at each start.
    """
    scheme, separator, rest = address.partition("://")
    try:
        parts = urlsplit(f"//{rest}")
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise AddressError(FORM) from None
    if separator and scheme in POSTGRES:
        # Without a host in front, "?host=/var/run/postgresql" may name a socket.
        if not host and "host=" not in parts.query:
            raise AddressError(FORM)
        return f"postgresql+psycopg://{rest}"
    if separator and scheme in SQLITE:
        if host or not _file(rest) or ":memory:" in rest or "mode=memory" in rest:
            raise AddressError(FORM)
        return f"sqlite+aiosqlite://{rest}"
    raise AddressError(FORM)


def libpq_form(address: str) -> str:
    """The address of a PostgreSQL server as its own library takes it.

    Raises:
        AddressError: as `driver_form`.
    """
    return driver_form(address).replace("postgresql+psycopg://", "postgresql://", 1)


def sqlite_file(address: str) -> Path | None:
    """The file of an SQLite address; `None` for a server.

    Raises:
        AddressError: as `driver_form`.
    """
    scheme, _, rest = driver_form(address).partition("://")
    return Path(_file(rest)) if scheme in SQLITE else None


def shown(address: str) -> str:
    """What may be logged of an address: the kind of database, and never who or where."""
    return "SQLite" if address.startswith("sqlite") else "PostgreSQL"


def parted(address: str) -> SplitResult:
    """The parts of an address, whatever its scheme."""
    return urlsplit(f"//{address.partition('://')[2]}")


def password(address: str) -> list[str]:
    """The password in an address, as it stands there and as it is meant; often none."""
    parts = parted(address)
    given = [parts.password] if parts.password else []
    given += parse_qs(parts.query).get("password", [])
    return list(dict.fromkeys([*given, *map(unquote, given)]))


def _file(rest: str) -> str:
    """The file after `sqlite://`: `/relative`, or `//absolute`."""
    return rest.partition("?")[0].removeprefix("/")
