"""What goes into the database and comes out of it: model versions, and the runs that make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class RunState(StrEnum):
    """Where a training run is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Version:
    """A model file that is kept; its content is fetched apart.

    Attributes:
        id: its number.
        name: what the file calls itself.
        sha256: of the file, in hexadecimal.
        size: of the file, in bytes.
        card: what is known of how it was made.
        metrics: how it did at the gate.
        origin: where it came from: `trained` or `sent`.
        created: when it was added.
    """

    id: int
    name: str
    sha256: str
    size: int
    card: Mapping[str, Any] = field(repr=False)
    metrics: Mapping[str, Any] = field(repr=False)
    origin: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Activation:
    """One decision for a model.

    Attributes:
        id: its number; a later decision has a higher one.
        version: what was chosen, `None` for the model that ships.
        who: who decided, such as an admin's number as text, or `gate`.
        at: when.
    """

    id: int
    version: Version | None
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A training run.

    Attributes:
        id: its number.
        kind: `quick`, `full` or `fine-tune`.
        who: Telegram's number of the admin who began it.
        chat: where its message is.
        message: its message, `None` before there is one.
        state: where it is.
        cancel: whether somebody asked to cancel it.
        progress: what it last told of itself.
        host: name of the machine that runs it.
        pid: of its process there, `None` before there is one.
        started: when it began.
        heard: when it last told something of itself.
        finished: when it ended.
        last_lines: the last lines that it wrote, once it ended.
        version: number of the model version that it made, if any.
        shown_by: the process that shows it, `None` if there is none.
        told: whether its end has been told.
    """

    id: int
    kind: str
    who: int
    chat: int
    message: int | None
    state: RunState
    cancel: bool
    progress: Mapping[str, Any] = field(repr=False)
    host: str
    pid: int | None
    started: datetime
    heard: datetime
    finished: datetime | None
    last_lines: str = field(repr=False)
    version: int | None
    shown_by: str | None = None
    told: bool = False
