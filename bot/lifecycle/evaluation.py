"""Where a candidate is measured beside the model that is active."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.lifecycle import gate
from bot.lifecycle.evaluation_child import NotMeasured, Pair, measure
from bot.lifecycle.processes import workspace

if TYPE_CHECKING:
    from pathlib import Path

    from bot.contract import Comparison
    from bot.lifecycle.gate import Verdict
    from bot.storage import Database
    from bot.storage.model_values import Activation


class Stopped(Exception):
    """The bot was told to stop before a candidate was measured."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of measuring a candidate.

    Attributes:
        figures: empty where they could not be taken; the verdict says why.
        verdict: what the gate says.
        beside: the decision for the model that it was measured beside.
    """

    figures: Comparison | dict[str, Any] = field(repr=False)
    verdict: Verdict
    beside: Activation | None


class Evaluation:
    """Measures one candidate at a time."""

    def __init__(self, database: Database, shipped: Path) -> None:
        self._database = database
        self._shipped = shipped
        self._work: asyncio.Task[Comparison] | None = None
        self._closed = False

    def close(self) -> None:
        """Measure nothing more."""
        self._closed = True
        if self._work is not None:
            self._work.cancel()

    async def judged(self, candidate: bytes) -> Judged:
        """Figures of a model file, and what the gate says of it.

        Raises:
            StorageDown: the database does not answer.
            Stopped: the bot is told to stop meanwhile.
            OSError: there is no room for the files.
        """
        decision, active = await in_use(self._database, self._shipped)
        pair = Pair(candidate, active, await self._database.corrections.held_out())
        try:
            figures = await self._measured(pair)
            verdict = gate.judge(figures)
        except (NotMeasured, ValueError) as error:
            return Judged({}, gate.refused(f"It could not be measured. {error}"), decision)
        return Judged(figures, verdict, decision)

    async def _measured(self, pair: Pair) -> Comparison:
        if self._closed:
            raise Stopped
        with workspace() as work:
            self._work = asyncio.create_task(measure(pair, self._shipped, work))
            try:
                await asyncio.wait({self._work})
            finally:
                self._work.cancel()
            if self._work.cancelled():
                raise Stopped
            return self._work.result()


async def in_use(database: Database, shipped: Path) -> tuple[Activation | None, bytes]:
    """The decision in force, and the content of the model file that it is for.

    Raises:
        StorageDown: the database does not answer.
    """
    decision = await database.versions.active()
    if decision is None or decision.version is None:
        return decision, await asyncio.to_thread(shipped.read_bytes)
    return decision, await database.versions.content(decision.version.id)
