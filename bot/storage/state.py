"""Small things: values by key, and numbers counted by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from bot.storage.tables import counts, state
from bot.storage.transactions import insert, now

if TYPE_CHECKING:
    from bot.storage.transactions import Transactions


class State:
    """Values by key. Every method raises `StorageDown` when the database does not answer."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    async def get(self, key: str) -> Any:
        """The value of `key`, any JSON; `None` where there is none."""
        async with self._database.reading() as connection:
            query = select(state.c.value).where(state.c.key == key)
            return (await connection.execute(query)).scalar_one_or_none()

    async def put(self, key: str, value: Any) -> None:
        """Sets the value of `key`, any JSON but `None`."""
        row = {"value": value, "at": now()}
        async with self._database.writing() as connection:
            await connection.execute(
                insert(connection, state)
                .values(row | {"key": key})
                .on_conflict_do_update(index_elements=[state.c.key], set_=row)
            )

    async def put_in(self, key: str, name: str, value: Any) -> bool:
        """Sets one entry of an object, whatever others set in it meanwhile.

        Args:
            key: where the object is; it need not be there yet.
            name: of the entry.
            value: any JSON but `None`.

        Returns:
            Whether the entry was not there with this value.
        """
        own = state.c.key == key
        row = {"key": key, "value": {}, "at": now()}
        async with self._database.writing() as connection:
            await connection.execute(insert(connection, state).values(row).on_conflict_do_nothing())
            # Held until the end, so that nobody else's entry is written over.
            query = select(state.c.value).where(own).with_for_update()
            kept = (await connection.execute(query)).scalar_one()
            if kept.get(name) == value:
                return False
            changed = {"value": kept | {name: value}, "at": now()}
            await connection.execute(update(state).where(own).values(changed))
            return True

    async def delete(self, key: str) -> None:
        """Deletes `key`, if it is there."""
        async with self._database.writing() as connection:
            await connection.execute(delete(state).where(state.c.key == key))

    async def sweep(self, prefix: str, but: Collection[str]) -> None:
        """Deletes all keys that begin with `prefix`, but those."""
        begins = state.c.key.startswith(prefix, autoescape=True)
        async with self._database.writing() as connection:
            await connection.execute(delete(state).where(begins, state.c.key.not_in(but)))

    async def count(self, numbers: Mapping[str, int]) -> None:
        """Adds to today's numbers, each by its name."""
        today = datetime.now(UTC).date()
        async with self._database.writing() as connection:
            # In one order everywhere, so that two processes never wait for each other.
            for what, number in sorted(numbers.items()):
                row = insert(connection, counts).values(day=today, what=what, number=number)
                total = counts.c.number + row.excluded.number
                await connection.execute(
                    row.on_conflict_do_update(
                        index_elements=[counts.c.day, counts.c.what], set_={"number": total}
                    )
                )

    async def counted(self, since: date | None = None) -> dict[str, int]:
        """The sums of the numbers, from `since` on."""
        query = select(counts.c.what, func.sum(counts.c.number)).group_by(counts.c.what)
        if since is not None:
            query = query.where(counts.c.day >= since)
        async with self._database.reading() as connection:
            return {what: int(number) for what, number in await connection.execute(query)}
