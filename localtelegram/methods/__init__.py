"""What each method of the Bot API does here: name -> handler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from localtelegram.methods import editing, media, profile, receiving, sending
from localtelegram.methods.request import Request

Handler = Callable[[Request], Awaitable[Any]]

HANDLERS: dict[str, Handler] = {
    **receiving.HANDLERS,
    **sending.HANDLERS,
    **media.HANDLERS,
    **editing.HANDLERS,
    **profile.HANDLERS,
}

__all__ = ["HANDLERS", "Handler", "Request"]
