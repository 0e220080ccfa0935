"""A candidate model comes to the bot: kept, measured against the active one, let in or not."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.lifecycle import gate
from bot.lifecycle.cache import checksum
from bot.lifecycle.evaluation import Evaluation, Judged
from bot.lifecycle.gate import Verdict
from bot.storage.pruning import prune

if TYPE_CHECKING:
    from bot.lifecycle.registry import ModelRegistry
    from bot.storage import Database
    from bot.storage.model_values import Version

log = logging.getLogger(__name__)

BY_GATE: Final = "gate"
"""Who decided, where nobody asked for it."""


class Origin(StrEnum):
    """Where a version comes from."""

    TRAINED = "trained"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a candidate.

    Attributes:
        version: its number in the database; `None` where it is not kept: it does not load, or
            ships with the bot.
        name: what it calls itself.
        verdict: what the gate says; without findings for what was active already.
        active: whether it is the bot's model now.
    """

    version: int | None
    name: str
    verdict: Verdict
    active: bool


class NotKept(Exception):
    """There is no such version (any more)."""


class NotAllowed(Exception):
    """A version that must not become active.

    Attributes:
        version: which.
    """

    def __init__(self, version: Version) -> None:
        super().__init__(f"version {version.id}")
        self.version = version


class Unchecked(NotAllowed):
    """It may become active, if an admin takes what was not checked upon themselves."""


class Promotion:
    """Takes candidates, one after another."""

    def __init__(self, database: Database, shipped: Path, registry: ModelRegistry) -> None:
        """Candidates go through `database` onto the `registry`.

        Args:
            database: where versions and decisions are kept.
            shipped: the model file that came with the program, its line reader beside it.
            registry: the bot's own.
        """
        self._database = database
        self._registry = registry
        self._evaluation = Evaluation(database, shipped)
        self._turn = asyncio.Lock()
        self._deciding = asyncio.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether a candidate is being measured."""
        return self._turn.locked()

    def close(self) -> None:
        """Measure nothing more."""
        self._evaluation.close()

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
            origin: where it comes from. What was trained is kept before it is measured, for it
                took long to make; what was sent only if it loads.
            by: Telegram's number of the admin who wants it.
            card: the model card, where there is one (`digits.json` beside the file).

        Raises:
            StorageDown: the database does not answer; the bot reads on with the active model.
            Stopped: the bot is told to stop meanwhile.
            OSError: the file cannot be read, or there is no room to measure it.
        """
        content = await asyncio.to_thread(candidate.read_bytes)
        return await self.consider(content, candidate.name, origin=origin, by=by, card=card)

    async def consider(
        self,
        content: bytes,
        name: str,
        *,
        origin: Origin,
        by: int | None,
        card: dict[str, Any] | None = None,
    ) -> Outcome:
        """As `propose`, of a file's content; `name` is what it is called until it has told."""
        card = card or {}
        name = str(card.get("model", {}).get("version") or name)[:100]
        versions = self._database.versions
        async with self._turn:
            outcome = await self._active_already(content)
            if outcome is None and origin is Origin.TRAINED:
                await versions.add(content, name, card, {}, origin.value)
            while outcome is None:
                judged = await self._evaluation.judged(content)
                verdict = judged.verdict
                name = str(judged.figures.get("candidate", {}).get("version", name))[:100]
                log.info("a model was proposed", extra={"model": name, "passed": verdict.passed})
                if not verdict.loads and origin is not Origin.TRAINED:
                    return Outcome(None, name, verdict, active=False)
                kept = await versions.add(content, name, card, _metrics(judged), origin.value)
                await prune(self._database, sparing=kept.id)
                outcome = await self._let_in(kept, judged, by)
            return outcome

    async def again(self, version: int, *, by: int) -> Outcome:
        """Measure a kept version beside what is active now, and let it in if the gate does.

        Raises:
            NotKept: there is no such version.
            StorageDown: the database does not answer.
            Stopped: the bot is told to stop meanwhile.
        """
        async with self._turn:
            kept = await self._get(version)
            content = await self._database.versions.content(version)
            outcome = await self._active_already(content)
            while outcome is None:
                judged = await self._evaluation.judged(content)
                await self._database.versions.measured(version, _metrics(judged))
                outcome = await self._let_in(kept, judged, by)
            return outcome

    async def _let_in(self, kept: Version, judged: Judged, by: int | None) -> Outcome | None:
        """Makes what passed everything the bot's model.

        Returns:
            What became of it; `None` if another model has become active since it was measured.
        """
        if not judged.verdict.passed:
            return Outcome(kept.id, kept.name, judged.verdict, active=False)
        async with self._deciding:
            if await self._database.versions.active() != judged.beside:
                return None
            await self._database.versions.activate(kept.id, BY_GATE if by is None else str(by))
            active = (await self._registry.follow()).version == kept.id
        return Outcome(kept.id, kept.name, judged.verdict, active)

    async def choose(self, version: int | None, *, by: int, insist: bool = False) -> bool:
        """Make a kept version the bot's model, because an admin says so.

        Args:
            version: its number; `None` for the model that ships.
            by: Telegram's number of the admin.
            insist: the admin has been told what was not checked.

        Returns:
            Whether the bot reads with it now; `False` if it does not load on this machine.

        Raises:
            NotKept: there is no such version.
            NotAllowed: it failed a check, or was never measured.
            Unchecked: not everything was checked, and the admin did not insist.
            StorageDown: the database does not answer.
        """
        async with self._deciding:  # and not `_turn`: to roll back, nobody waits for a measuring
            versions = self._database.versions
            if await versions.active_id() != version:
                if version is not None:
                    await self._allowed(version, insist=insist)
                await versions.activate(version, str(by))
                log.info("an admin has chosen a model", extra={"id": version})
            return (await self._registry.follow()).version == version

    async def _allowed(self, version: int, *, insist: bool) -> None:
        """Raises unless a version passed, or somebody insists where it was not checked whole."""
        found = await self._get(version)
        verdict = gate.from_json(found.metrics.get("verdict"))
        if verdict is None or verdict.failed:
            raise NotAllowed(found)
        if verdict.unchecked and not insist:
            raise Unchecked(found)

    async def _get(self, version: int) -> Version:
        found = await self._database.versions.get(version)
        if found is None:
            raise NotKept
        return found

    async def _active_already(self, content: bytes) -> Outcome | None:
        version = await self._database.versions.active_version()
        sha256 = await asyncio.to_thread(checksum, content)
        if version is not None and version.sha256 == sha256:
            return Outcome(version.id, version.name, Verdict(()), active=True)
        shipped = self._registry.shipped
        if version is None and shipped.sha256 == sha256:
            return Outcome(None, shipped.name, Verdict(()), active=True)
        return None


def _metrics(judged: Judged) -> dict[str, Any]:
    """As they are kept with a version."""
    return {"figures": judged.figures, "verdict": gate.as_json(judged.verdict)}
