"""Promotion against a real database and a real child process."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from children import children
from modelfiles import shifted, variant

from bot.lifecycle import evaluation_child, training_child
from bot.lifecycle.evaluation import Stopped
from bot.lifecycle.gate import Check, State
from bot.lifecycle.processes import PREFIX
from bot.lifecycle.promotion import NotAllowed, NotKept, Origin, Promotion, Unchecked
from bot.storage.correction_values import Labelled

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def no_mnist(monkeypatch, tmp_path):
    monkeypatch.delenv("MNIST_PATH", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest_asyncio.fixture
async def promotion(database, shipped, make_registry):
    return Promotion(database, shipped, make_registry())


def file(tmp_path, content, name="digits.onnx"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


async def test_what_was_trained_is_kept_with_its_figures_and_card(promotion, database, tmp_path):
    path = file(tmp_path, variant("trained-0"))
    card = {"model": {"version": "trained-0"}, "training": {"seconds": 1}}
    outcome = await promotion.propose(path, origin=Origin.TRAINED, by=1, card=card)
    assert (outcome.version, outcome.name, outcome.active) == (1, "trained-0", False)
    assert [f.check for f in outcome.verdict.unchecked] == [Check.MNIST]
    [version] = await database.versions.listed(5)
    assert version.card == card
    assert version.metrics["figures"]["candidate"]["scenes"]["count"] > 40
    assert await database.versions.active() is None
    assert not list(tmp_path.glob(f"{PREFIX}*"))
    with pytest.raises(Unchecked):
        await promotion.choose(1, by=1)
    assert await promotion.choose(1, by=1, insist=True)
    assert (await database.versions.active()).who == "1"


async def test_corrections_held_out_decide(promotion, database, tmp_path, monkeypatch):
    one = np.zeros((1, 28, 28), np.uint8)
    one[:, 4:24, 13:16] = 255

    async def held_out(self):
        return Labelled(one, np.array([1], np.uint8))

    monkeypatch.setattr("bot.storage.corrections.Corrections.held_out", held_out)
    outcome = await promotion.propose(file(tmp_path, shifted()), origin=Origin.SENT, by=1)
    [finding] = [f for f in outcome.verdict.findings if f.check is Check.CORRECTIONS]
    assert (finding.state, finding.old, finding.new, finding.count) == (State.FAILED, 1, 0, 1)
    with pytest.raises(NotAllowed):
        await promotion.choose(outcome.version, by=1, insist=True)


async def test_old_candidates_make_room(promotion, database, tmp_path, monkeypatch):
    async def figures(pair, shipped, work):
        return {"candidate": {"version": "newest-0", "error": None}, "active": {}, "unchecked": {}}

    monkeypatch.setattr("bot.lifecycle.evaluation.measure", figures)
    monkeypatch.setattr("bot.storage.pruning.VERSIONS", 2)
    used = await database.versions.add(variant("used-0"), "used", {}, {}, "trained")
    await database.versions.activate(used.id, "1")
    await database.versions.activate(None, "1")
    for name in ("a", "b"):
        await database.versions.add(variant(name), name, {}, {}, "trained")
    await promotion.propose(file(tmp_path, variant("newest-0")), origin=Origin.SENT, by=1)
    names = [version.name for version in await database.versions.listed(9)]
    assert names == ["newest-0", "b", "used"]


async def test_what_was_measured_beside_another_model_than_the_active_one_is_measured_again(
    promotion, database, shipped, tmp_path, monkeypatch
):
    other = await database.versions.add(variant("other-0"), "other-0", {}, {}, "trained")
    right = {"right": 9, "count": 10}
    same = {"mnist": right, "corrections": right, "scenes": right, "batch_ms": 1.0}
    candidate = {"error": None, "version": "same-0"} | same
    beside = []

    async def figures(pair, shipped, work):
        beside.append(pair.active)
        return {"candidate": candidate, "active": same, "unchecked": {}}

    async def chosen_meanwhile(self, *kept):
        if len(beside) == 1:
            await self.activate(other.id, "2")

    monkeypatch.setattr("bot.lifecycle.evaluation.measure", figures)
    monkeypatch.setattr("bot.storage.versions.Versions.prune", chosen_meanwhile)
    outcome = await promotion.propose(file(tmp_path, variant("same-0")), origin=Origin.SENT, by=1)
    assert outcome.active
    assert beside == [shipped.read_bytes(), variant("other-0")]
    assert [made.who for made in await database.versions.history(9)] == ["1", "2"]


async def test_the_active_model_again_is_not_measured(promotion, shipped, database):
    outcome = await promotion.propose(shipped, origin=Origin.SENT, by=1)
    assert (outcome.version, outcome.active, outcome.verdict.findings) == (None, True, ())
    assert await database.versions.listed(1) == []


async def test_a_version_that_is_not_there(promotion):
    with pytest.raises(NotKept):
        await promotion.choose(5, by=1)
    with pytest.raises(NotKept):
        await promotion.again(5, by=1)


async def test_what_hangs_is_given_up(promotion, tmp_path, monkeypatch, database):
    monkeypatch.setattr(evaluation_child, "WITHIN", 0.2)
    trained = await promotion.propose(
        file(tmp_path, variant("hangs-0")), origin=Origin.TRAINED, by=1
    )
    assert "took longer" in trained.verdict.failed[0].why
    assert trained.version == 1  # it took long to make, and can be measured again
    assert measuring() == []


async def test_what_crashes_the_measuring_is_refused(promotion, tmp_path, monkeypatch, database):
    real = training_child.start

    async def crashed(*arguments, **more):
        process = await real(*arguments, **more)
        process.send_signal(signal.SIGSEGV)
        return process

    monkeypatch.setattr(training_child, "start", crashed)
    outcome = await promotion.propose(file(tmp_path, variant("crash-0")), origin=Origin.SENT, by=1)
    assert "SIGSEGV" in outcome.verdict.failed[0].why
    assert outcome.version is None
    assert await database.versions.listed(1) == []


async def test_a_roll_back_waits_for_no_measuring(promotion, database, tmp_path):
    path = file(tmp_path, variant("long-0"))
    work = await begun(promotion, path)
    assert await promotion.choose(None, by=1)
    assert not work.done()
    promotion.close()
    with pytest.raises(Stopped):
        await work


async def test_closing_stops_the_measuring_and_leaves_no_process(promotion, tmp_path):
    path = file(tmp_path, variant("closed-0"))
    work = await begun(promotion, path)
    assert promotion.is_busy
    promotion.close()
    with pytest.raises(Stopped):
        await work
    assert measuring() == []
    assert not list(tmp_path.glob(f"{PREFIX}*"))
    with pytest.raises(Stopped):
        await promotion.propose(path, origin=Origin.SENT, by=1)


async def begun(promotion, path):
    """A proposal that is being measured."""
    work = asyncio.create_task(promotion.propose(path, origin=Origin.SENT, by=1))
    async with asyncio.timeout(60):
        while not measuring():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return work


def measuring():
    return children("gate", recursive=False)
