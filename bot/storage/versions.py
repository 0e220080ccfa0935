"""Model versions: the files themselves, so that a model outlives its disk, and which is active."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.storage.model_values import Activation, Version
from bot.storage.tables import activations, runs, versions
from bot.storage.transactions import insert, now

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.transactions import Transactions

KNOWN = [column for column in versions.c if column.name != "onnx"]
"""All of a version but its content."""


class Versions:
    """The versions. Every method raises `StorageDown` when the database does not answer."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    async def add(
        self,
        onnx: bytes,
        name: str,
        card: Mapping[str, Any],
        metrics: Mapping[str, Any],
        origin: str,
    ) -> Version:
        """Keeps a model file; the same file again is the same version, with the newer metrics.

        Args:
            onnx: the file's content.
            name: what the file calls itself.
            card: what is known of how it was made; JSON.
            metrics: how it did at the gate; JSON.
            origin: where it came from: `trained` or `sent`.
        """
        row = {
            "name": name,
            "sha256": (await asyncio.to_thread(hashlib.sha256, onnx)).hexdigest(),
            "size": len(onnx),
            "onnx": onnx,
            "card": dict(card),
            "metrics": dict(metrics),
            "origin": origin,
            "created": now(),
        }
        async with self._database.writing() as connection:
            kept = await connection.execute(
                insert(connection, versions)
                .values(row)
                .on_conflict_do_update(
                    index_elements=[versions.c.sha256], set_={"metrics": row["metrics"]}
                )
                .returning(*KNOWN)
            )
            return _version(kept.one())

    async def measured(self, version: int, metrics: Mapping[str, Any]) -> None:
        """Replaces how a version did at the gate."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(versions).where(versions.c.id == version).values(metrics=dict(metrics))
            )

    async def get(self, version: int) -> Version | None:
        """The version with this number."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(*KNOWN).where(versions.c.id == version))).first()
            return None if row is None else _version(row)

    async def listed(self, limit: int) -> list[Version]:
        """The newest versions, newest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(*KNOWN).order_by(versions.c.id.desc()).limit(limit)
            )
            return [_version(row) for row in rows]

    async def content(self, version: int) -> bytes:
        """The model file of a version.

        Raises:
            LookupError: there is no such version.
        """
        query = select(versions.c.onnx).where(versions.c.id == version)
        async with self._database.reading() as connection:
            content: bytes | None = (await connection.execute(query)).scalar_one_or_none()
        if content is None:
            raise LookupError(f"There is no model version {version}.")
        return content

    async def activate(self, version: int | None, who: str) -> Activation:
        """Decides for a version, or, with `None`, for the model that ships.

        Args:
            version: its number.
            who: who decides, such as an admin's number as text, or `gate`.

        Raises:
            LookupError: there is no such version.
        """
        async with self._database.writing() as connection:
            if version is not None:
                query = select(versions.c.id).where(versions.c.id == version)
                query = query.with_for_update(read=True, key_share=True)  # `prune` has to wait
                if (await connection.execute(query)).first() is None:
                    raise LookupError(f"There is no model version {version}.")
            decided = await connection.execute(
                insert(connection, activations)
                .values(version=version, who=who, at=now())
                .returning(activations.c.id)
            )
            number = decided.scalar_one()
            row = (await connection.execute(_decisions().where(activations.c.id == number))).one()
            return _activation(row)

    async def active(self) -> Activation | None:
        """The decision in force; `None` before the first one, when the shipped model is active."""
        return next(iter(await self.history(1)), None)

    async def active_version(self) -> Version | None:
        """The version that is decided for; `None` for the model that ships.

        A process may read with another one, where this does not load.
        """
        decision = await self.active()
        return None if decision is None else decision.version

    async def active_id(self) -> int | None:
        """The number of `active_version`."""
        version = await self.active_version()
        return None if version is None else version.id

    async def history(self, limit: int) -> list[Activation]:
        """The newest decisions, newest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                _decisions().order_by(activations.c.id.desc()).limit(limit)
            )
            return [_activation(row) for row in rows]

    async def before(self) -> Activation | None:
        """The last decision for another version than the active one, to go back to.

        `None` where there is none: then the shipped model came before.
        """
        active = await self.active()
        if active is None:
            return None
        other = activations.c.version.is_distinct_from(active.version and active.version.id)
        async with self._database.reading() as connection:
            rows = await connection.execute(
                _decisions().where(other).order_by(activations.c.id.desc()).limit(1)
            )
            row = rows.first()
            return None if row is None else _activation(row)

    async def prune(self, keep: int, decisions: int, sparing: int | None = None) -> int:
        """Deletes all but the newest versions and decisions.

        The decision in force, the one to go back to and the versions of all kept decisions stay.

        Args:
            keep: how many versions stay.
            decisions: how many decisions stay, at least one.
            sparing: a version that stays, however old.

        Returns:
            How many versions were deleted.
        """
        try:
            async with self._database.writing() as connection:
                decided = await _newest_decisions(connection, decisions)
                if decided:
                    # Not newer ones either, which another process may have made just now.
                    old = and_(
                        activations.c.id < max(decided), activations.c.id.not_in(list(decided))
                    )
                    await connection.execute(delete(activations).where(old))
                newest = select(versions.c.id).order_by(versions.c.id.desc()).limit(keep)
                oldest = select(func.min(newest.subquery().c.id)).scalar_subquery()
                used = [number for number in {*decided.values(), sparing} if number is not None]
                gone = and_(versions.c.id < oldest, versions.c.id.not_in(used))
                numbers = list(
                    (await connection.execute(select(versions.c.id).where(gone))).scalars()
                )
                await connection.execute(
                    update(runs).where(runs.c.version.in_(numbers)).values(version=None)
                )
                await connection.execute(delete(versions).where(versions.c.id.in_(numbers)))
                return len(numbers)
        except IntegrityError:  # another process decides for one of them at this moment
            return 0


async def _newest_decisions(connection: AsyncConnection, count: int) -> dict[int, int | None]:
    """The newest decisions, and the one to go back to: their versions by their numbers."""
    query = select(activations.c.id, activations.c.version).order_by(activations.c.id.desc())
    newest = (await connection.execute(query.limit(count))).tuples().all()
    if not newest:
        return {}
    other = query.where(activations.c.version.is_distinct_from(newest[0][1])).limit(1)
    return dict([*newest, *(await connection.execute(other)).tuples()])


def _decisions() -> Select[Any]:
    return select(
        activations.c.id.label("decision"), activations.c.who, activations.c.at, *KNOWN
    ).join_from(activations, versions, activations.c.version == versions.c.id, isouter=True)


def _version(row: Any) -> Version:
    return Version(
        id=row.id,
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        card=row.card,
        metrics=row.metrics,
        origin=row.origin,
        created=row.created,
    )


def _activation(row: Any) -> Activation:
    version = None if row.id is None else _version(row)
    return Activation(row.decision, version, row.who, row.at)
