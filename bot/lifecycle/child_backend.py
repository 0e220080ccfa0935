"""The trainer that is a child process of the bot."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Final

from bot.contract import Preflight
from bot.lifecycle.training_child import ChildFailed, ask

if TYPE_CHECKING:
    from bot.lifecycle.training_backend import Kind
    from bot.lifecycle.training_runner import TrainingRunner
    from bot.storage.model_values import Run

CHECK_WITHIN: Final = 30.0


class ChildTrainer:
    """Trains on this machine, beside the bot."""

    def __init__(self, runner: TrainingRunner) -> None:
        self._runner = runner
        self._task: asyncio.Task[None] | None = None

    async def check(self, kind: Kind, corrections: int) -> Preflight:
        """Look whether a run can succeed here."""
        arguments = ["check", "--recipe", kind.recipe, "--corrections", str(corrections), "--json"]
        try:
            return Preflight.of_json(json.loads(await ask(arguments, CHECK_WITHIN)))
        except (ChildFailed, ValueError) as error:
            sentence = f"The check before a training failed on this machine. {error}"
            return Preflight.refused(kind.recipe, sentence)

    async def begin(self, run: Run) -> None:
        """Take over a run."""
        self._task = asyncio.create_task(self._runner.carry_out(run))

    async def close(self) -> None:
        """End what goes on; the next start of the bot tells of it."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
