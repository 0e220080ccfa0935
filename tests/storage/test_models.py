from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage import Database
from bot.storage.errors import RunUnderWay
from bot.storage.model_values import RunState

CARD = {"recipe": "quick", "figures": {"mnist": 0.997}}
HERE = {"who": 2**40, "chat": -1001234567890, "message": None, "host": "worker", "pid": None}


async def add(database, content: bytes = b"onnx", name: str = "v1"):
    return await database.versions.add(content, name, CARD, {"gate": "passed"}, "trained")


async def test_a_model_comes_back_byte_for_byte(database):
    content = bytes(range(256)) * 8000
    version = await add(database, content)
    assert await database.versions.content(version.id) == content
    assert version.size == len(content)
    assert version.card == CARD
    assert datetime.now(UTC) - version.created < timedelta(minutes=5)
    assert await database.versions.get(version.id) == version
    assert await database.versions.get(version.id + 1) is None
    with pytest.raises(LookupError):
        await database.versions.content(version.id + 1)


async def test_the_same_file_is_the_same_version(database):
    first = await add(database)
    again = await database.versions.add(b"onnx", "v1", CARD, {"gate": "failed"}, "sent")
    assert again.id == first.id
    assert again.metrics == {"gate": "failed"}
    assert again.origin == "trained"
    await database.versions.measured(first.id, {"gate": "forced"})
    assert [v.metrics for v in await database.versions.listed(9)] == [{"gate": "forced"}]


async def test_each_decision_is_kept_and_can_be_undone(database):
    assert await database.versions.active() is None
    assert await database.versions.before() is None
    one, two = await add(database, b"1"), await add(database, b"2")
    await database.versions.activate(one.id, "7")
    assert (await database.versions.active()).version == one
    assert await database.versions.before() is None
    await database.versions.activate(two.id, "gate")
    await database.versions.activate(two.id, "7")
    assert (await database.versions.before()).version == one
    await database.versions.activate(None, "7")
    assert (await database.versions.active()).version is None
    assert (await database.versions.before()).version == two
    assert [a.who for a in await database.versions.history(9)] == ["7", "7", "gate", "7"]
    with pytest.raises(LookupError):
        await database.versions.activate(99, "7")
    assert len(await database.versions.history(9)) == 4


async def test_two_processes_may_decide_at_once(database, address):
    version = await add(database)
    other = Database(address)
    other.start()
    await other.check()
    both = [d.versions.activate(version.id, "7") for _ in range(10) for d in (database, other)]
    await asyncio.gather(*both)
    await other.close()
    assert len(await database.versions.history(99)) == 20


async def test_one_run_at_a_time(database):
    attempts = [database.runs.begin("quick", **HERE) for _ in range(4)]
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, RunUnderWay)]
    (begun,) = [outcome for outcome in outcomes if outcome not in refused]
    assert len(refused) == 3
    assert {error.run.id for error in refused} == {begun.id}
    assert await database.runs.finish(begun.id, RunState.FAILED, last_lines="boom")
    assert (await database.runs.begin("full", **HERE)).id > begun.id


async def test_a_run_tells_of_itself(database):
    run = await database.runs.begin("fine-tune", **HERE)
    assert await database.runs.unfinished() == run
    assert (run.who, run.chat, run.state) == (2**40, -1001234567890, RunState.RUNNING)
    told = await database.runs.progress(run.id, {"epoch": 3}, pid=1234, message=55)
    assert (told.progress, told.pid, told.message, told.cancel) == ({"epoch": 3}, 1234, 55, False)
    assert told.heard >= run.heard
    assert await database.runs.ask_cancel(run.id)
    told = await database.runs.progress(run.id)
    assert told.cancel
    assert told.progress == {"epoch": 3}
    assert await database.runs.finish(run.id, RunState.CANCELLED, last_lines="a\nb")
    ended = await database.runs.get(run.id)
    assert (ended.state, ended.last_lines) == (RunState.CANCELLED, "a\nb")
    assert ended.finished is not None


@pytest.mark.parametrize("strange", ["\0", "\ud800"])
async def test_a_run_ends_whatever_it_wrote_last(database, strange):
    run = await database.runs.begin("quick", **HERE)
    assert await database.runs.finish(run.id, RunState.FAILED, last_lines=f"a{strange}b 😀\nc")
    assert (await database.runs.get(run.id)).last_lines == "a\ufffdb 😀\nc"


async def test_figures_that_are_no_numbers_are_kept_as_none(database):
    nan, endless = float("nan"), float("inf")
    figures = {"loss": nan, "of": [(1.5, -endless), {"best": endless}], "name": "é"}
    kept = {"loss": None, "of": [[1.5, None], {"best": None}], "name": "é"}
    version = await database.versions.add(b"onnx", "v1", figures, figures, "trained")
    assert (version.card, version.metrics) == (kept, kept)
    await database.versions.measured(version.id, figures)
    assert (await database.versions.get(version.id)).metrics == kept
    run = await database.runs.begin("quick", **HERE)
    assert (await database.runs.progress(run.id, figures)).progress == kept
    await database.state.put("figures", figures)
    assert await database.state.get("figures") == kept


async def test_a_run_ends_once(database):
    run = await database.runs.begin("quick", **HERE)
    ends = [database.runs.finish(run.id, RunState.INTERRUPTED) for _ in range(3)]
    assert sorted(await asyncio.gather(*ends)) == [False, False, True]
    assert await database.runs.progress(run.id, {"epoch": 9}) is None
    assert not await database.runs.ask_cancel(run.id)
    assert await database.runs.unfinished() is None


async def test_values_by_key(database):
    assert await database.state.get("a") is None
    await database.state.put("a", {"x": [1, "ä"]})
    await database.state.put("a", {"x": [2]})
    assert await database.state.get("a") == {"x": [2]}
    await database.state.delete("a")
    await database.state.delete("a")
    assert await database.state.get("a") is None


async def test_keys_that_begin_alike_are_swept(database):
    for key in ("run 1", "run 2", "runs", "run_3", "a run 1"):
        await database.state.put(key, 1)
    await database.state.sweep("run ", ["run 2", "run 9"])
    assert await database.state.get("run 1") is None
    for key in ("run 2", "runs", "run_3", "a run 1"):
        assert await database.state.get(key) == 1
    await database.state.sweep("run_", [])
    assert await database.state.get("run 2") == 1
    assert await database.state.get("run_3") is None


async def test_numbers_add_up_also_from_several_at_once(database):
    added = [database.state.count({"read": 2, "refused": 1}) for _ in range(10)]
    await asyncio.gather(*added)
    assert await database.state.counted() == {"read": 20, "refused": 10}
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    assert await database.state.counted(since=tomorrow) == {}
