"""kill -9 of the bot in the middle of a training run: it is whole when it is back."""

from __future__ import annotations

import random

import pytest
import smallmnist

pytest.importorskip("keras", reason="the training extra is not installed")

from benchmarks.crash import STAGES, kill_at
from benchmarks.small import write_database, write_mnist

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("stage", ["preparing", "training", "gate", "swap"])
async def test_killed_at_a_random_moment_it_is_whole_when_it_is_back(stage, tmp_path):
    write_mnist(tmp_path / "mnist.npz", smallmnist.real())
    await write_database(tmp_path / "template.sqlite3")
    (tmp_path / "bot").mkdir()
    delay = random.uniform(0, STAGES[stage][1])
    moment = await kill_at(
        stage, delay, tmp_path / "bot", tmp_path / "mnist.npz", tmp_path / "template.sqlite3"
    )
    assert moment.mistakes == [], moment
