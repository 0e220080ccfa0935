"""What is kept does not grow without end, and what goes is missed by nothing."""

from __future__ import annotations

import asyncio

from bot.storage import Database, pruning
from bot.storage.model_values import RunState
from tests.storage.test_corrections import new

HERE = {"who": 1, "chat": 1, "message": None, "host": "worker", "pid": None}


async def add(database, count: int):
    """So many versions: v0, v1, ..."""
    return [
        await database.versions.add(bytes([n]), f"v{n}", {}, {}, "trained") for n in range(count)
    ]


async def names(database) -> list[str]:
    return [version.name for version in await database.versions.listed(99)]


async def a_run(database, *, told: bool, version: int | None = None) -> int:
    run = await database.runs.begin("quick", **HERE)
    await database.runs.finish(run.id, RunState.DONE, version=version)
    if told:
        await database.runs.told(run.id)
    return run.id


async def test_old_versions_go_but_none_that_a_kept_decision_is_for(database):
    versions = await add(database, 6)
    for version in (versions[0], versions[1], None, versions[2]):
        await database.versions.activate(version and version.id, "7")
    run = await a_run(database, told=True, version=versions[3].id)
    assert await database.versions.prune(2, 3) == 2
    assert await names(database) == ["v5", "v4", "v2", "v1"]
    decided = [made.version for made in await database.versions.history(9)]
    assert decided == [versions[2], None, versions[1]]
    assert (await database.runs.get(run)).version is None
    assert await database.versions.prune(2, 3) == 0
    assert await database.versions.prune(2, 3, sparing=1) == 0


async def test_a_version_is_spared_that_is_about_to_be_decided_for(database):
    versions = await add(database, 3)
    assert await database.versions.prune(1, 1, sparing=versions[0].id) == 1
    assert await names(database) == ["v2", "v0"]


async def test_one_can_roll_back_however_often_the_same_was_decided(database):
    one, two, *_ = await add(database, 9)
    await database.versions.activate(one.id, "7")
    for _ in range(4):
        await database.versions.activate(two.id, "7")
    await database.versions.prune(1, 2)
    assert [made.version for made in await database.versions.history(9)] == [two, two, one]
    before = await database.versions.before()
    assert await database.versions.content(before.version.id) == bytes([0])
    await database.versions.activate(before.version.id, "7")
    assert await database.versions.active_version() == one


async def test_the_shipped_model_can_be_gone_back_to(database):
    one, *_ = await add(database, 3)
    await database.versions.activate(None, "7")
    for _ in range(3):
        await database.versions.activate(one.id, "7")
    await database.versions.prune(1, 1)
    assert (await database.versions.before()).version is None
    assert await database.versions.active_id() == one.id


async def test_with_nothing_decided_the_newest_stay(database):
    assert await database.versions.prune(1, 1) == 0
    await add(database, 3)
    assert await database.versions.prune(1, 1) == 2
    assert await names(database) == ["v2"]


async def test_what_another_process_decides_for_meanwhile_stays(database, address):
    """Whoever comes first, the active version is there, with its content."""
    other = Database(address)
    other.start()
    await other.check()
    for _ in range(8):
        old, *_ = await add(database, 4)
        both = other.versions.activate(old.id, "7"), database.versions.prune(1, 1)
        decided, pruned = await asyncio.gather(*both, return_exceptions=True)
        assert isinstance(pruned, int), pruned
        if isinstance(decided, LookupError):
            continue
        active = await database.versions.active_version()
        assert active == old
        assert await database.versions.content(active.id) == bytes([0])
        await database.versions.activate(None, "7")
    await other.close()


async def test_runs_go_once_they_are_told(database):
    untold = await a_run(database, told=False)
    told = [await a_run(database, told=True) for _ in range(4)]
    under_way = await database.runs.begin("quick", **HERE)
    assert await database.runs.prune(2) == 3
    assert [run.id for run in await database.runs.untold()] == [untold, under_way.id]
    assert [await database.runs.get(run) for run in told[:3]] == [None] * 3
    assert await database.runs.get(told[3]) is not None
    assert await database.runs.prune(0) == 1
    assert await database.runs.unfinished() == under_way


async def test_the_oldest_verdicts_go_and_no_correction(database):
    await database.corrections.keep(new(), None)
    for answer in "abcde":
        await database.corrections.judged(answer, "ann", correct=answer in "bd")
    await database.corrections.judged("a", "ann", correct=False)  # the newest now
    assert await database.corrections.prune(2) == 3
    tally = await database.corrections.tally("ann")
    assert (tally.right, tally.wrong, tally.pending) == (0, 2, 1)
    assert await database.corrections.prune(2) == 0


async def test_all_of_it_is_pruned(database, monkeypatch):
    for limit in ("VERSIONS", "DECISIONS", "RUNS", "VERDICTS"):
        monkeypatch.setattr(pruning, limit, 1)
    versions = await add(database, 3)
    for _ in range(3):
        await database.versions.activate(versions[2].id, "7")
    first, _ = [await a_run(database, told=True) for _ in range(2)]
    for answer in "ab":
        await database.corrections.judged(answer, "ann", correct=True)
    await pruning.prune(database, sparing=versions[0].id)
    assert await names(database) == ["v2", "v0"]
    assert len(await database.versions.history(9)) == 1
    assert await database.runs.get(first) is None
    assert (await database.corrections.tally()).right == 1
