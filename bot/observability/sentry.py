"""Errors to Sentry, for those who set SENTRY_DSN: where in the program, never whose or what."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.observability.logs import Redact, secrets_of

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

    from bot.settings import Settings

PERSONAL = ("user", "request", "server_name", "extra")
"""Parts of an event that could say whose picture it was, or on which machine."""


def start(settings: Settings) -> None:
    """Report what is logged as an error from now on; does nothing without a DSN.

    The lines before an error go along, as they are in the log: without secrets, and without
    anything that people have sent.
    """
    if settings.sentry_dsn is None:
        return
    import sentry_sdk
    from sentry_sdk.integrations.atexit import AtexitIntegration
    from sentry_sdk.integrations.dedupe import DedupeIntegration
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration

    scrub = Scrub(Redact(secrets_of(settings)))
    sentry_sdk.init(
        settings.sentry_dsn.get_secret_value(),
        before_send=scrub,
        include_local_variables=False,  # a local variable is somebody's picture or message
        max_request_body_size="never",
        # Others record the addresses of requests, which have the token in them.
        default_integrations=False,
        auto_enabling_integrations=False,
        auto_session_tracking=False,
        integrations=[
            LoggingIntegration(level=logging.INFO, event_level=logging.ERROR),
            ExcepthookIntegration(),
            DedupeIntegration(),
            AtexitIntegration(callback=lambda pending, timeout: None),
        ],
    )


class Scrub:
    """Takes out of an event what must not leave the machine."""

    def __init__(self, redact: Redact) -> None:
        self._redact = redact

    def __call__(self, event: Event, hint: Hint) -> Event:
        """The event as it may be sent."""
        del hint
        kept: Any = {name: part for name, part in event.items() if name not in PERSONAL}
        scrubbed: Event = self._clean(kept)
        return scrubbed

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._redact(value)
        if isinstance(value, dict):
            return {name: self._clean(part) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [self._clean(part) for part in value]
        return value
