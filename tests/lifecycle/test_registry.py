"""The registry follows the database, falls back, and starts without it."""

from __future__ import annotations

import asyncio

import pytest
from modelfiles import SHIPPED, shifted, variant
from reading.scenes import draw
from sqlalchemy import text

from bot.lifecycle import registry as module
from bot.lifecycle.registry import Trouble
from bot.reading.model import ModelError
from bot.storage import Database, StorageDown


async def kept(database, content: bytes, *, active: bool = True):
    version = await database.versions.add(content, "from a test", {}, {}, "trained")
    if active:
        await database.versions.activate(version.id, "1")
    return version


async def until(condition) -> None:
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


def read(registry) -> str:
    return registry.reader.read_gray(draw("7")).text


async def test_it_begins_with_what_ships(make_registry):
    registry = make_registry()
    assert registry.current is registry.shipped
    assert registry.current.version is None
    assert await registry.follow() is registry.shipped


async def test_it_follows_a_decision_and_the_way_back(make_registry, database):
    registry = make_registry()
    before = registry.reader
    version = await kept(database, shifted())
    assert (await registry.follow()).version == version.id
    assert read(registry) == "8"
    assert before.read_gray(draw("7")).text == "7"  # a picture in flight
    await database.versions.activate(None, "1")
    await registry.follow()
    assert (read(registry), registry.current.version) == ("7", None)


async def test_a_version_that_is_not_active_changes_nothing(make_registry, database):
    registry = make_registry()
    await kept(database, shifted(), active=False)
    assert (await registry.follow()).version is None


async def test_a_start_needs_no_database(make_registry, database, tmp_path):
    version = await kept(database, shifted())
    await make_registry().follow()
    nowhere = Database("postgresql://bot@127.0.0.1:9/none")
    again = make_registry(of=nowhere)
    assert (read(again), again.current.version) == ("8", version.id)
    nowhere.start()
    with pytest.raises(StorageDown):
        await again.follow()
    assert read(again) == "8"
    await nowhere.close()


async def test_a_fresh_disk_gets_the_model_from_the_database(make_registry, database):
    await kept(database, shifted())
    await make_registry().follow()
    fresh = make_registry("another disk")
    assert read(fresh) == "7"
    await fresh.follow()
    assert read(fresh) == "8"


async def test_a_torn_file_on_disk_is_replaced(make_registry, database, tmp_path):
    version = await kept(database, shifted())
    await make_registry().follow()
    [file] = (tmp_path / "disk").glob("*.onnx")
    file.write_bytes(file.read_bytes()[:1000])
    again = make_registry()
    assert again.current is again.shipped
    assert (await again.follow()).version == version.id
    assert make_registry().current.version == version.id


async def test_the_shipped_model_chosen_again_survives_a_restart(make_registry, database):
    await kept(database, shifted())
    registry = make_registry()
    await registry.follow()
    await database.versions.activate(None, "1")
    await registry.follow()
    assert make_registry().current.version is None


@pytest.mark.parametrize("broken", [b"junk", SHIPPED.read_bytes()[:5000]])
async def test_what_does_not_load_falls_back_to_the_one_before(make_registry, database, broken):
    troubles: list[Trouble] = []

    async def hear(trouble: Trouble) -> None:
        troubles.append(trouble)

    good = await kept(database, shifted())
    bad = await kept(database, broken)
    registry = make_registry(hear=hear)  # a fresh disk: it has neither
    registry.start()
    await until(lambda: troubles)
    await registry.follow()
    await registry.close()
    assert (read(registry), registry.current.version) == ("8", good.id)
    assert [(t.wanted.id, t.instead.version) for t in troubles] == [(bad.id, good.id)]
    assert "not an ONNX model" in troubles[0].why


async def test_without_any_that_loads_it_reads_with_what_ships(make_registry, database):
    await kept(database, b"junk one")
    await kept(database, b"junk two")
    registry = make_registry()
    assert await registry.follow() is registry.shipped


async def test_content_that_the_database_has_damaged_is_not_used(make_registry, database):
    registry = make_registry()
    await kept(database, variant("changed-0"))
    async with database.writing() as connection:
        await connection.execute(text("UPDATE versions SET onnx = :x"), {"x": shifted()})
    assert await registry.follow() is registry.shipped


async def test_a_database_that_begins_anew_is_followed(make_registry, database, tmp_path):
    registry = make_registry()
    await kept(database, shifted())
    await registry.follow()
    other = Database(f"sqlite:///{tmp_path}/other.sqlite3")
    other.start()
    registry._database = other
    assert await registry.follow() is registry.shipped
    version = await kept(other, variant("another-1"))
    assert (await registry.follow()).name == "another-1"
    assert registry.current.version == version.id
    await other.close()


async def test_two_processes_follow_one_decision(make_registry, database, address, monkeypatch):
    monkeypatch.setattr(module, "FOLLOW_SECONDS", 0.02)

    async def hear(trouble: Trouble) -> None:
        raise AssertionError(trouble)

    second = Database(address)
    second.start()
    both = [make_registry("a", hear=hear), make_registry("b", second, hear)]
    for registry in both:
        registry.start()
    version = await kept(database, variant("both-1"))
    await until(lambda: {registry.current.version for registry in both} == {version.id})
    for registry in both:
        await registry.close()
    await second.close()


async def test_following_survives_what_nobody_foresaw(make_registry, database, monkeypatch, caplog):
    monkeypatch.setattr(module, "FOLLOW_SECONDS", 0.01)
    calls = 0

    async def fails(trouble: Trouble) -> None:
        nonlocal calls
        calls += 1
        raise RuntimeError("Telegram fell over")

    await kept(database, b"junk")
    registry = make_registry(hear=fails)
    registry.start()
    await until(lambda: calls)
    version = await kept(database, variant("after-1"))
    await until(lambda: registry.current.version == version.id)
    await registry.close()
    assert "could not be looked up" in caplog.text


def test_a_shipped_model_that_does_not_load_is_an_error(make_registry, shipped):
    shipped.write_bytes(b"junk")
    with pytest.raises(ModelError):
        make_registry()
