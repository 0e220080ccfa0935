"""A candidate model comes to the bot: kept, measured against the active one, let in or not."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.lifecycle import gate
from bot.lifecycle.cache import checksum
from bot.lifecycle.gate import Verdict
from bot.lifecycle.measure import NotMeasured, Pair, measure
from bot.lifecycle.workspace import workspace

if TYPE_CHECKING:
    from bot.lifecycle.shelf import ModelShelf
    from bot.storage import Database
    from bot.storage.values import Version

log = logging.getLogger(__name__)

ATTEMPTS: Final = 3
"""How often a candidate is measured anew because another model became active meanwhile."""
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
        verdict: what the gate says; `None` for what is active already.
        active: whether it is the bot's model now.
    """

    version: int | None
    name: str
    verdict: Verdict | None
    active: bool


class NotAllowed(Exception):
    """A version that must not become active; the text says why."""


class Proposals:
    """Takes candidates, one after another."""

    def __init__(self, database: Database, shipped: Path, lines: Path, shelf: ModelShelf) -> None:
        """Candidates go through `database` onto the `shelf`.

        Args:
            database: where versions and decisions are kept.
            shipped: the model file that came with the program.
            lines: its line reader's, which every version reads with.
            shelf: the bot's own.
        """
        self._database = database
        self._shipped = shipped
        self._lines = lines
        self._shelf = shelf
        self._turn = asyncio.Lock()

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
            OSError: the file cannot be read, or there is no room to measure it.
        """
        content = await asyncio.to_thread(candidate.read_bytes)
        card = card or {}
        name = str(card.get("model", {}).get("version") or candidate.stem)[:100]
        async with self._turn:
            if (known := await self._active_already(content)) is not None:
                return known
            versions = self._database.versions
            kept: Version | None = None
            if origin is Origin.TRAINED:
                kept = await versions.add(content, name, card, {}, origin.value)
            figures, verdict = await self._judged(content)
            name = str(figures.get("candidate", {}).get("version", name))[:100]
            if verdict.loads or kept is not None:
                metrics = {"figures": figures, "verdict": gate.as_json(verdict)}
                kept = await versions.add(content, name, card, metrics, origin.value)
            log.info("a model was proposed", extra={"model": name, "passed": verdict.passed})
            if kept is None:
                return Outcome(None, name, verdict, active=False)
            if verdict.passed:
                await versions.activate(kept.id, BY_GATE if by is None else str(by))
                active = (await self._shelf.follow()).version == kept.id
                return Outcome(kept.id, name, verdict, active)
            return Outcome(kept.id, name, verdict, active=False)

    async def choose(self, version: int | None, *, by: int, insist: bool = False) -> bool:
        """Make a kept version the bot's model, because an admin says so.

        Args:
            version: its number; `None` for the model that ships.
            by: Telegram's number of the admin.
            insist: the admin has been told what was not checked.

        Returns:
            Whether the bot reads with it now; `False` if it does not load on this machine.

        Raises:
            LookupError: there is no such version.
            NotAllowed: it failed a check, or was not checked whole and the admin did not insist.
            StorageDown: the database does not answer.
        """
        async with self._turn:
            versions = self._database.versions
            active = await versions.active()
            if (active.version.id if active and active.version else None) != version:
                if version is not None:
                    await self._allowed(version, insist=insist)
                await versions.activate(version, str(by))
                log.info("an admin has chosen a model", extra={"id": version})
            return (await self._shelf.follow()).version == version

    async def _allowed(self, version: int, *, insist: bool) -> None:
        """Raises unless a version was active before, or passed, or somebody insists."""
        found = await self._database.versions.get(version)
        if found is None:
            raise LookupError(f"There is no model version {version}.")
        verdict = gate.from_json(found.metrics.get("verdict"))
        if verdict is None:
            raise NotAllowed("it has not been measured yet")
        if verdict.failed:
            raise NotAllowed("; ".join(f"{f.check}: {f.why}" for f in verdict.failed))
        if verdict.unchecked and not insist:
            raise NotAllowed("not everything could be checked")

    async def _active_already(self, content: bytes) -> Outcome | None:
        active = await self._database.versions.active()
        version = active.version if active else None
        if version is not None and version.sha256 == checksum(content):
            return Outcome(version.id, version.name, None, active=True)
        shipped = self._shelf.shipped
        if version is None and shipped.sha256 == checksum(content):
            return Outcome(None, shipped.name, None, active=True)
        return None

    async def _judged(self, content: bytes) -> tuple[dict[str, Any], Verdict]:
        """Measures a candidate against what is active when that is done."""
        for _ in range(ATTEMPTS):
            before = await self._database.versions.active()
            if before is None or before.version is None:
                active = await asyncio.to_thread(self._shipped.read_bytes)
            else:
                active = await self._database.versions.content(before.version.id)
            pair = Pair(content, active, await self._database.corrections.held_out())
            with workspace() as work:
                try:
                    figures = await measure(pair, self._lines, work)
                    verdict = gate.judge(figures)
                except (NotMeasured, ValueError) as error:
                    return {}, gate.refused(f"it could not be measured: {error}")
            after = await self._database.versions.active()
            if (after and after.id) == (before and before.id):
                break
        return figures, verdict


def card_beside(model: Path) -> dict[str, Any]:
    """The model card beside a model file; empty where there is none that can be read."""
    try:
        card = json.loads(model.with_suffix(".json").read_bytes())
    except (OSError, ValueError):
        return {}
    return card if isinstance(card, dict) else {}
