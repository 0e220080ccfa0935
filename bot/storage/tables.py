"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

HEAD: Final = "0007"
"""The newest migration."""


class Moment(TypeDecorator[datetime]):
    """A point in time, always UTC; SQLite alone would forget that."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        del dialect
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def _needed(name: str, kind: Any, **more: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **more)


corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    _needed("answer", String(64)),
    _needed("place", Integer),
    _needed("user_hash", String(64), index=True),
    _needed("crop", LargeBinary),
    _needed("held_out", Boolean),
    _needed("said", Integer),
    _needed("actual", Integer),
    _needed("version", String(200)),
    _needed("at", Moment),
    _needed("state", String(16)),
    UniqueConstraint("answer", "place"),
    Index("ix_corrections_state_id", "state", "id"),
    # A sheet names corrections by their numbers, long after some of them were deleted.
    sqlite_autoincrement=True,
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("answer", String(64), primary_key=True),
    _needed("user_hash", String(64), index=True),
    _needed("correct", Boolean),
    _needed("at", Moment),
)

taught = Table(
    "taught",
    metadata,
    Column("id", Integer, primary_key=True),
    _needed("answer", String(64)),
    _needed("place", Integer),
    _needed("user_hash", String(64)),
    _needed("actual", Integer),
    _needed("embedding", LargeBinary),
    # Checksum of the model whose embedding it is.
    _needed("model", String(64)),
    UniqueConstraint("answer", "place"),
    Index("ix_taught_user_hash_id", "user_hash", "id"),
)

languages = Table(
    "languages",
    metadata,
    Column("user_hash", String(64), primary_key=True),
    _needed("language", String(8)),
)

counts = Table(
    "counts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("what", String(32), primary_key=True),
    _needed("number", BigInteger),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    _needed("name", String(200)),
    _needed("sha256", String(64), unique=True),
    _needed("size", Integer),
    _needed("onnx", LargeBinary),
    _needed("card", JSON),
    _needed("metrics", JSON),
    _needed("origin", String(32)),
    _needed("created", Moment),
)

activations = Table(
    "activations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, ForeignKey("versions.id")),
    _needed("who", String(64)),
    _needed("at", Moment),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    # True while it goes on and NULL ever after, so that there is at most one.
    Column("open", Boolean, unique=True),
    _needed("kind", String(32)),
    _needed("who", BigInteger),
    _needed("chat", BigInteger),
    Column("message", BigInteger),
    _needed("state", String(16)),
    _needed("cancel", Boolean),
    _needed("progress", JSON),
    _needed("host", String(255)),
    Column("pid", Integer),
    _needed("started", Moment),
    _needed("heard", Moment),
    Column("finished", Moment),
    _needed("last_lines", Text),
    Column("version", Integer, ForeignKey("versions.id")),
    Column("shown_by", String(300)),
    Column("shown_at", Moment),
    Column("told", Moment),
)

album_parts = Table(
    "album_parts",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("album", String(64), primary_key=True),
    Column("message", BigInteger, primary_key=True),
    _needed("part", JSON),
    _needed("came", Moment),
)

questions = Table(
    "questions",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("message", BigInteger, primary_key=True),
    _needed("answer", BigInteger),
    _needed("user_hash", String(64), index=True),
    _needed("about", JSON),
    _needed("asked", Moment, index=True),
)

state = Table(
    "state",
    metadata,
    Column("key", String(64), primary_key=True),
    _needed("value", JSON),
    _needed("at", Moment),
)
