"""Logs on standard error, for people or as JSON, in which no secret can appear."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import TYPE_CHECKING

from pydantic import SecretStr
from pythonjsonlogger.json import JsonFormatter

from bot.storage.address import password

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.settings import Settings

OURS = ("bot", "training")
"""What LOG_LEVEL is for. Below WARNING, libraries log addresses (with the token in them), whole
updates (with names in them) and what is stored (with pictures in it), so they never do here."""

TWICE_TOLD = ("telegram.request.BaseRequest", "telegram.ext.Updater", "procrastinate.utils")
"""The first logs a traceback and the whole body of each answer that is not JSON, such as a proxy's
page for a 502, the second a traceback when the last getUpdates fails, the third two when a trainer
loses its database; the errors themselves are handled and told by `bot.gateway.retry`,
`bot.gateway.polling` and `bot.trainer_process`."""

TOKEN_LIKE = re.compile(r"(?<!\d)\d+:[\w-]{30,}")
HIDDEN = "[hidden]"
KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Redact:
    """Takes secrets out of finished lines, tracebacks included."""

    def __init__(self, secrets: Iterable[str]) -> None:
        shapes = {shape for secret in secrets if secret for shape in _shapes(secret)}
        self.secrets = sorted(shapes, key=len, reverse=True)

    def __call__(self, line: str) -> str:
        """Return `line` without any secret."""
        for secret in self.secrets:
            line = line.replace(secret, HIDDEN)
        return TOKEN_LIKE.sub(HIDDEN, line)


def _shapes(secret: str) -> Iterator[str]:
    """How a secret may stand in a line: as it is or as Python shows a string, also in JSON."""
    for written in (secret, repr(secret)[1:-1]):
        yield written
        yield json.dumps(written)[1:-1]
        yield json.dumps(written, ensure_ascii=False)[1:-1]


def impersonal(record: logging.LogRecord) -> bool:
    """Leave out of a record what python-telegram-bot would print of people: its objects.

    A filter that lets every record through.
    """
    if isinstance(record.args, tuple):
        record.args = tuple(_kind(arg) for arg in record.args)
    return True


def _kind(arg: object) -> object:
    of_telegram = type(arg).__module__.startswith("telegram.")
    return f"<{type(arg).__name__}>" if of_telegram and not isinstance(arg, Exception) else arg


class HumanFormatter(logging.Formatter):
    """`12:30:05 INFO  bot.app: message  key=value`."""

    def __init__(self, redact: Redact) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")
        self.redact = redact

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line itself, with what was given as `extra` at its end."""
        extra = {k: v for k, v in vars(record).items() if k not in KNOWN}
        return "  ".join([super().formatMessage(record), *(f"{k}={v}" for k, v in extra.items())])

    def format(self, record: logging.LogRecord) -> str:
        """The line and its traceback, redacted."""
        return self.redact(super().format(record))


class RedactedJson(JsonFormatter):
    """One JSON object a line."""

    def __init__(self, redact: Redact) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="time",
            exc_info_as_array=True,
        )
        self.redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The object, redacted."""
        return self.redact(super().format(record))


def set_up(settings: Settings) -> None:
    """Send all logs of this process to standard error, as `settings` say."""
    redact = Redact(secrets_of(settings))
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(impersonal)
    handler.setFormatter(
        RedactedJson(redact) if settings.log_format == "json" else HumanFormatter(redact)
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log_level)
    handler.setLevel(settings.log_level)
    for name in TWICE_TOLD:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def secrets_of(settings: Settings) -> list[str]:
    """Every secret setting, and the password within the database's address."""
    given = [value for _, value in settings if isinstance(value, SecretStr)]
    secrets = [value.get_secret_value() for value in given]
    return [*secrets, *password(settings.database_url.get_secret_value())]
