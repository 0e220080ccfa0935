"""What goes to another machine to train with."""

from __future__ import annotations

import numpy as np

from bot.lifecycle.runs import Training
from bot.lifecycle.trainer import NoTrainer
from bot.storage.values import NOT_A_DIGIT, NewCorrection
from training import corrections


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
