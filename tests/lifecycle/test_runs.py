"""What goes to another machine to train with, and what is left of runs that were told."""

from __future__ import annotations

import numpy as np

from bot.lifecycle.runs import Training
from bot.lifecycle.training_backend import NoTrainer
from bot.lifecycle.training_runner import figures_key
from bot.storage.correction_values import NOT_A_DIGIT, NewCorrection
from bot.storage.model_values import RunState
from training.labelled import corrections


async def test_the_training_reads_the_corrections_that_the_bot_gives_away(database, tmp_path):
    crops = np.random.default_rng(3).integers(0, 256, (20, 28, 28), np.uint8)
    for place, crop in enumerate(crops):
        actual = place % (NOT_A_DIGIT + 1)
        new = NewCorrection("answer", place, "somebody", crop, 3, actual, "v", trusted=True)
        await database.corrections.keep(new, None)
    kept = await database.corrections.training_set()
    assert 0 < len(kept) < 20
    file = tmp_path / "corrections.npz"
    file.write_bytes(await Training(database, NoTrainer()).corrections_file())
    found = corrections.load(file)
    assert np.array_equal(found.images, kept.images)
    assert np.array_equal(found.labels, kept.labels)


async def test_a_bot_that_starts_tidies_up(database, monkeypatch):
    monkeypatch.setattr("bot.storage.pruning.RUNS", 1)
    training, runs = Training(database, NoTrainer()), []
    for _ in range(3):
        run = await database.runs.begin("quick", who=1, chat=1, message=None, host="a", pid=None)
        await database.runs.finish(run.id, RunState.FAILED)
        await database.state.put(figures_key(run.id), {"curves.png": ""})
        runs.append(run.id)
    await database.runs.told(runs[0])
    await training.tidy()
    assert await database.runs.get(runs[0]) is None
    assert await database.state.get(figures_key(runs[0])) is None
    assert [run.id for run in await training.untold()] == runs[1:]
    assert await database.state.get(figures_key(runs[1])) is not None
