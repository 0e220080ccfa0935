"""A candidate model comes to the bot: kept, measured against the active one, let in or not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.lifecycle.gate import Verdict


class Origin(StrEnum):
    """Where a version comes from."""

    TRAINED = "trained"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a candidate.

    Attributes:
        version: its number in the database; `None` where it is not kept, for it does not load.
        name: what it calls itself.
        verdict: what the gate says.
        active: whether it is the bot's model now.
    """

    version: int | None
    name: str
    verdict: Verdict
    active: bool


class Proposals:
    """Takes candidates, one after another."""

    async def propose(
        self,
        candidate: Path,
        *,
        origin: Origin,
        by: int | None,
        card: dict[str, Any] | None = None,
    ) -> Outcome:
        """Keep a candidate, measure it, and make it the bot's model if the gate lets it.

        Whenever the process is killed: the database has the candidate as a whole or not at all,
        and the active model is the old one or the new one.

        Args:
            candidate: the `.onnx` file.
            origin: where it comes from.
            by: Telegram id of the admin who wants it.
            card: the model card, where there is one (`digits.json` beside the file).

        Raises:
            StorageDown: the database does not answer; the bot reads on with the active model.
            MeasureError: the measuring itself could not be done; its text is for the admin.
        """
        raise NotImplementedError
